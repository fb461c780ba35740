import { compareText } from '../model/compare-text.js';
import { maybeNumber, maybeText, numberOf, onlyRow, rowsOf, shareOf, textOf } from './figures.js';
import type { FigureQueries, FigureRow, FigureRows } from './figures.js';
import type { AutonomousSystemCount, CountryCount, OriginProvider, OriginSection } from './origin-model.js';
import type { SourceTables } from './report-source.js';

const shownCountries = 25;
const shownSystems = 25;
const located = 'SELECT e.* FROM enrichment e JOIN events USING (source_id)';
const placeColumns = ['country_registry', 'country_measured', 'as_number', 'as_number_second'];

/** Countries and autonomous systems of events, by every provider; nothing of a store without enrichment. */
export function originQueries(tables: SourceTables): FigureQueries {
  if (!tables.has('enrichment') || !tables.has('enrichment_providers')) return {};
  return {
    origins: `SELECT count(*) AS events, count(*) FILTER (country_registry <> country_measured) AS disagree,
        count(*) FILTER (country_registry IS NOT NULL AND country_measured IS NOT NULL) AS both_know
      FROM (${located})`,
    origin_providers: `SELECT column_name, provider, strftime(data_date, '%Y-%m-%d') AS data_date, credit, asked, answered
      FROM enrichment_providers WHERE column_name IN (${placeColumns.map((name) => `'${name}'`).join(', ')})`,
    countries: `SELECT country, sum(registry)::BIGINT AS registry, sum(measured)::BIGINT AS measured FROM (
        SELECT country_registry AS country, count(*) AS registry, 0 AS measured FROM (${located}) GROUP BY ALL
        UNION ALL SELECT country_measured, 0, count(*) FROM (${located}) GROUP BY ALL)
      GROUP BY country`,
    autonomous_systems: `SELECT number, coalesce(min(first_name), min(second_name)) AS name, sum(first)::BIGINT AS first,
        sum(second)::BIGINT AS second
      FROM (
        SELECT as_number AS number, min(as_name) AS first_name, NULL AS second_name, count(*) AS first, 0 AS second
        FROM (${located}) GROUP BY as_number
        UNION ALL SELECT as_number_second, NULL, min(as_name_second), 0, count(*) FROM (${located}) GROUP BY as_number_second)
      GROUP BY number`,
  };
}

export function buildOrigins(figures: FigureRows): OriginSection | null {
  if (!figures.has('origins')) return null;
  const totals = onlyRow(figures, 'origins');
  const events = numberOf(totals, 'events');
  if (events === 0) return null;
  const providers = rowsOf(figures, 'origin_providers').map(providerOf);
  const hasSecond = providers.some(({ column }) => column === 'as_number_second');
  const countries = rowsOf(figures, 'countries').map((row) => countryOf(row, events));
  const systems = rowsOf(figures, 'autonomous_systems')
    .map((row) => systemOf(row, events, hasSecond))
    .filter(({ first, second }) => first > 0 || (second ?? 0) > 0);
  return {
    events,
    providers: providers.sort(
      (a, b) => compareText(a.column, b.column) || compareText(a.provider, b.provider),
    ),
    bothKnow: numberOf(totals, 'both_know'),
    disagree: numberOf(totals, 'disagree'),
    countries: countries
      .sort(
        (a, b) =>
          b.registry - a.registry || b.measured - a.measured || compareText(a.country ?? '', b.country ?? ''),
      )
      .slice(0, shownCountries),
    totalCountries: countries.filter(({ country }) => country !== null).length,
    autonomousSystems: systems
      .sort(
        (a, b) =>
          b.first - a.first || (b.second ?? 0) - (a.second ?? 0) || (a.number ?? -1) - (b.number ?? -1),
      )
      .slice(0, shownSystems),
    totalAutonomousSystems: systems.filter(({ number }) => number !== null).length,
  };
}

function providerOf(row: FigureRow): OriginProvider {
  const asked = numberOf(row, 'asked');
  const answered = numberOf(row, 'answered');
  return {
    column: textOf(row, 'column_name'),
    provider: textOf(row, 'provider'),
    dataDate: maybeText(row, 'data_date'),
    credit: maybeText(row, 'credit'),
    asked,
    answered,
    coverage: shareOf(answered, asked),
  };
}

function countryOf(row: FigureRow, events: number): CountryCount {
  const registry = numberOf(row, 'registry');
  const measured = numberOf(row, 'measured');
  return {
    country: maybeText(row, 'country'),
    registry,
    registryShare: registry / events,
    measured,
    measuredShare: measured / events,
  };
}

function systemOf(row: FigureRow, events: number, hasSecond: boolean): AutonomousSystemCount {
  const first = numberOf(row, 'first');
  const second = hasSecond ? numberOf(row, 'second') : null;
  return {
    number: maybeNumber(row, 'number'),
    name: textOf(row, 'name'),
    first,
    firstShare: first / events,
    second,
    secondShare: second === null ? null : second / events,
  };
}
