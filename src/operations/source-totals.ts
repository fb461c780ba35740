import type { CollectedAttackSources } from './collect-attack-sources.js';
import { addressBytes } from '../model/address.js';
import type { AttackSources } from '../model/attack-sources.js';
import type { CaptureFacts, DirectionCounts, ScannerMarks } from '../model/capture.js';
import { compareText } from '../model/compare-text.js';
import type { SignatureDatabaseFacts, SourceFingerprints } from '../model/source-fingerprints.js';
import { AddressSet } from '../packets/address-set.js';

/** How much there is of everything. */
export interface SourceTotals {
  readonly captures: number;
  /** Captures of which something could not be read. */
  readonly damagedCaptures: number;
  readonly packets: number;
  /** Sum of the packets' original lengths, bytes. */
  readonly bytes: number;
  /** Packets that the filter left out. */
  readonly filteredOut: number;
  readonly directions: DirectionCounts;
  readonly scannerMarks: ScannerMarks;
  /** Anomaly name -> how often in all captures. */
  readonly anomalies: Readonly<Record<string, number>>;
  /** Inbound TCP packets that were sent again: SYNs of a known number, data wholly known. */
  readonly retransmissions: number;
  /** Inbound packets that the capture itself copied; those of TCP SYNs and data count as retransmissions. */
  readonly copies: number;
  /** Flows that an inbound response opened. */
  readonly backscatterFlows: number;
  readonly sources: number;
  /** Sources all of whose packets are backscatter; they show no ports sequence. */
  readonly backscatter: number;
  readonly floods: number;
  readonly addresses: number;
  /** Days on which a source was first seen. */
  readonly days: number;
  /** Distinct ones; that of sources which target no port counts as well. */
  readonly portsSequences: number;
  /** Distinct ones; the empty phrase does not count. */
  readonly phrases: number;
  readonly sourcesWithPhrase: number;
  /** Sources whose SYNs show an operating system that the signature database knows. */
  readonly sourcesWithOs: number;
  readonly signatureDatabase: SignatureDatabaseFacts;
}

export function sourceTotals(collected: CollectedAttackSources): SourceTotals {
  const { captures, sources, fingerprints } = collected;
  const retransmissions = total(sources.retransmissions);
  return {
    captures: captures.length,
    damagedCaptures: captures.filter(({ losses }) => losses.length > 0).length,
    packets: captures.reduce((sum, { packets }) => sum + packets, 0),
    bytes: captures.reduce((sum, { bytes }) => sum + bytes, 0),
    filteredOut: captures.reduce((sum, { filteredOut }) => sum + filteredOut, 0),
    directions: sumDirections(captures),
    scannerMarks: sumMarks(captures),
    anomalies: sumAnomalies(captures),
    retransmissions,
    copies: total(sources.packets) - total(sources.canonicalPackets) - retransmissions,
    backscatterFlows: total(sources.backscatterFlows),
    sources: sources.count,
    backscatter: total(sources.backscatter),
    floods: greatest(sources.flood) + 1,
    addresses: countAddresses(sources),
    days: countRuns(sources.day),
    portsSequences: countSequences(sources),
    ...countPhrases(sources),
    sourcesWithOs: countSystems(fingerprints),
    signatureDatabase: fingerprints.database,
  };
}

// Typed arrays have loops here, no callbacks and no iterators: there is a row for every attack source, and nothing else is done meanwhile.

function countAddresses({ address, count }: AttackSources): number {
  const seen = new AddressSet(count);
  const words = new Uint32Array(address.slice().buffer, 0, (count * addressBytes) / 4);
  for (let row = 0; row < count; row += 1) seen.add(words, row);
  return seen.size;
}

/** Of a column in order, how many different values it has. */
function countRuns(column: Int32Array): number {
  let runs = 0;
  for (let row = 0; row < column.length; row += 1) runs += Number(column[row] !== column[row - 1]);
  return runs;
}

function countSequences({ count, sequence, sequences, backscatter }: AttackSources): number {
  const seen = new Uint8Array(sequences.length);
  for (let row = 0; row < count; row += 1) if (backscatter[row] === 0) seen[sequence[row] ?? 0] = 1;
  return total(seen);
}

function countPhrases(sources: AttackSources): Pick<SourceTotals, 'phrases' | 'sourcesWithPhrase'> {
  const { count, phrase, phrases } = sources;
  const { offsets } = phrases;
  const rows = new Uint32Array(offsets.length);
  for (let row = 0; row < count; row += 1) {
    const id = phrase[row] ?? 0;
    if (offsets[id] !== offsets[id + 1]) rows[id] = (rows[id] ?? 0) + 1;
  }
  return { phrases: rows.filter((some) => some > 0).length, sourcesWithPhrase: total(rows) };
}

function countSystems({ signature, rawSignatures }: SourceFingerprints): number {
  const isSystem = rawSignatures.map(({ label }) => typeof label?.osClass === 'string');
  let systems = 0;
  for (let row = 0; row < signature.length; row += 1)
    systems += Number(isSystem[signature[row] ?? -1] ?? false);
  return systems;
}

function sumDirections(captures: readonly CaptureFacts[]): DirectionCounts {
  return captures.reduce(
    (sum, { directions }) => ({
      inbound: sum.inbound + directions.inbound,
      outbound: sum.outbound + directions.outbound,
      internal: sum.internal + directions.internal,
      foreign: sum.foreign + directions.foreign,
      other: sum.other + directions.other,
    }),
    { inbound: 0, outbound: 0, internal: 0, foreign: 0, other: 0 },
  );
}

function sumMarks(captures: readonly CaptureFacts[]): ScannerMarks {
  return captures.reduce(
    (sum, { scannerMarks: marks }) => ({
      mirai: sum.mirai + marks.mirai,
      masscan: sum.masscan + marks.masscan,
      zmap: sum.zmap + marks.zmap,
    }),
    { mirai: 0, masscan: 0, zmap: 0 },
  );
}

function sumAnomalies(captures: readonly CaptureFacts[]): Record<string, number> {
  const sums = new Map<string, number>();
  for (const [name, count] of captures.flatMap(({ anomalies }) => Object.entries(anomalies))) {
    sums.set(name, (sums.get(name) ?? 0) + count);
  }
  return Object.fromEntries([...sums].sort(([a], [b]) => compareText(a, b)));
}

type Numbers = Uint8Array | Uint32Array | Int32Array | Float64Array;

function total(column: Numbers): number {
  let sum = 0;
  for (let row = 0; row < column.length; row += 1) sum += column[row] ?? 0;
  return sum;
}

/** At least -1. */
function greatest(column: Numbers): number {
  let most = -1;
  for (let row = 0; row < column.length; row += 1) most = Math.max(most, column[row] ?? -1);
  return most;
}
