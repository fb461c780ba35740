import type { TemplateField } from '../model/root-cause.js';
import type { OriginSection, SystemSection } from './origin-model.js';

/**
 * The report as plain JSON. Shares are fractions 0..1 of what the field says; null means unknown or not applicable.
 * Days are `YYYY-MM-DD`, months `YYYY-MM`, times ISO 8601 in UTC. Texts that came from attackers (templates, phrases,
 * examples) are as stored: whoever prints them escapes them (hostile-text.ts, render-html/markup.ts).
 *
 * An *event* is one attack source, or one whole flood event however many spoofed sources it has: shares, rankings and
 * monthly counts are of events, so that a flood does not pass for thousands of tools. Without floods, events and
 * attack sources are the same.
 */
export interface Report {
  readonly version: 1;
  /** One sentence with the largest facts. */
  readonly headline: string;
  readonly reading: readonly ReadingHint[];
  readonly header: ReportHeader;
  /** Section 2.3 of RR-04-104. */
  readonly bigPicture: BigPicture;
  /** Table 1. */
  readonly sequencesByMonth: SequencesByMonth;
  /** Table 2. */
  readonly itemsets: ItemsetTable;
  /** Table 3. */
  readonly coherence: CoherenceTable;
  /** Table 4; empty when the store has no support levels. */
  readonly clusterCounts: readonly ClusterCount[];
  readonly activity: Activity;
  readonly rootCauses: RootCauseSection;
  readonly families: FamilySection;
  readonly rare: RareSection;
  /** Null when no event sent a SYN that could be read. */
  readonly systems: SystemSection | null;
  /** Null when the store was made without enrichment. */
  readonly origins: OriginSection | null;
}

/** What deserves a look first. `anchor` names a section of the page, without `#`. */
export interface ReadingHint {
  readonly text: string;
  readonly anchor: string;
  readonly tone: 'look' | 'warn';
}

export interface ReportHeader {
  readonly name: string | null;
  readonly storeVersion: string | null;
  readonly options: Readonly<Record<string, string | number | boolean | null>>;
  readonly period: Period;
  readonly captures: CaptureTotals;
  readonly honeypots: readonly HoneypotFacts[];
  /** True when no honeypots file was given. */
  readonly honeypotsInferred: boolean;
  readonly anomalies: readonly AnomalyCount[];
  /** The first damaged captures (at most 50); `captures.damaged` counts all. */
  readonly damage: readonly DamagedCapture[];
}

export interface Period {
  /** First and last packet; null without captures. */
  readonly firstSeen: string | null;
  readonly lastSeen: string | null;
  /** First and last day with an attack source. */
  readonly firstDay: string | null;
  readonly lastDay: string | null;
  /** Days from the first to the last, both included. */
  readonly days: number;
  /** Days with at least one attack source. */
  readonly activeDays: number;
}

export interface CaptureTotals {
  readonly captures: number;
  readonly fileBytes: number;
  readonly packets: number;
  readonly bytes: number;
  readonly inbound: number;
  readonly outbound: number;
  readonly internal: number;
  readonly foreign: number;
  readonly other: number;
  readonly damaged: number;
}

export interface HoneypotFacts {
  readonly name: string;
  readonly ips: readonly string[];
  readonly os: string | null;
  readonly platform: string | null;
  readonly country: string | null;
  /** Events that targeted it, and their packets to it. */
  readonly sources: number;
  readonly packets: number;
}

export interface AnomalyCount {
  readonly anomaly: string;
  readonly count: number;
  readonly captures: number;
}

export interface DamagedCapture {
  readonly path: string;
  readonly losses: readonly {
    readonly anomaly: string;
    readonly offset: number;
    readonly bytes: number | null;
  }[];
}

export interface BigPicture {
  readonly attackSources: number;
  /** Attack sources with each flood counted once. */
  readonly events: number;
  readonly floods: number;
  readonly floodSources: number;
  readonly backscatter: number;
  /** Of events. */
  readonly backscatterShare: number | null;
  /** Packets from or to the honeypots, and those to them. */
  readonly honeypotPackets: number;
  readonly inboundPackets: number;
  readonly distinctPorts: number;
  readonly distinctSequences: number;
  readonly singlePortSequences: number;
  /** Events, backscatter aside, whose sequence is one port. */
  readonly singlePortShare: number | null;
  readonly portSets: number;
  /** Sets of ports that only one sequence uses. */
  readonly portSetsOfOneSequence: number;
  readonly durations: DurationFacts;
  readonly targets: readonly TargetCount[];
  readonly allHoneypots: number;
  /** Of events: those that targeted every honeypot. */
  readonly allHoneypotsShare: number | null;
  /** Null when the store does not say when each honeypot was reached first, or there are fewer than two honeypots. */
  readonly order: HoneypotOrder | null;
  readonly ips: number;
  readonly ipsOfOneDay: number;
  readonly ipsOfOneDayShare: number | null;
  /** Sources whose phrase was cut at the byte bound. */
  readonly cutPhrases: number;
}

export interface DurationFacts {
  readonly limitSeconds: number;
  /** Of events: duration under the limit. */
  readonly underLimitShare: number | null;
  readonly medianSeconds: number | null;
  readonly p99Seconds: number | null;
  readonly maxSeconds: number | null;
}

export interface TargetCount {
  /** T. */
  readonly targets: number;
  readonly sources: number;
  readonly share: number;
  /** Without backscatter. */
  readonly requesters: number;
}

/** In which order events that targeted every honeypot reached them first. */
export interface HoneypotOrder {
  readonly sources: number;
  readonly distinctOrders: number;
  readonly commonest: readonly string[];
  /** Of `sources`. */
  readonly commonestShare: number;
}

export interface SequencesByMonth {
  readonly top: number;
  readonly months: readonly MonthOfSequences[];
}

export interface MonthOfSequences {
  readonly month: string;
  /** Events of the month, backscatter aside. */
  readonly sources: number;
  readonly rows: readonly {
    readonly portsSequence: string;
    readonly sources: number;
    readonly share: number;
  }[];
  readonly others: { readonly sequences: number; readonly sources: number; readonly share: number };
}

export interface ItemsetTable {
  /** Clusters and sequences in the whole store. */
  readonly clusters: number;
  readonly sequences: number;
  /** Of all non-backscatter sources: in a cluster of a sequence listed here; in any cluster. */
  readonly listedCoverage: number | null;
  readonly coverage: number | null;
  readonly rows: readonly SequenceItemsets[];
}

export interface SequenceItemsets {
  readonly portsSequence: string;
  readonly sources: number;
  readonly frequentItemsets: number;
  /** False when `frequentItemsets` is a lower bound. */
  readonly frequentExact: boolean;
  readonly closedItemsets: number;
  readonly exclusiveClusters: number;
  /** Of the sequence's sources. */
  readonly coverage: number | null;
  readonly unclustered: number;
  /** Closed frequent itemsets by support, at most a few. They overlap. */
  readonly itemsets: readonly {
    readonly itemset: string;
    readonly support: number;
    readonly count: number;
  }[];
  /** Exclusive clusters by size, at most a few. They do not overlap. */
  readonly topClusters: readonly {
    readonly clusterId: string;
    readonly itemset: string;
    readonly support: number;
    readonly sources: number;
    readonly share: number;
  }[];
}

export interface CoherenceTable {
  readonly clusters: number;
  /** Clusters with D_C = 0. */
  readonly coherent: number;
  /** Clusters that held more than one root cause. */
  readonly split: number;
  /** By sources, descending; at most CoherenceTable.rows.length of all. */
  readonly rows: readonly ClusterCoherence[];
}

export interface ClusterCoherence {
  readonly clusterId: string;
  readonly portsSequence: string;
  readonly itemset: string;
  readonly sources: number;
  readonly support: number;
  readonly meanDistance: number | null;
  readonly sdPairs: number | null;
  readonly sdSources: number | null;
  readonly distinctPhrases: number | null;
  readonly rootCauses: number | null;
}

export interface ClusterCount {
  /** Minimum support, 0..1; 0 is grouping by exact vector. */
  readonly minSupport: number;
  readonly itemsetClusters: number;
  readonly rootCauses: number;
  /** What RR-04-104 printed for this level on its own data: a yardstick, not a target. */
  readonly reference: { readonly itemsetClusters: number; readonly rootCauses: number } | null;
}

/** `counts[s][p]`: events of series s in period p. The last series is all other sequences and has no name. */
export interface ActivitySeries {
  readonly periods: readonly string[];
  readonly sequences: readonly string[];
  readonly counts: readonly (readonly number[])[];
}

export interface Activity {
  readonly daily: ActivitySeries;
  readonly monthly: ActivitySeries;
  readonly newRootCauses: readonly {
    readonly month: string;
    readonly count: number;
    readonly total: number;
  }[];
}

export interface RootCauseSection {
  /** In the whole store. */
  readonly total: number;
  /** Events in a root cause, and events, backscatter aside. */
  readonly explained: number;
  readonly events: number;
  /** `coverage[k]`: share of those events in the k+1 largest root causes. */
  readonly coverage: readonly number[];
  /** What `activity` of each root cause counts: days in short captures, months otherwise. */
  readonly bucket: 'day' | 'month';
  readonly periods: readonly string[];
  /** By events, descending, then id. */
  readonly rows: readonly RootCauseFacts[];
}

export interface RootCauseFacts {
  readonly rank: number;
  readonly rootCauseId: string;
  readonly familyId: string | null;
  readonly clusterId: string | null;
  readonly portsSequence: string;
  readonly itemset: string;
  readonly tool: string | null;
  readonly reason: string;
  readonly sources: number;
  readonly events: number;
  /** Of all events, backscatter aside. */
  readonly share: number | null;
  readonly firstDay: string | null;
  readonly lastDay: string | null;
  readonly meanDistance: number | null;
  readonly sdPairs: number | null;
  readonly sdSources: number | null;
  readonly distinctPhrases: number | null;
  readonly template: readonly TemplateField[];
  /** Characters of the template that were left out of `template`. */
  readonly templateCut: number;
  /** The start of the medoid phrase; null when it is not stored. */
  readonly medoid: string | null;
  /** One count per period of the section. */
  readonly activity: readonly number[];
}

export interface FamilySection {
  readonly total: number;
  readonly rows: readonly FamilyFacts[];
}

export interface FamilyFacts {
  readonly rank: number;
  readonly familyId: string;
  readonly portsSequences: readonly string[];
  readonly tools: readonly string[];
  readonly rootCauses: number;
  /** The largest members, at most 20. */
  readonly members: readonly string[];
  readonly sources: number;
  readonly events: number;
  readonly share: number | null;
  readonly firstDay: string | null;
  readonly lastDay: string | null;
  readonly reason: string;
  readonly activity: readonly number[];
}

export interface RareSection {
  readonly total: number;
  /** Sources taken out of a cluster as unlike the rest; some ended in root causes of their own. */
  readonly outliers: number;
  /** Newest first. */
  readonly rows: readonly RareSource[];
}

export interface RareSource {
  readonly sourceId: string;
  readonly ip: string;
  readonly day: string;
  readonly portsSequence: string;
  readonly targets: number;
  readonly packets: number;
  readonly durationSeconds: number | null;
  readonly outlier: boolean;
  /** The start of the phrase, and its full length in bytes. */
  readonly excerpt: string;
  readonly phraseBytes: number;
}
