import { addressBytes, parseAddress } from '../model/address.js';
import type { AttackSources } from '../model/attack-sources.js';
import type { PhraseDictionary } from '../model/phrase-dictionary.js';
import type { QueryValue } from './query-value.js';
import type { QueryOptions, Store } from './store.js';
import { cellText } from './value-text.js';

const sourceColumns = `
  source_id, ip, platform, ports_sequence, flood_id, phrase_id,
  CAST(epoch(CAST(day AS TIMESTAMP)) / 86400 AS INTEGER) AS day,
  epoch_ns(first_seen) AS first_ns, epoch_ns(last_seen) AS last_ns,
  CAST(packets AS DOUBLE) AS packets, CAST(canonical_packets AS DOUBLE) AS canonical_packets,
  backscatter, phrase_cut, syn_packets, data_segments, retransmissions, sequence_gaps, port_flows, source_ports,
  rising_source_ports, backscatter_flows`;

type Cells = readonly QueryValue[];

interface ReadQuery {
  /** Which rows of attack_sources. */
  readonly where: string;
  readonly options: QueryOptions;
}

export interface ReadSourcesOptions {
  readonly signal?: AbortSignal | undefined;
  /** Reads those of one ports sequence alone. */
  readonly portsSequence?: string | undefined;
  /** Without, every attack source has the empty phrase; default true. */
  readonly phrases?: boolean | undefined;
}

/**
 * The attack sources of a store as the analysis had them when it wrote it: rows, counts, times and phrases are the same,
 * so that they can be mined again. All are held in memory.
 * @throws HoneysiftError ERR_STORE, ERR_QUERY, ERR_CANCELLED
 */
export async function readSources(
  store: Store,
  { signal, portsSequence, phrases: wantsPhrases = true }: ReadSourcesOptions = {},
): Promise<AttackSources> {
  const platforms = platformsOf(store);
  const read: ReadQuery =
    portsSequence === undefined
      ? { where: '', options: { signal } }
      : {
          where: 'WHERE ports_sequence = $sequence',
          options: { signal, parameters: { sequence: portsSequence } },
        };
  const phrases = wantsPhrases ? await readPhrases(store, signal) : noPhrases;
  const { rows: cells } = await store.query(
    `SELECT ${sourceColumns} FROM attack_sources ${read.where}`,
    read.options,
  );
  const order = sortRows(cells, platforms);
  const rows = order.map(({ cells: row }) => row);
  const column = (place: number): number[] => rows.map((row) => Number(row[place]));
  const texts = (place: number): string[] => rows.map((row) => textOf(row[place]));
  const sequences = indexTexts(texts(3));
  const floods = indexTexts(rows.flatMap((row) => (row[4] === null ? [] : [textOf(row[4])])));
  const rowOf = new Map(rows.map((row, at) => [textOf(row[0]), at]));
  const address = new Uint8Array(rows.length * addressBytes);
  order.forEach((entry, at) => address.set(entry.address, at * addressBytes));
  const base = {
    count: rows.length,
    address,
    day: Int32Array.from(column(6)),
    firstNs: BigInt64Array.from(rows, (row) => BigInt(textOf(row[7]))),
    lastNs: BigInt64Array.from(rows, (row) => BigInt(textOf(row[8]))),
    packets: Float64Array.from(column(9)),
    canonicalPackets: Float64Array.from(column(10)),
    sequence: Uint32Array.from(texts(3), (text) => sequences.placeOf.get(text) ?? 0),
    sequences: sequences.texts,
    phrase: Uint32Array.from(texts(5), (id) => phrases.placeOf.get(id) ?? 0),
    phrases: phrases.dictionary,
    backscatter: Uint8Array.from(column(11)),
    phraseCut: Uint8Array.from(column(12)),
    flood: Int32Array.from(rows, (row) =>
      row[4] === null ? -1 : (floods.placeOf.get(textOf(row[4])) ?? -1),
    ),
    synPackets: Uint32Array.from(column(13)),
    dataSegments: Uint32Array.from(column(14)),
    retransmissions: Uint32Array.from(column(15)),
    sequenceGaps: Uint32Array.from(column(16)),
    portFlows: Uint32Array.from(column(17)),
    sourcePorts: Uint32Array.from(column(18)),
    risingSourcePorts: Uint32Array.from(column(19)),
    backscatterFlows: Uint32Array.from(column(20)),
    ...(await readTargets(store, rowOf, read)),
  };
  if (platforms === undefined) return base;
  return { ...base, platforms, platform: Uint16Array.from(texts(2), (name) => platforms.indexOf(name)) };
}

/** In the order of the environment, where the store has one source per platform. */
function platformsOf({ manifest }: Store): string[] | undefined {
  if (manifest.options['unit'] !== 'platform') return undefined;
  return [...new Set(manifest.environment.honeypots.map(({ platform }) => platform ?? ''))];
}

interface SortedRow {
  readonly cells: Cells;
  readonly address: Uint8Array;
}

/** By first day, then address bytes, then platform: the order that AttackSources has. */
function sortRows(rows: readonly Cells[], platforms: readonly string[] | undefined): SortedRow[] {
  const placeOf = (row: Cells): number => platforms?.indexOf(textOf(row[2])) ?? 0;
  return rows
    .map((cells) => ({ cells, address: parseAddress(textOf(cells[1])) ?? new Uint8Array(addressBytes) }))
    .sort(
      (a, b) =>
        Number(a.cells[6]) - Number(b.cells[6]) ||
        Buffer.compare(a.address, b.address) ||
        placeOf(a.cells) - placeOf(b.cells),
    );
}

type Targets = Pick<
  AttackSources,
  'targetOffsets' | 'targetHoneypot' | 'targetPackets' | 'targetCanonical' | 'targetFirstNs' | 'targetLastNs'
>;

async function readTargets(
  store: Store,
  rowOf: ReadonlyMap<string, number>,
  { where, options }: ReadQuery,
): Promise<Targets> {
  const positions = honeypotPositions(store);
  const { rows } = await store.query(
    `SELECT source_id, honeypot, CAST(packets AS DOUBLE), CAST(canonical_packets AS DOUBLE), epoch_ns(first_seen), epoch_ns(last_seen)
     FROM source_targets ${where === '' ? '' : `SEMI JOIN (FROM attack_sources ${where}) USING (source_id, day)`}`,
    options,
  );
  const targets = rows
    .map((cells) => ({
      row: rowOf.get(textOf(cells[0])) ?? 0,
      honeypot: positions.get(textOf(cells[1])) ?? 0,
      cells,
    }))
    .sort((a, b) => a.row - b.row || a.honeypot - b.honeypot);
  const targetOffsets = new Uint32Array(rowOf.size + 1);
  for (const { row } of targets) targetOffsets[row + 1] = (targetOffsets[row + 1] ?? 0) + 1;
  for (let row = 1; row <= rowOf.size; row += 1) {
    targetOffsets[row] = (targetOffsets[row] ?? 0) + (targetOffsets[row - 1] ?? 0);
  }
  return {
    targetOffsets,
    targetHoneypot: Uint16Array.from(targets, ({ honeypot }) => honeypot),
    targetPackets: Float64Array.from(targets, ({ cells }) => Number(cells[2])),
    targetCanonical: Float64Array.from(targets, ({ cells }) => Number(cells[3])),
    targetFirstNs: BigInt64Array.from(targets, ({ cells }) => BigInt(textOf(cells[4]))),
    targetLastNs: BigInt64Array.from(targets, ({ cells }) => BigInt(textOf(cells[5]))),
  };
}

/** Name -> place in the environment, or within its platform where sources are told apart by platform. */
function honeypotPositions({ manifest }: Store): Map<string, number> {
  const { honeypots } = manifest.environment;
  const seats = new Map<string, number>();
  return new Map(
    honeypots.map(({ name, platform = '' }, place) => {
      if (manifest.options['unit'] !== 'platform') return [name, place];
      const seat = seats.get(platform) ?? 0;
      seats.set(platform, seat + 1);
      return [name, seat];
    }),
  );
}

const noPhrases: PhraseIndex = {
  dictionary: { bytes: new Uint8Array(), offsets: Float64Array.of(0, 0) },
  placeOf: new Map(),
};

interface PhraseIndex {
  readonly dictionary: PhraseDictionary;
  readonly placeOf: ReadonlyMap<string, number>;
}

async function readPhrases(store: Store, signal: AbortSignal | undefined): Promise<PhraseIndex> {
  const { rows } = await store.query('SELECT phrase_id, phrase FROM phrases', { signal });
  const phrases = rows
    .map(([id, phrase]) => ({ id: textOf(id), bytes: Buffer.from(textOf(phrase)) }))
    .sort((a, b) => Buffer.compare(a.bytes, b.bytes));
  const offsets = new Float64Array(phrases.length + 1);
  phrases.forEach(({ bytes }, at) => {
    offsets[at + 1] = (offsets[at] ?? 0) + bytes.length;
  });
  const bytes = new Uint8Array(new SharedArrayBuffer(offsets[phrases.length] ?? 0));
  phrases.forEach((phrase, at) => bytes.set(phrase.bytes, offsets[at]));
  return { dictionary: { bytes, offsets }, placeOf: new Map(phrases.map(({ id }, at) => [id, at])) };
}

function indexTexts(all: readonly string[]): { texts: string[]; placeOf: Map<string, number> } {
  const texts = [...new Set(all)].sort();
  return { texts, placeOf: new Map(texts.map((text, place) => [text, place])) };
}

function textOf(value: QueryValue | undefined): string {
  return value === null || value === undefined ? '' : cellText(value);
}
