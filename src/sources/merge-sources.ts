import type { FinalizedSources } from '../native/source-aggregator.js';
import { mergePhrases, sharedPhrases } from '../native/source-aggregator.js';

/**
 * Concatenates attack sources of disjoint runs of days, whatever their order, and unites their dictionaries.
 * Cost: linear in the rows, n log n in the distinct phrases.
 */
export function mergeSources(given: readonly FinalizedSources[]): FinalizedSources {
  const parts = given.filter(({ count }) => count > 0).sort((a, b) => (a.day[0] ?? 0) - (b.day[0] ?? 0));
  const [only] = parts;
  if (only && parts.length === 1) return { ...only, phrases: sharedPhrases(only.phrases) };
  const { phrases, ids } = mergePhrases(parts.map((part) => part.phrases));
  const { sequences, columns } = mergeSequences(parts);
  const floodBefore = runningSum(parts.map(({ floodEvents }) => floodEvents.length));
  return {
    count: parts.reduce((sum, { count }) => sum + count, 0),
    address: joined(Uint8Array, parts, ({ address }) => address),
    day: joined(Int32Array, parts, ({ day }) => day),
    firstNs: joined(BigInt64Array, parts, ({ firstNs }) => firstNs),
    lastNs: joined(BigInt64Array, parts, ({ lastNs }) => lastNs),
    packets: joined(Float64Array, parts, ({ packets }) => packets),
    canonicalPackets: joined(Float64Array, parts, ({ canonicalPackets }) => canonicalPackets),
    targetOffsets: mergeOffsets(parts),
    targetHoneypot: joined(Uint16Array, parts, ({ targetHoneypot }) => targetHoneypot),
    targetPackets: joined(Float64Array, parts, ({ targetPackets }) => targetPackets),
    targetCanonical: joined(Float64Array, parts, ({ targetCanonical }) => targetCanonical),
    targetFirstNs: joined(BigInt64Array, parts, ({ targetFirstNs }) => targetFirstNs),
    targetLastNs: joined(BigInt64Array, parts, ({ targetLastNs }) => targetLastNs),
    sequence: joined(Uint32Array, parts, (_, i) => columns[i] ?? new Uint32Array(0)),
    sequences,
    phrase: joined(Uint32Array, parts, ({ phrase }, i) => phrase.map((id) => ids[i]?.[id] ?? 0)),
    phrases,
    phraseCut: joined(Uint8Array, parts, ({ phraseCut }) => phraseCut),
    backscatter: joined(Uint8Array, parts, ({ backscatter }) => backscatter),
    flood: joined(Int32Array, parts, ({ flood }, i) =>
      flood.map((event) => (event < 0 ? -1 : event + (floodBefore[i] ?? 0))),
    ),
    floodEvents: parts.flatMap(({ floodEvents }) => floodEvents),
    synPackets: joined(Uint32Array, parts, ({ synPackets }) => synPackets),
    dataSegments: joined(Uint32Array, parts, ({ dataSegments }) => dataSegments),
    retransmissions: joined(Uint32Array, parts, ({ retransmissions }) => retransmissions),
    sequenceGaps: joined(Uint32Array, parts, ({ sequenceGaps }) => sequenceGaps),
    backscatterFlows: joined(Uint32Array, parts, ({ backscatterFlows }) => backscatterFlows),
    portFlows: joined(Uint32Array, parts, ({ portFlows }) => portFlows),
    sourcePorts: joined(Uint32Array, parts, ({ sourcePorts }) => sourcePorts),
    risingSourcePorts: joined(Uint32Array, parts, ({ risingSourcePorts }) => risingSourcePorts),
    group: joined(Uint16Array, parts, ({ group }) => group),
  };
}

interface Column<Self> {
  readonly length: number;
  set(values: Self, offset: number): void;
}

function joined<Values extends Column<Values>>(
  make: new (length: number) => Values,
  parts: readonly FinalizedSources[],
  pick: (part: FinalizedSources, index: number) => Values,
): Values {
  const pieces = parts.map(pick);
  const whole = new make(pieces.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece, at);
    at += piece.length;
  }
  return whole;
}

function mergeOffsets(parts: readonly FinalizedSources[]): Uint32Array {
  const offsets = new Uint32Array(parts.reduce((sum, { count }) => sum + count, 1));
  let row = 0;
  let base = 0;
  for (const { targetOffsets, count } of parts) {
    for (let i = 0; i <= count; i += 1) offsets[row + i] = base + (targetOffsets[i] ?? 0);
    row += count;
    base += targetOffsets[count] ?? 0;
  }
  return offsets;
}

function mergeSequences(parts: readonly FinalizedSources[]): { sequences: string[]; columns: Uint32Array[] } {
  // Plain code unit order, which for ASCII is bytewise order.
  const sequences = [...new Set(parts.flatMap((part) => part.sequences))].sort();
  const positions = new Map(sequences.map((text, i) => [text, i]));
  const columns = parts.map((part) => {
    const ids = Uint32Array.from(part.sequences, (text) => positions.get(text) ?? 0);
    return part.sequence.map((id) => ids[id] ?? 0);
  });
  return { sequences, columns };
}

function runningSum(counts: readonly number[]): number[] {
  let sum = 0;
  return counts.map((count) => {
    sum += count;
    return sum - count;
  });
}
