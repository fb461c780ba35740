import { sqlName } from './sql-text.js';
import type { ColumnSchema, TableSchema } from './schema/table-schema.js';

/** Rows whose texts are joined into one answer of the engine; bounds the size of one string. */
const rowsPerText = 512;

/**
 * SQL that gives the canonical text of `relation` (rows of `table`, in any order) in pieces to be joined: columns
 * `text` and `rows`. A row is its columns in schema order (without the undigested ones), tab between them, line feed after; NULL is `\N`; in
 * text, backslash, tab, line feed and carriage return are escaped by a backslash, as PostgreSQL's COPY does; lists are
 * JSON; the rest is as DuckDB casts it to VARCHAR. Rows are in the order of the table's key.
 */
export function canonicalTextSql(table: TableSchema, relation: string): string {
  const keys = table.key.map((name) => `k.${sqlName(name)}`).join(', ');
  return `
    SELECT string_agg(line, '' ORDER BY place) AS text, count(*) AS rows
    FROM (
      SELECT line, row_number() OVER (ORDER BY ${keys}, line) - 1 AS place
      FROM (SELECT k.*, ${lineSql(table.columns)} AS line FROM (${relation}) AS k) AS k
    )
    GROUP BY place // ${rowsPerText}
    ORDER BY place // ${rowsPerText}`;
}

/** Hardly any row holds one of the four characters, so all its text is looked through once before it is replaced. */
function lineSql(all: readonly ColumnSchema[]): string {
  const columns = all.filter(({ undigested }) => undigested !== true);
  const texts = columns.filter(({ type }) => isText(type)).map((column) => valueText(column));
  const line = (values: readonly string[]): string =>
    `concat_ws(chr(9), ${values.map((value) => `coalesce(${value}, '\\N')`).join(', ')}) || chr(10)`;
  const plain = line(columns.map(valueText));
  if (texts.length === 0) return plain;
  const escaped = line(
    columns.map((column) => (isText(column.type) ? escapedText(valueText(column)) : valueText(column))),
  );
  return `CASE WHEN regexp_matches(concat(${texts.join(', ')}), '[\\\\\\t\\n\\r]') THEN ${escaped} ELSE ${plain} END`;
}

function isText(type: ColumnSchema['type']): boolean {
  return type === 'VARCHAR' || type === 'VARCHAR[]';
}

function valueText({ name, type }: ColumnSchema): string {
  const value = `k.${sqlName(name)}`;
  if (type === 'VARCHAR') return value;
  return `CAST(${type === 'VARCHAR[]' ? `to_json(${value})` : value} AS VARCHAR)`;
}

function escapedText(text: string): string {
  return [
    ["'\\'", "'\\\\'"],
    ['chr(9)', "'\\t'"],
    ['chr(10)', "'\\n'"],
    ['chr(13)', "'\\r'"],
  ].reduce((sql, [from, to]) => `replace(${sql}, ${from}, ${to})`, text);
}
