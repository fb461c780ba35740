import type { EnrichmentProvider, SourceEnrichment } from '../model/enrichment.js';
import type { Lookups } from './lookups.js';

const calendarProvider = {
  provider: 'date-holidays, IANA time zones, CLDR weekends',
  dataDate: null,
  credit: null,
} as const;

/** How many of these rows each provider could say something of. */
export function countAnswers(rows: readonly SourceEnrichment[], lookups: Lookups): EnrichmentProvider[] {
  const count = (
    column: string,
    from: Pick<EnrichmentProvider, 'provider' | 'dataDate' | 'credit'>,
    answers: (row: SourceEnrichment) => boolean,
  ): EnrichmentProvider => {
    const { provider, dataDate, credit } = from;
    return { column, provider, dataDate, credit, asked: rows.length, answered: rows.filter(answers).length };
  };
  const { countryRegistry, countryMeasured, as, asSecond, blacklists } = lookups;
  return [
    count('country_registry', countryRegistry, (row) => row.address.countryRegistry !== null),
    count('country_measured', countryMeasured, (row) => row.address.countryMeasured !== null),
    count('as_number', as, (row) => row.address.as !== null),
    ...(asSecond ? [count('as_number_second', asSecond, (row) => row.address.asSecond !== null)] : []),
    ...blacklists.map(({ name }) =>
      count('blacklists', { provider: name, dataDate: null, credit: null }, (row) =>
        row.address.blacklists.includes(name),
      ),
    ),
    count('source_local_hour', calendarProvider, (row) => row.there !== null),
    count('honeypot_local_hour', calendarProvider, (row) => row.here !== null),
    count(
      'source_port_behaviour',
      { provider: 'the captures', dataDate: null, credit: null },
      (row) => row.sourcePorts !== null,
    ),
    count('honeypot_order', { provider: 'the captures', dataDate: null, credit: null }, () => true),
  ];
}

/** The counts of all tasks together; every task has the same providers in the same order. */
export function addUpProviders(parts: readonly (readonly EnrichmentProvider[])[]): EnrichmentProvider[] {
  const [first = [], ...rest] = parts;
  return first.map((provider, at) => ({
    ...provider,
    asked: rest.reduce((sum, part) => sum + (part[at]?.asked ?? 0), provider.asked),
    answered: rest.reduce((sum, part) => sum + (part[at]?.answered ?? 0), provider.answered),
  }));
}
