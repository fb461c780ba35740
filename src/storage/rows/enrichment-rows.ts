import type { Enrichment, EnrichmentProvider, SourceEnrichment } from '../../model/enrichment.js';
import { enrichment as enrichmentTable } from '../schema/enrichment.js';
import { enrichmentProviders } from '../schema/enrichment-providers.js';
import type { TimeUnit } from '../schema/table-schema.js';
import type { StagedColumn, TextValue } from '../staged-column.js';
import { stagedTable, type WriteUnit } from '../write-unit.js';
import { emptySelect } from './empty-select.js';
import { recordUnit } from './record-unit.js';
import { sourceIdSql } from './source-selects.js';

/** Columns that the rows of attack sources carry besides their own. None without enrichment. */
export function enrichmentColumns(enrichment: Enrichment | undefined): StagedColumn[] {
  if (!enrichment) return [];
  const { rows } = enrichment;
  const text = (name: string, pick: (row: SourceEnrichment) => TextValue | undefined): StagedColumn => ({
    name,
    kind: 'text',
    at: (row) => (rows[row] ? (pick(rows[row]) ?? null) : null),
  });
  const number = (name: string, pick: (row: SourceEnrichment) => number | undefined): StagedColumn => ({
    name,
    kind: 'double',
    values: Float64Array.from(rows, (row) => pick(row) ?? Number.NaN),
  });
  const flag = (name: string, pick: (row: SourceEnrichment) => boolean | undefined): StagedColumn =>
    number(name, (row) => {
      const value = pick(row);
      return value === undefined ? undefined : Number(value);
    });
  return [
    text('country_registry', (row) => row.address.countryRegistry),
    text('country_measured', (row) => row.address.countryMeasured),
    number('as_number', (row) => row.address.as?.number),
    text('as_name', (row) => row.address.as?.name),
    number('as_number_second', (row) => row.address.asSecond?.number),
    text('as_name_second', (row) => row.address.asSecond?.name),
    text('blacklists', (row) => JSON.stringify(row.address.blacklists)),
    ...(['there', 'here'] as const).flatMap((place) => {
      const prefix = place === 'there' ? 'source' : 'honeypot';
      return [
        text(`${prefix}_time_zone`, (row) => row[place]?.timeZone),
        number(`${prefix}_local_hour`, (row) => row[place]?.localHour),
        flag(`${prefix}_working_day`, (row) => row[place]?.workingDay),
        flag(`${prefix}_working_hour`, (row) => row[place]?.workingHour),
        text(`${prefix}_holiday`, (row) => row[place]?.holiday),
      ];
    }),
    text('source_port_behaviour', (row) => row.sourcePorts),
    text('honeypot_order', (row) => row.honeypotOrder),
  ];
}

const calendarSql = (['source', 'honeypot'] as const).map(
  (prefix) => `
    ${prefix}_time_zone,
    CAST(${prefix}_local_hour AS INTEGER) AS ${prefix}_local_hour,
    CAST(${prefix}_working_day AS BOOLEAN) AS ${prefix}_working_day,
    CAST(${prefix}_working_hour AS BOOLEAN) AS ${prefix}_working_hour,
    ${prefix}_holiday`,
);

const filledSelect = `
  SELECT ${sourceIdSql}, day, country_registry, country_measured,
    CAST(as_number AS BIGINT) AS as_number, as_name,
    CAST(as_number_second AS BIGINT) AS as_number_second, as_name_second,
    CAST(CAST(blacklists AS JSON) AS VARCHAR[]) AS blacklists,${calendarSql.join(',')},
    source_port_behaviour, honeypot_order
  FROM ${stagedTable}`;

/** The table `enrichment` over the rows of attack sources. */
export function enrichmentSelect(enrichment: Enrichment | undefined): string {
  return enrichment ? filledSelect : emptySelect(enrichmentTable);
}

/** The table `enrichment_providers`. */
export function providerUnit(providers: readonly EnrichmentProvider[], unit: TimeUnit): WriteUnit {
  const records = providers.map(({ column, provider, dataDate, credit, asked, answered }) => ({
    column_name: column,
    provider,
    data_date: dataDate,
    credit,
    asked,
    answered,
  }));
  return recordUnit(enrichmentProviders, records, unit);
}
