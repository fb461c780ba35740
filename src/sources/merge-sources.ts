import type { FinalizedSources, FloodEvent } from '../native/source-aggregator.js';
import { mergePhrases } from '../native/source-aggregator.js';
import { inDayOrder, rowsOf } from './day-runs.js';

/**
 * The attack sources of parts that share no day, in order of day whatever the order of the parts, with one dictionary.
 * Cost: linear in the rows, n log n in the distinct phrases.
 */
export function mergeSources(given: readonly FinalizedSources[]): FinalizedSources {
  const parts = given.filter(({ count }) => count > 0);
  const { phrases, ids: phraseIds } = mergePhrases(parts.map((part) => part.phrases));
  const { sequences, ids: sequenceIds } = mergeSequences(parts);
  const { floodEvents, ids: floodIds } = mergeFloods(parts);
  const runs = inDayOrder(parts.map(({ day }) => day)).map((run) => {
    const rows = rowsOf(parts[run.part] as FinalizedSources, run.begin, run.end);
    return { ...rows, part: run.part };
  });
  type Run = (typeof runs)[number];
  const column = <Values extends Column<Values>>(
    make: new (length: number) => Values,
    pick: (run: Run) => Values,
  ): Values => joined(make, runs.map(pick));
  const renumbered = <Ids extends Int32Array | Uint32Array>(
    make: new (length: number) => Ids,
    ids: readonly Ids[],
    pick: (run: Run) => Ids,
  ): Ids =>
    joined(
      make,
      runs.map((run) => renumber(make, pick(run), ids[run.part])),
    );
  return {
    count: parts.reduce((sum, { count }) => sum + count, 0),
    address: column(Uint8Array, ({ address }) => address),
    day: column(Int32Array, ({ day }) => day),
    firstNs: column(BigInt64Array, ({ firstNs }) => firstNs),
    lastNs: column(BigInt64Array, ({ lastNs }) => lastNs),
    packets: column(Float64Array, ({ packets }) => packets),
    canonicalPackets: column(Float64Array, ({ canonicalPackets }) => canonicalPackets),
    targetOffsets: joinedOffsets(runs.map(({ targetOffsets }) => targetOffsets)),
    targetHoneypot: column(Uint16Array, ({ targetHoneypot }) => targetHoneypot),
    targetPackets: column(Float64Array, ({ targetPackets }) => targetPackets),
    targetCanonical: column(Float64Array, ({ targetCanonical }) => targetCanonical),
    targetFirstNs: column(BigInt64Array, ({ targetFirstNs }) => targetFirstNs),
    targetLastNs: column(BigInt64Array, ({ targetLastNs }) => targetLastNs),
    sequence: renumbered(Uint32Array, sequenceIds, ({ sequence }) => sequence),
    sequences,
    phrase: renumbered(Uint32Array, phraseIds, ({ phrase }) => phrase),
    phrases,
    phraseCut: column(Uint8Array, ({ phraseCut }) => phraseCut),
    backscatter: column(Uint8Array, ({ backscatter }) => backscatter),
    flood: renumbered(Int32Array, floodIds, ({ flood }) => flood),
    floodEvents,
    synPackets: column(Uint32Array, ({ synPackets }) => synPackets),
    dataSegments: column(Uint32Array, ({ dataSegments }) => dataSegments),
    retransmissions: column(Uint32Array, ({ retransmissions }) => retransmissions),
    sequenceGaps: column(Uint32Array, ({ sequenceGaps }) => sequenceGaps),
    backscatterFlows: column(Uint32Array, ({ backscatterFlows }) => backscatterFlows),
    portFlows: column(Uint32Array, ({ portFlows }) => portFlows),
    sourcePorts: column(Uint32Array, ({ sourcePorts }) => sourcePorts),
    risingSourcePorts: column(Uint32Array, ({ risingSourcePorts }) => risingSourcePorts),
    group: column(Uint16Array, ({ group }) => group),
  };
}

interface Column<Self> {
  readonly length: number;
  set(values: Self, offset: number): void;
}

function joined<Values extends Column<Values>>(
  make: new (length: number) => Values,
  pieces: readonly Values[],
): Values {
  const whole = new make(pieces.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece, at);
    at += piece.length;
  }
  return whole;
}

/** Those of each piece are positions in what its part has; the last one is where its rows end. */
function joinedOffsets(pieces: readonly Uint32Array[]): Uint32Array {
  const offsets = new Uint32Array(pieces.reduce((sum, { length }) => sum + length - 1, 1));
  let row = 0;
  let base = 0;
  for (const piece of pieces) {
    const [first = 0] = piece;
    for (let i = 0; i < piece.length; i += 1) offsets[row + i] = base + (piece[i] ?? 0) - first;
    row += piece.length - 1;
    base += (piece.at(-1) ?? 0) - first;
  }
  return offsets;
}

/** A number below 0 means none and stays. */
function renumber<Ids extends Int32Array | Uint32Array>(
  make: new (length: number) => Ids,
  numbers: Ids,
  ids: Ids | undefined,
): Ids {
  const renumbered = new make(numbers.length);
  for (let row = 0; row < numbers.length; row += 1) {
    const number = numbers[row] ?? 0;
    renumbered[row] = number < 0 ? number : (ids?.[number] ?? 0);
  }
  return renumbered;
}

function mergeSequences(parts: readonly FinalizedSources[]): {
  readonly sequences: string[];
  readonly ids: readonly Uint32Array[];
} {
  const known = new Set<string>();
  for (const part of parts) for (const text of part.sequences) known.add(text);
  // Plain code unit order, which for ASCII is bytewise order.
  const sequences = [...known].sort();
  const positions = new Map(sequences.map((text, i) => [text, i]));
  return {
    sequences,
    ids: parts.map((part) => Uint32Array.from(part.sequences, (text) => positions.get(text) ?? 0)),
  };
}

/** Events are numbered by (first time, honeypot, port). */
function mergeFloods(parts: readonly FinalizedSources[]): {
  readonly floodEvents: FloodEvent[];
  readonly ids: readonly Int32Array[];
} {
  const floodEvents = parts.flatMap((part) => part.floodEvents).sort(compareFloods);
  const numbers = new Map(floodEvents.map((event, i) => [event, i]));
  return {
    floodEvents,
    ids: parts.map((part) => Int32Array.from(part.floodEvents, (event) => numbers.get(event) ?? 0)),
  };
}

function compareFloods(a: FloodEvent, b: FloodEvent): number {
  if (a.firstNs !== b.firstNs) return a.firstNs < b.firstNs ? -1 : 1;
  return a.honeypot - b.honeypot || a.port - b.port;
}
