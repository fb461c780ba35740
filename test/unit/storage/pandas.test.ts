import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

import { describe, expect, it } from 'vitest';

import { openStore } from '#honeysift/storage/open-store.js';

import { writeWithPackets } from '../../support/packet-stores.js';
import { buildContent, sampleSpec } from '../../support/store-content.js';
import { withTempFolder } from '../../support/temp-folder.js';

/** No package of Debian has pyarrow, so this is not among the tools that must be there. */
const python = process.env['HONEYSIFT_PYTHON'] ?? 'python3';
const isThere = spawnSync(python, ['-c', 'import pandas, pyarrow']).status === 0;

/** Every table, as pandas reads a folder of Parquet files: its rows, and what it makes of times, days, months, lists and bytes. */
const script = `
import json, sys
import pandas as pd
tables = {}
for name in sys.argv[2].split(','):
    tables[name] = pd.read_parquet(sys.argv[1] + '/' + name)
sources, packets, payloads = tables['attack_sources'], tables['packets'], tables['payloads']
print(json.dumps({
    'rows': {name: len(table) for name, table in tables.items()},
    'columns': {name: sorted(table.columns) for name, table in tables.items()},
    'types': {name: str(sources[name].dtype) for name in ['packets', 'duration_s', 'backscatter']},
    'times': [str(time.tz_localize('UTC').as_unit('ns').value) for time in sources['first_seen'].sort_values()],
    'days': sorted(str(day) for day in sources['day']),
    'months': sorted(str(month) for month in sources['month']),
    'packet_time': str(packets['time'].dtype),
    'sequences': sorted(int(number) for number in packets['tcp_seq'].dropna()),
    'payloads': sorted(bytes(payload).hex() for payload in payloads['payload']),
    'families': sorted(json.dumps(list(ports)) for ports in tables['families']['ports_sequences']),
}))
`;

describe.skipIf(!isThere)(
  'pandas (skipped where HONEYSIFT_PYTHON, else python3, lacks pandas or pyarrow)',
  () => {
    it('reads every table: rows, times in UTC, partitions, lists and bytes', async () => {
      await withTempFolder(async (folder) => {
        await writeWithPackets(folder, buildContent(sampleSpec()));
        const store = await openStore(folder);
        try {
          const names = store.tables.map(({ name }) => name).join(',');
          const ran = spawnSync(python, ['-c', script, join(folder, 'tables'), names], { encoding: 'utf8' });
          expect(ran.stderr).toBe('');
          const read = JSON.parse(ran.stdout) as Record<string, unknown>;
          const list = async (sql: string): Promise<unknown[]> =>
            (await store.query(sql)).rows.map(([value]) => value);
          expect(read).toEqual({
            rows: Object.fromEntries(
              store.tables.map(({ name }) => [name, store.manifest.tables[name]?.rows]),
            ),
            columns: Object.fromEntries(
              store.tables.map(({ name, columns, monthly }) => [
                name,
                [...columns.map((column) => column.name), ...(monthly ? ['month'] : [])].sort(),
              ]),
            ),
            types: { packets: 'int64', duration_s: 'float64', backscatter: 'bool' },
            times: await list('SELECT epoch_ns(first_seen)::VARCHAR FROM attack_sources ORDER BY first_seen'),
            days: await list('SELECT day::VARCHAR FROM attack_sources ORDER BY 1'),
            months: await list('SELECT month FROM attack_sources ORDER BY 1'),
            packet_time: 'datetime64[us]',
            sequences: await list('SELECT tcp_seq FROM packets WHERE tcp_seq IS NOT NULL ORDER BY 1'),
            payloads: await list('SELECT lower(hex(payload)) FROM payloads ORDER BY 1'),
            families: (await list('SELECT to_json(ports_sequences)::VARCHAR FROM families')).sort(),
          });
        } finally {
          await store.close();
        }
      });
    });
  },
);
