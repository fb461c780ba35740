import type { ClusterId, FamilyId, RootCauseId } from './ids.js';
import type { Coherence } from './phrase-distance.js';

/** One piece of a template, left to right. */
export type TemplateField =
  | { readonly kind: 'fixed'; readonly text: string }
  | {
      readonly kind: 'variable';
      /** Observed characters as classes, e.g. `a-z0-9`. */
      readonly alphabet: string;
      readonly minLength: number;
      readonly maxLength: number;
      /** Distinct values seen (exact). */
      readonly values: number;
      readonly examples: readonly string[];
    };

/** One configuration of one attack tool: a coherent cluster after splitting. */
export interface RootCause {
  readonly rootCauseId: RootCauseId;
  readonly familyId: FamilyId;
  readonly portsSequence: string;
  /** Null when the sources were covered by no frequent itemset and were grouped by phrase. */
  readonly clusterId: ClusterId | null;
  readonly items: readonly string[];
  /** Rows of AttackSources, ascending. */
  readonly rows: Uint32Array;
  readonly template: readonly TemplateField[];
  /** One line saying why these sources stand together, or apart from the rest of their cluster. */
  readonly reason: string;
}

/** Root causes that are one tool in different configurations or under loss. */
export interface ToolFamily {
  readonly familyId: FamilyId;
  readonly rootCauseIds: readonly RootCauseId[];
  readonly portsSequences: readonly string[];
  /** Why the members were united. */
  readonly reason: string;
}

export interface RootCauses {
  readonly rootCauses: readonly RootCause[];
  readonly families: readonly ToolFamily[];
  /** Rows that stand alone, ascending: the analyst's first reading. */
  readonly rare: Uint32Array;
  /** Anomalous rows taken out of a cluster before its distance was re-computed; each is also in `rare` or in a root
   * cause of its own. */
  readonly outliers: Uint32Array;
}

/** Where none were looked for. */
export const noRootCauses: RootCauses = {
  rootCauses: [],
  families: [],
  rare: new Uint32Array(),
  outliers: new Uint32Array(),
};

/** Root cause id -> coherence of its sources. */
export type RootCauseCoherence = ReadonlyMap<string, Coherence>;
