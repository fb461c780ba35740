/** Operating systems and tools, as the SYNs of events show them. */
export interface SystemSection {
  /** The signature database that was asked, and how many SYN signatures it has. */
  readonly database: string;
  readonly signatures: number;
  /** Of events: all, with a SYN that could be read, with a system or tool, with one whose match is exact. */
  readonly events: number;
  readonly read: number;
  readonly known: number;
  readonly exact: number;
  /** By events, descending, then name; at most so many of `total`. */
  readonly rows: readonly SystemCount[];
  readonly total: number;
}

export interface SystemCount {
  /** Null for signatures that the database does not know. */
  readonly name: string | null;
  /** Class of the operating system, `tool`, or null. */
  readonly kind: string | null;
  readonly events: number;
  /** Of events with a SYN that could be read. */
  readonly share: number;
  readonly exact: number;
}

/** Where events came from, as providers see it side by side. */
export interface OriginSection {
  /** Events that providers were asked about. */
  readonly events: number;
  readonly providers: readonly OriginProvider[];
  /** Events whose country both views know, and those among them on which they disagree. */
  readonly bothKnow: number;
  readonly disagree: number;
  /** By events of the first provider, then of the second, descending, then by code; at most so many of `totalCountries`. */
  readonly countries: readonly CountryCount[];
  readonly totalCountries: number;
  /** The same for autonomous systems. */
  readonly autonomousSystems: readonly AutonomousSystemCount[];
  readonly totalAutonomousSystems: number;
}

/** The share of attack sources (floods not counted as one) of which a provider could say something. */
export interface OriginProvider {
  readonly column: string;
  readonly provider: string;
  /** Of when its data are, `YYYY-MM-DD`; null when they do not say. */
  readonly dataDate: string | null;
  readonly credit: string | null;
  readonly asked: number;
  readonly answered: number;
  readonly coverage: number | null;
}

export interface CountryCount {
  /** ISO 3166-1; null for events of which the provider does not know the country. */
  readonly country: string | null;
  readonly registry: number;
  readonly registryShare: number;
  readonly measured: number;
  readonly measuredShare: number;
}

export interface AutonomousSystemCount {
  /** Null for events of which the provider does not know the system. */
  readonly number: number | null;
  readonly name: string;
  readonly first: number;
  readonly firstShare: number;
  /** Events by the second provider; null when there is none. */
  readonly second: number | null;
  readonly secondShare: number | null;
}
