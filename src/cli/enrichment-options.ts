import { type Command, InvalidArgumentError } from 'commander';

import type { BlacklistFile, EnrichmentOptions } from '../enrichment/enrichment-options.js';

export interface EnrichmentCommandOptions {
  geo?: readonly string[] | undefined;
  asn?: readonly string[] | undefined;
  blacklist?: readonly BlacklistFile[] | undefined;
  enrichment: boolean;
}

/** Adds the options that say where enrichment takes its knowledge from. */
export function withEnrichmentOptions(command: Command): Command {
  return command
    .option(
      '--geo <file>',
      'country database in MaxMind format: the registry view; given twice, the second is the measured view',
      atMostTwo,
    )
    .option(
      '--asn <file>',
      'AS database in MaxMind format; given twice, the second is a second provider',
      atMostTwo,
    )
    .option('--blacklist <name=file>', 'list of addresses and networks; may be given again', blacklist)
    .option('--no-enrichment', 'leave out countries, systems, lists and calendars');
}

export function enrichmentOptions(options: EnrichmentCommandOptions): EnrichmentOptions | null {
  if (!options.enrichment) return null;
  const [registry, measured] = options.geo ?? [];
  const [first, second] = options.asn ?? [];
  return {
    countryDatabases: pair(registry, measured),
    asDatabases: pair(first, second),
    blacklists: options.blacklist,
  };
}

/** The same where nothing given means: as in the store. */
export function givenEnrichmentOptions(
  options: EnrichmentCommandOptions,
): EnrichmentOptions | null | undefined {
  const isGiven = options.geo ?? options.asn ?? options.blacklist;
  return options.enrichment && isGiven === undefined ? undefined : enrichmentOptions(options);
}

function pair(first: string | undefined, second: string | undefined): readonly [string?, string?] {
  if (first === undefined) return [];
  return second === undefined ? [first] : [first, second];
}

function atMostTwo(file: string, collected: readonly string[] = []): readonly string[] {
  if (collected.length === 2) throw new InvalidArgumentError('Expected at most two.');
  return [...collected, file];
}

function blacklist(text: string, collected: readonly BlacklistFile[] = []): readonly BlacklistFile[] {
  const at = text.indexOf('=');
  if (at < 1) throw new InvalidArgumentError('Expected name=file.');
  const name = text.slice(0, at);
  if (collected.some((list) => list.name === name))
    throw new InvalidArgumentError(`Two lists named ${name}.`);
  return [...collected, { name, path: text.slice(at + 1) }];
}
