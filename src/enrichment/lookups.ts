import type { AutonomousSystem } from '../model/enrichment.js';
import { type Blacklist, readBlacklist } from './blacklist.js';
import type { EnrichmentOptions } from './enrichment-options.js';
import { installedAs, installedMeasured, installedRegistry } from './installed-data.js';
import type { AddressLookup } from './lookup.js';
import { asDatabase, countryDatabase } from './mmdb-lookup.js';

/** Everything that knows about addresses. */
export interface Lookups {
  readonly countryRegistry: AddressLookup<string>;
  readonly countryMeasured: AddressLookup<string>;
  readonly as: AddressLookup<AutonomousSystem>;
  readonly asSecond: AddressLookup<AutonomousSystem> | null;
  readonly blacklists: readonly Blacklist[];
}

/** @throws HoneysiftError ERR_ENRICHMENT for a file that cannot be read or is none of its kind */
export function openLookups({
  countryDatabases = [],
  asDatabases = [],
  blacklists = [],
}: EnrichmentOptions): Lookups {
  const [registry, measured] = countryDatabases;
  const [first, second] = asDatabases;
  return {
    countryRegistry: registry === undefined ? installedRegistry() : countryDatabase(registry),
    countryMeasured: measured === undefined ? installedMeasured() : countryDatabase(measured),
    as: first === undefined ? installedAs() : asDatabase(first),
    asSecond: second === undefined ? null : asDatabase(second),
    blacklists: blacklists.map(readBlacklist),
  };
}
