import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { allTableSchemas } from '#honeysift/storage/schema.js';
import { engineType } from '#honeysift/storage/schema/table-schema.js';
import { askPlainEngine } from '../../support/open-stores.js';
import { writeWithPackets } from '../../support/packet-stores.js';
import { buildContent, sampleSpec } from '../../support/store-content.js';

const readme = readFileSync(new URL('../../../src/storage/README.md', import.meta.url), 'utf8');

interface DocumentedTable {
  readonly text: string;
  readonly columns: readonly string[][];
}

function documentedTables(): Map<string, DocumentedTable> {
  const sections = readme.slice(readme.indexOf('## Tables')).split(/^### /m).slice(1);
  return new Map(
    sections.map((section) => {
      const [name = '', text = ''] = section.split('\n\n');
      const columns = [...section.matchAll(/^\| (.+) \|$/gm)]
        .map(([, row = '']) => row.split(/(?<!\\) \| /).map((cell) => cell.trim().replaceAll('\\|', '|')))
        .slice(1);
      return [name, { text, columns }];
    }),
  );
}

describe('tables, their document and their files', () => {
  let folder = '';
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'honeysift-'));
    await writeWithPackets(folder, buildContent(sampleSpec()));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('documents exactly the tables there are, in order', () => {
    expect([...documentedTables().keys()]).toEqual(allTableSchemas.map(({ name }) => name));
  });

  it.each(allTableSchemas)('documents $name column by column', (table) => {
    const documented = documentedTables().get(table.name);
    expect(documented?.columns).toEqual(
      table.columns.map(({ name, type, nullable, sentence }) => [
        name,
        type,
        nullable ? 'yes' : '',
        sentence,
      ]),
    );
    expect(documented?.text).toContain(table.sentence);
    expect(documented?.text).toContain(`Key: ${table.key.map((name) => `\`${name}\``).join(', ')}.`);
    expect(documented?.text.includes('Files by month.')).toBe(table.monthly);
  });

  it.each(allTableSchemas)('writes $name with these columns and types', async (table) => {
    const files = join(folder, 'tables', table.name, table.monthly ? '*/*.parquet' : '*.parquet');
    const rows = await askPlainEngine(`DESCRIBE FROM read_parquet('${files}', hive_partitioning = false)`);
    expect(rows.map(([name, type]) => [name, type])).toEqual(
      table.columns.map(({ name, type }) => [name, engineType(type, 'us')]),
    );
  });

  it.each(allTableSchemas)(
    'keeps NULL out of the columns of $name that are not said to hold it',
    async (table) => {
      const files = join(folder, 'tables', table.name, table.monthly ? '*/*.parquet' : '*.parquet');
      const strict = table.columns
        .filter(({ nullable }) => !nullable)
        .map(({ name }) => `count(*) FILTER ("${name}" IS NULL)`);
      const [counts] = await askPlainEngine(`SELECT ${strict.join(', ')} FROM read_parquet('${files}')`);
      expect(counts?.every((count) => count === 0n)).toBe(true);
    },
  );

  it.each(allTableSchemas)('has a key that tells the rows of $name apart', async (table) => {
    const files = join(folder, 'tables', table.name, table.monthly ? '*/*.parquet' : '*.parquet');
    const key = table.key.map((name) => `"${name}"`).join(', ');
    expect(
      await askPlainEngine(`SELECT ${key} FROM read_parquet('${files}') GROUP BY ALL HAVING count(*) > 1`),
    ).toEqual([]);
  });
});
