import type { CausesInput, FoundCauses } from '#honeysift/causes/cause-task.js';
import { findRootCauses } from '#honeysift/causes/find-root-causes.js';
import type { AttackSources } from '#honeysift/model/attack-sources.js';
import type { ClusterId } from '#honeysift/model/ids.js';
import type { SequenceClusters } from '#honeysift/model/itemset-cluster.js';
import type { PhraseDictionary } from '#honeysift/model/phrase-dictionary.js';
import type { RootCause, RootCauses, ToolFamily } from '#honeysift/model/root-cause.js';

/** One attack source, spelled out; what is left out takes the value most sources have. */
export interface SourceSpec {
  readonly sequence?: string;
  /** Packets per honeypot `a`, `b`, `c`: a count, or [raw, without retransmissions]. */
  readonly counts: Readonly<Record<string, number | readonly [number, number]>>;
  readonly phrase?: string;
  readonly tool?: string;
  readonly cut?: boolean;
  readonly synPackets?: number;
  readonly dataSegments?: number;
  readonly backscatter?: boolean;
  /** Milliseconds after its first packet: when each honeypot is begun, and the last packet of all. Default 0. */
  readonly starts?: readonly number[];
  readonly lasts?: number;
  /** Raw signature of its SYNs. */
  readonly system?: string;
  /** How it chooses the ports of its flows, one to each honeypot or two to a single one. */
  readonly ports?: 'fixed' | 'rising' | 'scattered';
}

export const honeypotNames = ['a', 'b', 'c', 'd'];

export function makeDictionary(phrases: readonly string[]): PhraseDictionary {
  const distinct = [...new Set(phrases)].sort((one, other) =>
    Buffer.compare(Buffer.from(one, 'latin1'), Buffer.from(other, 'latin1')),
  );
  const offsets = new Float64Array(distinct.length + 1);
  distinct.forEach((phrase, index) => (offsets[index + 1] = (offsets[index] as number) + phrase.length));
  return { bytes: Uint8Array.from(Buffer.from(distinct.join(''), 'latin1')), offsets };
}

/** Rows in the order given; `specs[i]` becomes row i. */
export function makeSources(specs: readonly SourceSpec[]): AttackSources {
  const phrases = specs.map(({ phrase = '' }) => phrase);
  const dictionary = makeDictionary(phrases);
  const distinct = [...new Set(phrases)].sort((one, other) =>
    Buffer.compare(Buffer.from(one, 'latin1'), Buffer.from(other, 'latin1')),
  );
  const phraseId = new Map(distinct.map((phrase, index) => [phrase, index]));
  const sequences = [...new Set(specs.map(({ sequence = '445' }) => sequence))].sort();
  const targets = specs.map(({ counts }) =>
    Object.entries(counts)
      .map(([name, count]) => {
        const [raw, canonical] = typeof count === 'number' ? [count, count] : count;
        return [honeypotNames.indexOf(name), raw, canonical] as const;
      })
      .sort((one, other) => one[0] - other[0]),
  );
  const offsets = new Uint32Array(specs.length + 1);
  targets.forEach((list, row) => (offsets[row + 1] = (offsets[row] as number) + list.length));
  const flat = targets.flat();
  const sum = (list: readonly (readonly [number, number, number])[], at: 1 | 2): number =>
    list.reduce((total, target) => total + target[at], 0);
  const address = new Uint8Array(16 * specs.length);
  specs.forEach((_, row) =>
    address.set(
      [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 255, 255, 10, row >> 16, (row >> 8) & 255, row & 255],
      16 * row,
    ),
  );
  return {
    count: specs.length,
    address,
    day: new Int32Array(specs.length).fill(12_000),
    firstNs: new BigInt64Array(specs.length),
    lastNs: BigInt64Array.from(specs, ({ lasts = 0 }) => BigInt(lasts * 1e6)),
    packets: Float64Array.from(targets, (list) => sum(list, 1)),
    canonicalPackets: Float64Array.from(targets, (list) => sum(list, 2)),
    targetOffsets: offsets,
    targetHoneypot: Uint16Array.from(flat, ([honeypot]) => honeypot),
    targetFirstNs: BigInt64Array.from(
      specs.flatMap(({ starts }, row) =>
        (targets[row] ?? []).map((_, at) => BigInt((starts?.[at] ?? 0) * 1e6)),
      ),
    ),
    targetLastNs: new BigInt64Array(flat.length),
    targetPackets: Float64Array.from(flat, ([, raw]) => raw),
    targetCanonical: Float64Array.from(flat, ([, , canonical]) => canonical),
    sequence: Uint32Array.from(specs, ({ sequence = '445' }) => sequences.indexOf(sequence)),
    sequences,
    phrase: Uint32Array.from(phrases, (phrase) => phraseId.get(phrase) as number),
    phrases: dictionary,
    phraseCut: Uint8Array.from(specs, ({ cut = false }) => (cut ? 1 : 0)),
    backscatter: Uint8Array.from(specs, ({ backscatter = false }) => (backscatter ? 1 : 0)),
    flood: new Int32Array(specs.length).fill(-1),
    synPackets: Uint32Array.from(specs, ({ synPackets }, row) => synPackets ?? targets[row]?.length ?? 0),
    dataSegments: Uint32Array.from(specs, ({ dataSegments = 0 }) => dataSegments),
    retransmissions: Uint32Array.from(targets, (list) => sum(list, 1) - sum(list, 2)),
    sequenceGaps: new Uint32Array(specs.length),
    backscatterFlows: new Uint32Array(specs.length),
    portFlows: Uint32Array.from(specs, (spec) => flowsOf(spec)),
    sourcePorts: Uint32Array.from(specs, (spec) => (spec.ports === 'fixed' ? 1 : flowsOf(spec))),
    risingSourcePorts: Uint32Array.from(specs, (spec) => (spec.ports === 'rising' ? flowsOf(spec) - 1 : 0)),
  };
}

function flowsOf({ ports, counts }: SourceSpec): number {
  return ports === undefined ? 0 : Math.max(2, Object.keys(counts).length);
}

/** Clusters of equal raw counts that at least `minSupport` of the sequence's sources share; the rest is unclustered. */
export function clusterByCounts(sources: AttackSources, minSupport = 0.01): SequenceClusters[] {
  return sources.sequences.flatMap((portsSequence, sequence) => {
    const byCounts = new Map<string, number[]>();
    let total = 0;
    for (let row = 0; row < sources.count; row++) {
      if (sources.sequence[row] !== sequence || sources.backscatter[row] === 1) continue;
      total++;
      const items: string[] = [];
      for (
        let at = sources.targetOffsets[row] as number;
        at < (sources.targetOffsets[row + 1] as number);
        at++
      ) {
        items.push(
          `n_${String(honeypotNames[sources.targetHoneypot[at] as number])}=${String(sources.targetPackets[at])}`,
        );
      }
      const key = [`T=${items.length}`, `N=${String(sources.packets[row])}`, ...items].join(' ');
      const rows = byCounts.get(key);
      if (rows === undefined) byCounts.set(key, [row]);
      else rows.push(row);
    }
    if (total === 0) return [];
    const groups = [...byCounts].sort(([one], [other]) => (one < other ? -1 : 1));
    const isFrequent = ([, rows]: [string, number[]]): boolean => rows.length >= minSupport * total;
    return [
      {
        portsSequence,
        sources: total,
        minSupport,
        itemsets: [],
        itemsetsListed: 'frequent' as const,
        frequentCount: 0,
        frequentCountExact: true,
        candidatesComplete: true,
        clusters: groups.filter(isFrequent).map(([key, rows]) => ({
          clusterId: `C${portsSequence} ${key}` as ClusterId,
          portsSequence,
          items: key.split(' '),
          support: rows.length / total,
          rows: Uint32Array.from(rows),
        })),
        unclustered: Uint32Array.from(
          groups.filter((group) => !isFrequent(group)).flatMap(([, rows]) => rows),
        ).sort(),
      },
    ];
  });
}

export function inputOf(specs: readonly SourceSpec[], minSupport?: number): CausesInput {
  const sources = makeSources(specs);
  const sequenceClusters = clusterByCounts(sources, minSupport);
  return { sources, signatures: signaturesOf(specs), honeypotNames, sequenceClusters, options: {} };
}

function signaturesOf(specs: readonly SourceSpec[]): CausesInput['signatures'] {
  const texts = [...new Set(specs.flatMap(({ system }) => (system === undefined ? [] : [system])))].sort();
  return { signature: Int32Array.from(specs, ({ system = '' }) => texts.indexOf(system)), texts };
}

const context = { cancelFlag: new Int32Array(1), throwIfCancelled: () => undefined };

/** Runs the stage as a pool would: tasks and parts are cloned. */
export async function findCauses(input: CausesInput): Promise<FoundCauses> {
  const parts = [];
  for (const task of findRootCauses.plan(input)) {
    parts.push(structuredClone(await findRootCauses.run(structuredClone(task), context)));
  }
  return findRootCauses.merge(parts, input);
}

export function causeOf(causes: RootCauses, row: number): RootCause | undefined {
  return causes.rootCauses.find(({ rows }) => rows.includes(row));
}

export function familyOf(causes: RootCauses, row: number): ToolFamily | undefined {
  const cause = causeOf(causes, row);
  return causes.families.find(({ familyId }) => familyId === cause?.familyId);
}

export function repeat<T>(count: number, make: (index: number) => T): T[] {
  return Array.from({ length: count }, (_, index) => make(index));
}

/** Small deterministic chance, so that tests need no seed of the outside. */
export function chance(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

export function word(
  random: () => number,
  min: number,
  max = min,
  alphabet = 'abcdefghijklmnopqrstuvwxyz',
): string {
  const length = min + Math.floor(random() * (max - min + 1));
  return repeat(length, () => alphabet[Math.floor(random() * alphabet.length)]).join('');
}
