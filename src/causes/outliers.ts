import type { Contents } from './contents.js';
import type { DraftCause } from './draft-causes.js';
import { binarySimilarity, textSimilarity } from './entry-similarity.js';

/** A part of a cluster below this share ... */
const outlierShare = 0.01;
/** ... that has less than this in common with the cluster's largest part is an outlier. */
const farBelow = 0.5;

/** The drafts of one cluster that are anomalies: under 1% of its sources, and far from the rest. */
export function findOutliers(contents: Contents, drafts: readonly DraftCause[]): DraftCause[] {
  const sources = drafts.reduce((sum, { rows }) => sum + rows.length, 0);
  const main = drafts[0];
  if (main === undefined) return [];
  return drafts.filter(
    (draft) =>
      draft !== main &&
      draft.rows.length < outlierShare * sources &&
      phraseSimilarity(contents, main.phrase, draft.phrase) < farBelow,
  );
}

/** Share of the longer phrase's bytes that both phrases hold, entry beside entry in the order of folding; 0..1. */
function phraseSimilarity({ folded, tables: { table, units } }: Contents, one: number, other: number): number {
  const [a, b] = [one, other].map((phrase) => {
    const from = table.sequenceOffsets[phrase] as number;
    return Array.from(folded[phrase]?.first ?? [], (at) => table.sequence[from + at] as number);
  }) as [number[], number[]];
  let alike = 0;
  let bytes = 0;
  for (let at = 0; at < Math.max(a.length, b.length) && at < comparedEntries; at++) {
    const [left, right] = [a[at], b[at]].map((entry) =>
      entry === undefined ? new Uint8Array() : table.bytes.subarray(table.offsets[entry], table.offsets[entry + 1]),
    ) as [Uint8Array, Uint8Array];
    const isBinary = [a[at], b[at]].some((entry) => entry !== undefined && units.isBinary[entry] === 1);
    const longer = Math.max(left.length, right.length);
    bytes += longer;
    alike += longer * (isBinary ? binarySimilarity(left, right) : textSimilarity(left, right));
  }
  return bytes === 0 ? 1 : alike / bytes;
}

const comparedEntries = 64;
