import type {
  AddressFacts,
  CalendarMoment,
  Enrichment,
  EnrichmentProvider,
  HoneypotOrder,
  SourcePortBehaviour,
} from '../../model/enrichment.js';
import { type LookupTable, lookupTable, sharedObjects } from '../lookup-table.js';
import { enrichment as enrichmentTable } from '../schema/enrichment.js';
import { enrichmentProviders } from '../schema/enrichment-providers.js';
import type { TimeUnit } from '../schema/table-schema.js';
import { sqlString } from '../sql-text.js';
import type { StagedColumn, TextValue } from '../staged-column.js';
import { stagedTable, type WriteUnit } from '../write-unit.js';
import { emptySelect } from './empty-select.js';
import { recordUnit } from './record-unit.js';
import { sourceIdSql } from './source-selects.js';

const portBehaviours: readonly (SourcePortBehaviour | null)[] = ['fixed', 'incremental', 'random'];
const honeypotOrders: readonly HoneypotOrder[] = ['one', 'sequence', 'parallel', 'mixed'];

export interface StagedEnrichment {
  /** Columns that the rows of attack sources carry besides their own. */
  readonly columns: readonly StagedColumn[];
  readonly lookups: readonly LookupTable[];
}

export function stageEnrichment(enrichment: Enrichment | undefined): StagedEnrichment {
  if (!enrichment) return { columns: [], lookups: [] };
  const { rows } = enrichment;
  const addresses = sharedObjects(rows, ({ address }) => address);
  // Of both places, in one list.
  const moments = sharedObjects(
    [...rows.map(({ there }) => there), ...rows.map(({ here }) => here)],
    (at) => at,
  );
  const count = (name: string, values: Uint32Array): StagedColumn => ({ name, kind: 'count', values });
  return {
    columns: [
      count('address_facts', addresses.positions),
      count('source_moment', moments.positions.subarray(0, rows.length)),
      count('honeypot_moment', moments.positions.subarray(rows.length)),
      count(
        'port_behaviour',
        Uint32Array.from(rows.map((row) => portBehaviours.indexOf(row.sourcePorts) + 1)),
      ),
      count(
        'order_of_honeypots',
        Uint32Array.from(rows.map((row) => honeypotOrders.indexOf(row.honeypotOrder) + 1)),
      ),
    ],
    lookups: [addressLookup(addresses.objects), momentLookup(moments.objects)],
  };
}

function addressLookup(facts: readonly AddressFacts[]): LookupTable {
  const { text, number } = columnsOver(facts);
  return lookupTable('address_facts', facts.length, [
    text('country_registry', (one) => one.countryRegistry),
    text('country_measured', (one) => one.countryMeasured),
    number('as_number', (one) => one.as?.number),
    text('as_name', (one) => one.as?.name ?? null),
    number('as_number_second', (one) => one.asSecond?.number),
    text('as_name_second', (one) => one.asSecond?.name ?? null),
    text('blacklists', (one) => JSON.stringify(one.blacklists)),
  ]);
}

function momentLookup(moments: readonly CalendarMoment[]): LookupTable {
  const { text, number } = columnsOver(moments);
  return lookupTable('calendar_moments', moments.length, [
    text('time_zone', (one) => one.timeZone),
    number('local_hour', (one) => one.localHour),
    number('working_day', (one) => Number(one.workingDay)),
    number('working_hour', (one) => Number(one.workingHour)),
    text('holiday', (one) => one.holiday),
  ]);
}

interface ColumnMakers<Row> {
  readonly text: (name: string, pick: (row: Row) => TextValue) => StagedColumn;
  readonly number: (name: string, pick: (row: Row) => number | undefined) => StagedColumn;
}

function columnsOver<Row>(rows: readonly Row[]): ColumnMakers<Row> {
  return {
    text: (name, pick) => ({
      name,
      kind: 'text',
      at: (row) => (rows[row] === undefined ? null : pick(rows[row])),
    }),
    number: (name, pick) => ({
      name,
      kind: 'double',
      values: Float64Array.from(rows.map((row) => pick(row) ?? Number.NaN)),
    }),
  };
}

const calendarSql = (['source', 'honeypot'] as const).map(
  (place) => `
    ${place}.time_zone AS ${place}_time_zone,
    CAST(${place}.local_hour AS INTEGER) AS ${place}_local_hour,
    CAST(${place}.working_day AS BOOLEAN) AS ${place}_working_day,
    CAST(${place}.working_hour AS BOOLEAN) AS ${place}_working_hour,
    ${place}.holiday AS ${place}_holiday`,
);

const namedSql = (names: readonly (string | null)[], position: string): string =>
  `CASE ${names.map((name, at) => `WHEN ${position} = ${at + 1} THEN ${sqlString(name ?? '')}`).join(' ')} END`;

const filledSelect = `
  SELECT ${sourceIdSql}, day, address.country_registry, address.country_measured,
    CAST(address.as_number AS BIGINT) AS as_number, address.as_name,
    CAST(address.as_number_second AS BIGINT) AS as_number_second, address.as_name_second,
    CAST(CAST(address.blacklists AS JSON) AS VARCHAR[]) AS blacklists,${calendarSql.join(',')},
    ${namedSql(portBehaviours, 'port_behaviour')} AS source_port_behaviour,
    ${namedSql(honeypotOrders, 'order_of_honeypots')} AS honeypot_order
  FROM ${stagedTable}
    LEFT JOIN address_facts AS address ON ${stagedTable}.address_facts = address.position
    LEFT JOIN calendar_moments AS source ON ${stagedTable}.source_moment = source.position
    LEFT JOIN calendar_moments AS honeypot ON ${stagedTable}.honeypot_moment = honeypot.position`;

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
