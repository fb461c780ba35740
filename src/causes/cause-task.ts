import type { AttackSources } from '../model/attack-sources.js';
import type { SequenceClusters } from '../model/itemset-cluster.js';
import type { PhraseDictionary } from '../model/phrase-dictionary.js';
import type { FamilyId, RootCauseId } from '../model/ids.js';
import type { RootCauses, TemplateField } from '../model/root-cause.js';
import type { CountBackground } from './background.js';
import type { SentSignatures } from '../model/source-fingerprints.js';
import type { WordBackground } from './telling-words.js';
import type { TraitBackground } from './trait-background.js';
import type { SourceTraits } from './traits.js';

/** What the stage `causes.split` reads. */
export interface CausesInput {
  readonly sources: AttackSources;
  /** Absent, the headers of packets say nothing. */
  readonly signatures?: SentSignatures | undefined;
  /** Names in environment order; reasons name honeypots by them. */
  readonly honeypotNames: readonly string[];
  readonly sequenceClusters: readonly SequenceClusters[];
  /** Other clusters of the same sources, of whose root causes only the number is wanted. */
  readonly countedClusters?: readonly SequenceClusters[] | undefined;
  readonly options: CausesOptions;
}

export interface CausesOptions {
  /** The counts that clustered; default `raw`. */
  readonly counts?: 'raw' | 'canonical' | undefined;
}

/** A group of rows that were given together: an itemset cluster, or what no itemset of a sequence covers. */
export interface TaskGroup {
  readonly portsSequence: string;
  /** Null for the rows no frequent itemset covers. */
  readonly clusterId: string | null;
  readonly items: readonly string[];
  /** Local rows, ascending. */
  readonly rows: Uint32Array;
}

/** The attack sources of one set of ports, renumbered 0.. in the order of the groups. */
export interface CauseTask {
  /** Ports of the set, sorted, joined by commas. */
  readonly ports: string;
  readonly groups: readonly TaskGroup[];
  /** The same rows in other groups, of whose root causes only the number is wanted. */
  readonly countedGroups: readonly TaskGroup[];
  readonly rows: Uint32Array;
  readonly phrase: Uint32Array;
  readonly phraseCut: Uint8Array;
  readonly traits: SourceTraits;
  readonly targetOffsets: Uint32Array;
  readonly targetHoneypot: Uint16Array;
  readonly targetPackets: Float64Array;
  readonly targetCanonical: Float64Array;
  readonly phrases: PhraseDictionary;
  readonly lossRate: number;
  readonly traitBackground: TraitBackground;
  readonly background: CountBackground;
  readonly words: WordBackground;
  readonly honeypotNames: readonly string[];
}

/** Root causes and families of one task; rows are those of AttackSources. */
export interface CausePart {
  readonly rootCauses: readonly PartRootCause[];
  readonly families: readonly PartFamily[];
  readonly rare: Uint32Array;
  readonly outliers: Uint32Array;
  /** Root causes that the clusters among `countedGroups` split into. */
  readonly counted: number;
}

/** What the stage comes to. */
export interface FoundCauses extends RootCauses {
  /** Root causes that `countedClusters` split into. */
  readonly counted: number;
}

export interface PartRootCause {
  readonly rootCauseId: RootCauseId;
  readonly familyId: FamilyId;
  readonly portsSequence: string;
  readonly clusterId: string | null;
  readonly items: readonly string[];
  readonly rows: Uint32Array;
  readonly template: readonly TemplateField[];
  readonly reason: string;
}

export interface PartFamily {
  readonly familyId: FamilyId;
  readonly rootCauseIds: readonly RootCauseId[];
  readonly portsSequences: readonly string[];
  readonly reason: string;
}
