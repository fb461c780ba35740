import { contentSimilarity, outlineContent } from './alike-contents.js';
import type { Contents } from './contents.js';
import type { DraftCause } from './draft-causes.js';

/** A part of a cluster below this share ... */
const outlierShare = 0.01;
/** ... that has less than this in common with the cluster's largest part is an outlier. */
const farBelow = 0.5;

/** The drafts of one cluster that are anomalies: under 1% of its sources, and far from the rest. */
export function findOutliers(contents: Contents, drafts: readonly DraftCause[]): DraftCause[] {
  const sources = drafts.reduce((sum, { rows }) => sum + rows.length, 0);
  const main = drafts[0];
  if (main === undefined) return [];
  const outline = outlineContent(contents, main.content, main.phrase);
  return drafts.filter(
    (draft) =>
      draft !== main &&
      draft.rows.length < outlierShare * sources &&
      contentSimilarity(contents, outline, outlineContent(contents, draft.content, draft.phrase)) < farBelow,
  );
}
