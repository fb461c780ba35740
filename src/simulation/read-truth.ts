import { readFile } from 'node:fs/promises';

import { HoneysiftError } from '../errors.js';
import { truthColumns, type TruthRow } from './truth.js';

/**
 * Reads a truth.csv. Columns may stand in any order and others may stand beside them; `variant` and `sequence` may be
 * missing (then ''). Raises ERR_ARGUMENT naming file and line when it is no such table.
 */
export async function readTruth(path: string): Promise<TruthRow[]> {
  return parseTruth(await readFile(path, 'utf8'), path);
}

/** The same from text; `name` is for messages. */
export function parseTruth(text: string, name = 'truth'): TruthRow[] {
  const [header, ...lines] = csvLines(text);
  const position = new Map((header ?? []).map((column, index) => [column.trim(), index]));
  for (const column of ['ip', 'day', 'tool']) {
    if (!position.has(column))
      throw new HoneysiftError('ERR_ARGUMENT', `${name}: no column ${column} in line 1`);
  }
  return lines.map((fields, index) => {
    const row = Object.fromEntries(
      truthColumns.map((column) => [column, fields[position.get(column) ?? -1] ?? '']),
    );
    const { ip = '', day = '', tool = '', variant = '', sequence = '' } = row;
    if (ip === '' || tool === '' || !/^\d{4}-\d{2}-\d{2}$/.test(day)) {
      throw new HoneysiftError(
        'ERR_ARGUMENT',
        `${name}: line ${index + 2} lacks an ip, a day YYYY-MM-DD or a tool`,
      );
    }
    return { ip, day, tool, variant, sequence };
  });
}

/** RFC 4180 without line breaks inside fields. */
function csvLines(text: string): string[][] {
  return text
    .split(/\r?\n/)
    .filter((line) => line !== '')
    .map((line) =>
      [...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)].map(([, quoted, plain]) =>
        quoted === undefined ? (plain ?? '') : quoted.replaceAll('""', '"'),
      ),
    );
}
