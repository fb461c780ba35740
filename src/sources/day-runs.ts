import { addressBytes } from '../model/address.js';
import type { FinalizedSources } from '../native/source-aggregator.js';

/** Neighbouring rows of one part. */
export interface RowRun {
  readonly part: number;
  readonly begin: number;
  readonly end: number;
}

/**
 * The rows of all parts in order of day, as few runs as there can be.
 * @param days of each part's rows, ascending; parts share no day
 */
export function inDayOrder(days: readonly Int32Array[]): RowRun[] {
  const daily = days.flatMap((column, part) => daysOf(column, part)).sort((a, b) => a.day - b.day);
  const runs: RowRun[] = [];
  for (const { part, begin, end } of daily) {
    const last = runs.at(-1);
    if (last?.part === part && last.end === begin) runs[runs.length - 1] = { ...last, end };
    else runs.push({ part, begin, end });
  }
  return runs;
}

function daysOf(column: Int32Array, part: number): (RowRun & { readonly day: number })[] {
  const found = [];
  let begin = 0;
  for (let row = 1; row <= column.length; row += 1) {
    if (column[row] === column[begin]) continue;
    found.push({ part, begin, end: row, day: column[begin] ?? 0 });
    begin = row;
  }
  return found;
}

/** Rows `begin .. end` as views, not copies; target offsets, of which there is one more, are still positions in the part's targets. */
export function rowsOf(part: FinalizedSources, begin: number, end: number): FinalizedSources {
  const [first, last] = [part.targetOffsets[begin], part.targetOffsets[end]];
  return {
    ...part,
    count: end - begin,
    address: part.address.subarray(addressBytes * begin, addressBytes * end),
    day: part.day.subarray(begin, end),
    firstNs: part.firstNs.subarray(begin, end),
    lastNs: part.lastNs.subarray(begin, end),
    packets: part.packets.subarray(begin, end),
    canonicalPackets: part.canonicalPackets.subarray(begin, end),
    targetOffsets: part.targetOffsets.subarray(begin, end + 1),
    targetHoneypot: part.targetHoneypot.subarray(first, last),
    targetPackets: part.targetPackets.subarray(first, last),
    targetCanonical: part.targetCanonical.subarray(first, last),
    targetFirstNs: part.targetFirstNs.subarray(first, last),
    targetLastNs: part.targetLastNs.subarray(first, last),
    sequence: part.sequence.subarray(begin, end),
    phrase: part.phrase.subarray(begin, end),
    phraseCut: part.phraseCut.subarray(begin, end),
    backscatter: part.backscatter.subarray(begin, end),
    flood: part.flood.subarray(begin, end),
    synPackets: part.synPackets.subarray(begin, end),
    dataSegments: part.dataSegments.subarray(begin, end),
    retransmissions: part.retransmissions.subarray(begin, end),
    sequenceGaps: part.sequenceGaps.subarray(begin, end),
    backscatterFlows: part.backscatterFlows.subarray(begin, end),
    portFlows: part.portFlows.subarray(begin, end),
    sourcePorts: part.sourcePorts.subarray(begin, end),
    risingSourcePorts: part.risingSourcePorts.subarray(begin, end),
    group: part.group.subarray(begin, end),
  };
}
