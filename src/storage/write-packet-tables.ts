import { createHash } from 'node:crypto';
import { copyFile, link, mkdir, open, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';

import { DuckDBInstance, type DuckDBConnection } from '@duckdb/node-api';

import { compareText } from '../model/compare-text.js';
import type { PacketFile, StoredPackets } from '../model/packet-part.js';
import { fileFacts } from './file-facts.js';
import { canonicalTextSql } from './row-text.js';
import { emptySelect } from './rows/empty-select.js';
import { packets } from './schema/packets.js';
import { payloads } from './schema/payloads.js';
import { sqlList, sqlString } from './sql-text.js';
import type { StoreTable } from './store-manifest.js';
import { TableTally } from './table-tally.js';
import { partFile } from './write-unit.js';

/**
 * The tables `packets` and `payloads`, below `staging`. The files of packets stay what the workers wrote; of payloads, which
 * are few, one table is made of all parts. With `from` (`YYYY-MM-DD`), packets of earlier days are left out, and payloads that
 * no packet left has: the files that hold such packets are then made anew.
 */
export async function writePacketTables(
  given: readonly StoredPackets[],
  staging: string,
  from?: string,
): Promise<Record<string, StoreTable>> {
  const instance = await DuckDBInstance.create(':memory:', { threads: '1', temp_directory: '' });
  try {
    const connection = await instance.connect();
    const stored = from === undefined ? given : await cutPackets(connection, given, from, staging);
    const files = stored.flatMap(({ part }) => part.files).sort((a, b) => compareText(a.path, b.path));
    const payloadFiles = stored.flatMap(({ folder, part: { payloads: path } }) =>
      path === null ? [] : [join(folder, path)],
    );
    const [payloadTable] = await Promise.all([
      writePayloads(
        connection,
        payloadFiles.sort(compareText),
        staging,
        await keptPayloads(connection, stored, from),
      ),
      ...stored.flatMap(({ folder, part }) =>
        part.files.map(({ path }) => adopt(join(folder, path), join(staging, path))),
      ),
    ]);
    return {
      [packets.name]: files.length > 0 ? packetsTable(files) : await writeEmpty(connection, staging),
      [payloads.name]: payloadTable,
    };
  } finally {
    instance.closeSync();
    await rm(join(staging, cutFolder), { recursive: true, force: true });
  }
}

/** Below the staging folder, for files on the way. */
const cutFolder = '.cut';

/** The files of the month in which `from` lies, without the days before it, below `staging`; the others as they are. */
async function cutPackets(
  connection: DuckDBConnection,
  stored: readonly StoredPackets[],
  from: string,
  staging: string,
): Promise<StoredPackets[]> {
  const month = `/month=${from.slice(0, 7)}/`;
  const cut: StoredPackets[] = [];
  for (const { folder, part } of stored) {
    const whole: PacketFile[] = [];
    for (const file of part.files) {
      const reading = `FROM read_parquet(${sqlString(join(folder, file.path))}, hive_partitioning = false)`;
      const isCut = `bool_or(day < DATE ${sqlString(from)})`;
      if (!file.path.includes(month) || (await ask(connection, `SELECT ${isCut} ${reading}`)) !== true) {
        whole.push(file);
        continue;
      }
      const remade = join(staging, cutFolder, file.path);
      const select = `SELECT * ${reading} WHERE day >= DATE ${sqlString(from)} ORDER BY packet`;
      await copyTo(connection, select, remade);
      const rows = Number(await ask(connection, `SELECT count(*) FROM read_parquet(${sqlString(remade)})`));
      if (rows === 0) continue;
      const files = [{ path: file.path, rows, ...(await fileFacts(remade)) }];
      cut.push({ folder: join(staging, cutFolder), part: { ...part, files, payloads: null } });
    }
    cut.push({ folder, part: { ...part, files: whole } });
  }
  return cut;
}

async function ask(connection: DuckDBConnection, sql: string): Promise<unknown> {
  return (await connection.runAndReadAll(sql)).getRows()[0]?.[0];
}

/** Name of a table with the payloads of packets that are left, and how many have each; null where all are left. */
async function keptPayloads(
  connection: DuckDBConnection,
  stored: readonly StoredPackets[],
  from: string | undefined,
): Promise<string | null> {
  if (from === undefined) return null;
  const files = stored.flatMap(({ folder, part }) => part.files.map(({ path }) => join(folder, path)));
  const counts =
    files.length === 0
      ? 'SELECT CAST(NULL AS VARCHAR) AS payload_id, CAST(0 AS BIGINT) AS kept WHERE false'
      : `SELECT payload_id, count(*) AS kept FROM read_parquet(${sqlList(files)}, hive_partitioning = false)
         WHERE payload_id IS NOT NULL GROUP BY payload_id`;
  await connection.run(`CREATE TEMP TABLE kept_payloads AS ${counts}`);
  return 'kept_payloads';
}

/**
 * The file gets a second name where the disk allows that: it never changes. Workers do not wait for the disk; here it is
 * waited for, all files at once.
 */
async function adopt(file: string, target: string): Promise<void> {
  await mkdir(dirname(target), { recursive: true });
  await link(file, target).catch(() => copyFile(file, target));
  const adopted = await open(target, 'r');
  try {
    await adopted.sync();
  } finally {
    await adopted.close();
  }
}

/**
 * Their rows are too many to be made into text, so the digest of the table is that of its files: SHA-256 over a line
 * `<sha256>  <path>` for each, in order of path. The same packets give the same files.
 */
export function packetFilesDigest(
  files: readonly { readonly path: string; readonly sha256: string }[],
): string {
  const hash = createHash('sha256');
  for (const { path, sha256 } of files) hash.update(`${sha256}  ${path}\n`);
  return hash.digest('hex');
}

function packetsTable(files: readonly PacketFile[]): StoreTable {
  return {
    rows: files.reduce((sum, { rows }) => sum + rows, 0),
    digest: packetFilesDigest(files),
    files: files.map(({ path, bytes, sha256 }) => ({ path, bytes, sha256 })),
  };
}

/** One file without rows, so that the table can be read. */
async function writeEmpty(connection: DuckDBConnection, staging: string): Promise<StoreTable> {
  const path = `tables/${packets.name}/month=__HIVE_DEFAULT_PARTITION__/${partFile(0)}`;
  await copyTo(connection, emptySelect(packets), join(staging, path));
  const facts = await fileFacts(join(staging, path), true);
  return { rows: 0, digest: packetFilesDigest([]), files: [{ path, ...facts }] };
}

async function writePayloads(
  connection: DuckDBConnection,
  given: readonly string[],
  staging: string,
  kept: string | null,
): Promise<StoreTable> {
  const path = `tables/${payloads.name}/${partFile(0)}`;
  const merged =
    given.length === 0
      ? emptySelect(payloads)
      : `SELECT payload_id, any_value("length") AS "length", any_value(payload) AS payload, any_value("text") AS "text",
           any_value(text_cut) AS text_cut, ${kept === null ? 'CAST(sum(packets) AS BIGINT)' : 'any_value(kept)'} AS packets
         FROM read_parquet(${sqlList(given)}, hive_partitioning = false)
         ${kept === null ? '' : `JOIN ${kept} USING (payload_id)`} GROUP BY payload_id`;
  await connection.run(`CREATE TEMP TABLE merged AS SELECT * FROM (${merged}) ORDER BY payload_id`);
  await copyTo(connection, 'FROM merged ORDER BY payload_id', join(staging, path));
  const answer = await connection.runAndReadAll(canonicalTextSql(payloads, 'FROM merged'));
  const [texts, rows] = answer.getColumns();
  const tally = new TableTally();
  tally.add({
    table: payloads,
    files: [{ path, ...(await fileFacts(join(staging, path), true)) }],
    rows: (rows ?? []).reduce<number>((sum, count) => sum + Number(count), 0),
    texts: (texts ?? []).map(String),
  });
  return tally.finish();
}

async function copyTo(connection: DuckDBConnection, select: string, path: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await connection.run(
    `COPY (${select}) TO ${sqlString(path)} (FORMAT parquet, COMPRESSION zstd, USE_TMP_FILE false)`,
  );
}
