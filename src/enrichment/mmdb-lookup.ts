import { readFileSync } from 'node:fs';
import { basename } from 'node:path';

import { Reader, type Response } from 'maxmind';

import { HoneysiftError } from '../errors.js';
import type { AutonomousSystem } from '../model/enrichment.js';
import type { AddressLookup } from './lookup.js';

type MmdbRecord = Readonly<Record<string, unknown>>;

/** Countries of a MaxMind-format database: `country.iso_code` (GeoLite2, DB-IP) or a flat `country_code`. */
export function countryDatabase(path: string, credit: string | null = null): AddressLookup<string> {
  return openDatabase(path, credit, countryOf);
}

/** Autonomous systems of a MaxMind-format database (`autonomous_system_number`, `autonomous_system_organization`). */
export function asDatabase(path: string, credit: string | null = null): AddressLookup<AutonomousSystem> {
  return openDatabase(path, credit, (record) => {
    const number = record['autonomous_system_number'];
    const name = record['autonomous_system_organization'];
    if (typeof number !== 'number') return null;
    return { number, name: typeof name === 'string' ? name : '' };
  });
}

function openDatabase<Answer>(
  path: string,
  credit: string | null,
  answerOf: (record: MmdbRecord) => Answer | null,
): AddressLookup<Answer> {
  const reader = readDatabase(path);
  const { databaseType, buildEpoch, ipVersion } = reader.metadata;
  return {
    provider: `${basename(path)} (${databaseType})`,
    dataDate: buildEpoch.toISOString().slice(0, 10),
    credit,
    find(address) {
      if (ipVersion === 4 && address.includes(':')) return null;
      const record = reader.get(address) as MmdbRecord | null;
      return record === null ? null : answerOf(record);
    },
  };
}

function readDatabase(path: string): Reader<Response> {
  try {
    return new Reader<Response>(readFileSync(path));
  } catch (error) {
    throw new HoneysiftError(
      'ERR_ENRICHMENT',
      `Cannot read the address database ${path}: ${(error as Error).message}; give a file in MaxMind's format (.mmdb)`,
      { cause: error },
    );
  }
}

function countryOf(record: MmdbRecord): string | null {
  const flat = record['country_code'];
  if (typeof flat === 'string') return codeOf(flat);
  for (const part of ['country', 'registered_country']) {
    const country = record[part];
    if (typeof country !== 'object' || country === null) continue;
    const code = (country as MmdbRecord)['iso_code'];
    if (typeof code === 'string') return codeOf(code);
  }
  return null;
}

function codeOf(text: string): string | null {
  return /^[A-Za-z]{2}$/.test(text) && text.toUpperCase() !== 'ZZ' ? text.toUpperCase() : null;
}
