import type { CollectedAttackSources } from './collect-attack-sources.js';
import { addressBytes } from '../model/address.js';
import type { CaptureFacts, DirectionCounts, ScannerMarks } from '../model/capture.js';
import { compareText } from '../model/compare-text.js';
import type { SignatureDatabaseFacts } from '../model/source-fingerprints.js';
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
  const addresses = new AddressSet();
  const words = new Uint32Array(sources.address.slice().buffer, 0, (sources.count * addressBytes) / 4);
  const sequences = new Set<number>();
  const { offsets } = sources.phrases;
  const phrases = new Set<number>();
  let backscatter = 0;
  let sourcesWithPhrase = 0;
  const retransmissions = total(sources.retransmissions);
  for (let row = 0; row < sources.count; row += 1) {
    addresses.add(words, row);
    if (sources.backscatter[row] === 0) sequences.add(sources.sequence[row] ?? 0);
    else backscatter += 1;
    const phrase = sources.phrase[row] ?? 0;
    if (offsets[phrase] === offsets[phrase + 1]) continue;
    phrases.add(phrase);
    sourcesWithPhrase += 1;
  }
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
    backscatter,
    floods: sources.flood.reduce((most, flood) => Math.max(most, flood + 1), 0),
    addresses: addresses.size,
    days: new Set(sources.day).size,
    portsSequences: sequences.size,
    phrases: phrases.size,
    sourcesWithPhrase,
    sourcesWithOs: fingerprints.signature.reduce((sum, signature) => {
      const label = fingerprints.rawSignatures[signature]?.label;
      return sum + Number(typeof label?.osClass === 'string');
    }, 0),
    signatureDatabase: fingerprints.database,
  };
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

function total(column: Iterable<number>): number {
  let sum = 0;
  for (const value of column) sum += value;
  return sum;
}
