import type { TemplateField } from '../model/root-cause.js';
import type { Contents } from './contents.js';
import type { DraftCause } from './draft-causes.js';
import type { FamilyBond } from './families.js';
import { isEmptyContent } from './contents.js';

/** One line for an analyst: why these sources stand together, and what sets them apart from their cluster. */
export function explainCause(
  contents: Contents,
  draft: DraftCause,
  template: readonly TemplateField[],
  siblings: readonly DraftCause[],
  isOutlier: boolean,
): string {
  const parts = [together(contents, draft, template), ...apart(contents, draft, siblings, isOutlier)];
  if (draft.lossy > 0)
    parts.push(`${draft.lossy} of ${draft.rows.length} sources lack entries, as the measured loss explains`);
  return parts.join('; ');
}

function together(contents: Contents, draft: DraftCause, template: readonly TemplateField[]): string {
  const only = draft.rows.length === 1;
  if (isEmptyContent(contents, draft.content))
    return only ? 'one source, no payload' : 'no payload, equal counts';
  const fields = template.filter(({ kind }) => kind === 'variable').length;
  if (only) return 'one source';
  if (fields === 0) return 'all phrases equal';
  return `phrases equal but for ${fields} variable ${fields === 1 ? 'field' : 'fields'}`;
}

function apart(
  contents: Contents,
  draft: DraftCause,
  siblings: readonly DraftCause[],
  isOutlier: boolean,
): string[] {
  if (draft.group.clusterId === null) return ['no frequent itemset covers these sources: grouped by phrase'];
  if (siblings.length < 2) return [];
  if (isOutlier) return ['an anomaly of its cluster: under 1% of it, and far from the rest'];
  const total = siblings.reduce((sum, { rows }) => sum + rows.length, 0);
  const share = `${draft.rows.length} of the cluster's ${total} sources`;
  const content = contents.contents[draft.content];
  const others = siblings.filter((other) => other !== draft);
  const isConfigured = others.some(
    ({ content: other }) => contents.contents[other]?.structure === content?.structure,
  );
  if (others.every((other) => other.content === draft.content))
    return [`${share}; the others differ in their counts`];
  return [`${share}; the others ${isConfigured ? 'are configured otherwise' : 'send other messages'}`];
}

const bondTexts: Readonly<Record<FamilyBond, string>> = {
  loss: 'packets lost or sent again at the measured rate',
  honeypots: 'the choice of honeypots',
  repetition: 'how often it is repeated',
  configuration: 'configured values',
  order: 'the order of what they send',
};

/** One line saying what the members of a family differ in. */
export function explainFamily(bonds: readonly FamilyBond[], members: number): string {
  if (members === 1) return 'one root cause';
  if (bonds.length === 0) return 'same messages and same counts in every member';
  return `templates agree; members differ only in ${bonds.map((bond) => bondTexts[bond]).join(', ')}`;
}
