/**
 * Packets into the store: attack sources alone, and with the packets table, on 1 and 2 workers; the command that does it, with
 * all that follows; beside it DuckDB copying the
 * very same rows from its own memory to Parquet, which any way through DuckDB has to do as well. Then what one day, one
 * source and one ports sequence take to answer, in a store of one month and of all.
 * HONEYSIFT_BENCH_CAPTURES names a folder of captures with a honeypots.json; without it one month is simulated.
 */
import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { DuckDBInstance } from '@duckdb/node-api';

import { readHoneypots } from '#honeysift/environment/read-honeypots.js';
import { analyze, ingest, openStore } from '#honeysift/index.js';
import type { StageRunner } from '#honeysift/model/stage.js';
import { createWorkerPool } from '#honeysift/pool/worker-pool.js';
import { simulate } from '#honeysift/simulation/simulate.js';
import { collectSources, type CollectedSources } from '#honeysift/sources/collect-sources.js';
import { finalizeSources } from '#honeysift/sources/finalize-sources.js';
import type { Store } from '#honeysift/storage/store.js';
import { cellText } from '#honeysift/storage/value-text.js';

interface Captures {
  readonly files: readonly string[];
  readonly honeypots: string;
}

const rounds = 3;

async function findCaptures(folder: string): Promise<Captures> {
  const given = process.env['HONEYSIFT_BENCH_CAPTURES'];
  if (given !== undefined) {
    const files = readdirSync(given).filter((name) => /\.(pcap|pcapng)(\.\w+)?$/.test(name));
    return { files: files.sort().map((name) => join(given, name)), honeypots: join(given, 'honeypots.json') };
  }
  const out = join(folder, 'captures');
  const { files, honeypotsFile } = await simulate({
    out,
    from: '2003-10-01',
    to: '2003-10-31',
    sources: 2500,
    seed: 1,
  });
  return { files, honeypots: honeypotsFile };
}

interface Collected {
  readonly packets: number;
  readonly ms: number;
  readonly cpuMs: number;
  readonly collected: CollectedSources;
}

async function collect(runner: StageRunner, captures: Captures, packetFolder?: string): Promise<Collected> {
  const environment = readHoneypots(captures.honeypots);
  const cpu = process.cpuUsage();
  const begin = performance.now();
  const collected = await runner.run(collectSources, { captures: captures.files, environment, packetFolder });
  const sources = await runner.run(finalizeSources, { days: collected.days, environment });
  const ms = performance.now() - begin;
  const { user, system } = process.cpuUsage(cpu);
  if (sources.count === 0) throw new Error('no attack sources');
  const packets = collected.captures.reduce((sum, one) => sum + one.packets, 0);
  return { packets, ms, cpuMs: (user + system) / 1000, collected };
}

const rate = (packets: number, ms: number): string => `${(packets / ms / 1000).toFixed(2)} M packets/s`;

async function benchIngest(captures: Captures, folder: string): Promise<string[]> {
  let files: string[] = [];
  for (const workers of [1, 2]) {
    const pool = createWorkerPool(workers);
    try {
      for (const withPackets of [false, true]) {
        let best: Collected | undefined;
        for (let round = 0; round < rounds; round += 1) {
          const packetFolder = withPackets ? mkdtempSync(join(folder, 'packets-')) : undefined;
          const result = await collect(pool, captures, packetFolder);
          if (best === undefined || result.ms < best.ms) best = result;
          if (packetFolder === undefined) continue;
          const found = result.collected.packets.flatMap((part) => part.files);
          const rows = found.reduce((sum, file) => sum + file.rows, 0);
          if (rows !== result.packets) throw new Error(`${rows} rows of ${result.packets} packets`);
          files.forEach((file) => rmSync(file));
          files = found.map(({ path }) => join(packetFolder, path));
        }
        if (best === undefined) continue;
        const name = withPackets ? 'attack sources and packets table' : 'attack sources alone';
        const cpu = `${((best.cpuMs * 1e6) / best.packets).toFixed(0)} ns of processor a packet`;
        console.log(`${name.padEnd(34)} ${workers} worker(s)  ${rate(best.packets, best.ms)}  ${cpu}`);
      }
    } finally {
      await pool.close();
    }
  }
  const bytes = files.reduce((sum, file) => sum + statSync(file).size, 0);
  const captured = captures.files.reduce((sum, file) => sum + statSync(file).size, 0);
  console.log(
    `packets table: ${(bytes / 1e6).toFixed(1)} MB of ${(captured / 1e6).toFixed(1)} MB of captures`,
  );
  return files;
}

/** The whole of `honeysift ingest --packets` into a new store, in its two steps; and without what is found in the facts. */
async function benchCommand({ files, honeypots }: Captures, folder: string): Promise<void> {
  for (let round = 0; round < 2 * rounds; round += 1) {
    const store = join(folder, `ingested-${round}`);
    const factsOnly = round % 2 === 1;
    const { seconds, ingested } = await ingest(files, { store, honeypots, packets: true, factsOnly });
    const packets = ingested.reduce((sum, one) => sum + one.packets, 0);
    console.log(
      `ingest --packets${factsOnly ? ' --facts-only' : ''}: landed in ${seconds.landed.toFixed(2)} s, ${rate(packets, seconds.landed * 1000)}; ` +
        `published after ${seconds.published.toFixed(2)} s, ${rate(packets, seconds.published * 1000)}`,
    );
    rmSync(store, { recursive: true });
  }
}

/** One file's rows, copied by DuckDB; the copy must hold the same. */
async function benchDuckdb(file: string, folder: string): Promise<void> {
  const copy = join(folder, 'copy.parquet');
  const instance = await DuckDBInstance.create(':memory:', { threads: '1' });
  try {
    const connection = await instance.connect();
    const ask = async (sql: string): Promise<string> =>
      JSON.stringify((await connection.runAndReadAll(sql)).getRowsJson());
    const sums = (table: string): string =>
      `SELECT count(*), sum(tcp_seq), sum(length), count(DISTINCT src_ip), count(payload_id) FROM ${table}`;
    await connection.run(`CREATE TABLE rows AS FROM read_parquet('${file}', hive_partitioning = false)`);
    const rows = Number((await connection.runAndReadAll('SELECT count(*) FROM rows')).getRows()[0]?.[0]);
    for (const codec of ['uncompressed', 'snappy', 'zstd']) {
      let best = Infinity;
      for (let round = 0; round < rounds; round += 1) {
        const begin = performance.now();
        await connection.run(`COPY rows TO '${copy}' (FORMAT parquet, COMPRESSION ${codec})`);
        best = Math.min(best, performance.now() - begin);
      }
      if ((await ask(sums(`'${copy}'`))) !== (await ask(sums('rows')))) throw new Error('the copy differs');
      const size = (statSync(copy).size / statSync(file).size).toFixed(2);
      console.log(
        `DuckDB, table to Parquet, ${codec.padEnd(12)} 1 thread  ${rate(rows, best)}  ${size} of our size`,
      );
    }
  } finally {
    instance.closeSync();
  }
}

async function benchQueries(name: string, store: Store): Promise<void> {
  const first = async (sql: string): Promise<string> =>
    cellText((await store.query(sql)).rows[0]?.[0] ?? null);
  const day = await first('SELECT day FROM attack_sources GROUP BY day ORDER BY count(*) DESC LIMIT 1');
  const source = await first('SELECT source_id FROM attack_sources ORDER BY packets DESC, source_id LIMIT 1');
  const sequence = await first('SELECT ports_sequence FROM ports_sequences ORDER BY sources DESC LIMIT 1');
  const questions: Readonly<Record<string, string>> = {
    'one day': `SELECT direction, count(*), sum(length) FROM packets WHERE day = DATE '${day}' GROUP BY ALL`,
    'one source': `SELECT * FROM packets WHERE source_id = '${source}' ORDER BY time`,
    'one sequence, its sources': `SELECT day, count(*), sum(packets) FROM attack_sources
      WHERE ports_sequence = '${sequence}' GROUP BY day`,
    'one sequence, all of its rows': `SELECT * FROM attack_sources WHERE ports_sequence = '${sequence}'
      ORDER BY day, source_id`,
    'one sequence, its packets': `SELECT count(*), sum(payload_length) FROM packets
      WHERE source_id IN (SELECT source_id FROM attack_sources WHERE ports_sequence = '${sequence}')`,
  };
  for (const [question, sql] of Object.entries(questions)) {
    const times: number[] = [];
    for (let round = 0; round < 7; round += 1) {
      const begin = performance.now();
      const { rows } = await store.query(sql);
      times.push(performance.now() - begin);
      if (rows.length === 0) throw new Error(`${question}: no answer`);
    }
    const cold = times[0] ?? 0;
    const median = times.sort((a, b) => a - b)[3] ?? 0;
    console.log(
      `${name}: ${question.padEnd(29)} first ${cold.toFixed(0)} ms, median ${median.toFixed(0)} ms, ` +
        `best ${(times[0] ?? 0).toFixed(0)} ms`,
    );
  }
}

export async function run(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'honeysift-bench-'));
  try {
    const captures = await findCaptures(folder);
    const files = await benchIngest(captures, folder);
    await benchCommand(captures, folder);
    await benchDuckdb(files[0] ?? '', folder);
    const one = captures.files.slice(0, 1);
    const sizes = captures.files.length > 1 ? [one, captures.files] : [one];
    for (const [at, chosen] of sizes.entries()) {
      const out = join(folder, `store-${at}`);
      await analyze(chosen, { out, honeypots: captures.honeypots, packets: true });
      const store = await openStore(out);
      await benchQueries(`store of ${chosen.length} capture(s)`, store);
      await store.close();
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
