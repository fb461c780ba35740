import { renderTemplate } from '../../causes/render-template.js';
import type { RootCause, ToolFamily } from '../../model/root-cause.js';
import { families } from '../schema/families.js';
import { rootCauses } from '../schema/root-causes.js';
import type { TimeUnit } from '../schema/table-schema.js';
import type { PhraseIds } from '../phrase-ids.js';
import type { SourceLinks } from '../source-links.js';
import type { StoreContent } from '../store-content.js';
import type { WriteUnit } from '../write-unit.js';
import { coherenceFacts, groupFacts, itemsetText } from './group-facts.js';
import { recordUnit, type TableRecord } from './record-unit.js';

/** The tables root_causes and families. */
export function rootCauseUnits(
  content: StoreContent,
  links: SourceLinks,
  ids: PhraseIds,
  unit: TimeUnit,
): WriteUnit[] {
  const members = new Map(links.rootCauses.map((cause) => [cause.rootCauseId as string, cause]));
  return [
    recordUnit(
      rootCauses,
      links.rootCauses.map((cause) => rootCauseRecord(content, cause, ids)),
      unit,
    ),
    recordUnit(
      families,
      content.rootCauses.families.map((family) => familyRecord(content, family, members)),
      unit,
    ),
  ];
}

function rootCauseRecord(content: StoreContent, cause: RootCause, ids: PhraseIds): TableRecord {
  const coherence = content.rootCauseCoherence.get(cause.rootCauseId);
  return {
    root_cause_id: cause.rootCauseId,
    family_id: cause.familyId,
    cluster_id: cause.clusterId,
    ports_sequence: cause.portsSequence,
    itemset: cause.items.length === 0 ? null : itemsetText(cause.items),
    template: renderTemplate(cause.template),
    template_fields: JSON.stringify(cause.template),
    ...groupFacts(content.sources, cause.rows),
    ...coherenceFacts(coherence, ids),
    tool: null,
    reason: cause.reason,
  };
}

function familyRecord(
  content: StoreContent,
  family: ToolFamily,
  causes: ReadonlyMap<string, RootCause>,
): TableRecord {
  const rows = family.rootCauseIds.flatMap((id) => Array.from(causes.get(id)?.rows ?? []));
  return {
    family_id: family.familyId,
    ports_sequences: family.portsSequences,
    root_causes: family.rootCauseIds.length,
    ...groupFacts(content.sources, rows),
    reason: family.reason,
  };
}
