/** How a source chose the ports it sent from: one, counting upwards, or neither. */
export type SourcePortBehaviour = 'fixed' | 'incremental' | 'random';

/** Whether the honeypots were attacked one after another, all at the same time, or partly. */
export type HoneypotOrder = 'one' | 'sequence' | 'parallel' | 'mixed';

/** What the calendar and the clock on a wall in some country said when an attack source was first seen. */
export interface CalendarMoment {
  /** ISO 3166-1 alpha-2. */
  readonly country: string;
  /** IANA name of the country's time zone; of several, the first. */
  readonly timeZone: string;
  /** 0..23. */
  readonly localHour: number;
  /** No weekend there, and no public holiday. */
  readonly workingDay: boolean;
  /** On a working day from 8 to 18 h. */
  readonly workingHour: boolean;
  /** Name of the public holiday, or null. */
  readonly holiday: string | null;
}

/** An autonomous system. */
export interface AutonomousSystem {
  readonly number: number;
  readonly name: string;
}

/** What is known of an address; null where a provider does not say. */
export interface AddressFacts {
  /** ISO 3166-1 alpha-2, by the registries' (whois) view and by a measured one. */
  readonly countryRegistry: string | null;
  readonly countryMeasured: string | null;
  /** By the first and by the second provider of AS data. */
  readonly as: AutonomousSystem | null;
  readonly asSecond: AutonomousSystem | null;
  /** Names of the lists that hold the address, in the order given. */
  readonly blacklists: readonly string[];
}

/** What is known of one attack source from elsewhere. Rows share the objects they refer to. */
export interface SourceEnrichment {
  readonly address: AddressFacts;
  /** Where the source is, by the registries' view, else by the measured one. */
  readonly there: CalendarMoment | null;
  /** At the honeypot that it contacted first. */
  readonly here: CalendarMoment | null;
  readonly sourcePorts: SourcePortBehaviour | null;
  readonly honeypotOrder: HoneypotOrder;
}

/** Who said what, of when the data are, and how much of it they could say. */
export interface EnrichmentProvider {
  /** The column of the table `enrichment` that it fills. */
  readonly column: string;
  readonly provider: string;
  /** `YYYY-MM-DD` of the data, or null where the data do not say. */
  readonly dataDate: string | null;
  /** Whom to credit, as the data's licence asks. */
  readonly credit: string | null;
  /** Attack sources asked about, and those with an answer. */
  readonly asked: number;
  readonly answered: number;
}

/** One row per attack source, in their order. */
export interface Enrichment {
  readonly rows: readonly SourceEnrichment[];
  readonly providers: readonly EnrichmentProvider[];
}
