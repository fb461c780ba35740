/** A list of addresses and networks, by name. */
export interface BlacklistFile {
  readonly name: string;
  readonly path: string;
}

/** Where enrichment takes its knowledge from; what is left out comes from data installed with honeysift. */
export interface EnrichmentOptions {
  /** MaxMind-format country databases: the registries' view, then a measured one. */
  readonly countryDatabases?: readonly [registry?: string, measured?: string] | undefined;
  /** MaxMind-format AS databases: first and second provider. Without, one provider from installed data. */
  readonly asDatabases?: readonly [first?: string, second?: string] | undefined;
  readonly blacklists?: readonly BlacklistFile[] | undefined;
}
