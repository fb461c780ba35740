/**
 * Itemsets on FIMI data: transactions in JavaScript -> list of itemsets in JavaScript, all of it timed. Beside it what
 * Borgelt's apriori 6 (C) took for listing on another machine, and the npm packages node-fpgrowth and apriori where they
 * are installed; their answers must be ours. `apriori` takes half a minute for the lightest row: HONEYSIFT_BENCH_SLOW=1.
 */
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

import { Bench } from 'tinybench';

import { apriori } from '#honeysift/clusters/apriori.js';
import { minePrefixStage } from '#honeysift/clusters/mine-prefix.js';
import { rules } from '#honeysift/clusters/rules.js';
import { encodeTransactions } from '#honeysift/clusters/transaction-encoder.js';
import { prepareTransactions } from '#honeysift/native/itemset-miner.js';
import { createWorkerPool } from '#honeysift/pool/worker-pool.js';

const folder = fileURLToPath(new URL('../../../shared/fimi/', import.meta.url));

interface Row {
  readonly data: string;
  readonly minSupport: number;
  readonly frequent: number;
  /** Seconds of Borgelt's apriori, where they are known. */
  readonly borgelt?: number;
  readonly isLight?: boolean;
}

// Frequent itemsets, those that stand in every transaction included.
const rows: readonly Row[] = [
  { data: 'retail', minSupport: 0.02, frequent: 60, isLight: true },
  { data: 'retail', minSupport: 0.005, frequent: 665, borgelt: 0.1 },
  { data: 'mushroom', minSupport: 0.2, frequent: 107_167, borgelt: 0.13 },
  { data: 'chess', minSupport: 0.8, frequent: 16_455 },
  { data: 'chess', minSupport: 0.7, frequent: 97_463, borgelt: 0.4 },
  { data: 'chess', minSupport: 0.6, frequent: 509_889, borgelt: 2 },
];

type Transactions = readonly (readonly number[])[];
type Baseline = (transactions: Transactions, minSupport: number) => Promise<number> | number;

function read(data: string): Transactions {
  return readFileSync(`${folder}${data}.dat`, 'utf8')
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => line.trim().split(/\s+/).map(Number));
}

async function load(name: string): Promise<Record<string, unknown> | undefined> {
  try {
    const found = (await import(name)) as Record<string, unknown>;
    return (found['default'] ?? found) as Record<string, unknown>;
  } catch {
    console.log(`${name} is not installed: no baseline from it`);
    return undefined;
  }
}

/** Itemsets found by node-fpgrowth. */
async function fpGrowth(): Promise<Baseline | undefined> {
  interface Miner {
    exec(transactions: Transactions): Promise<readonly unknown[]>;
  }
  const module = await load('node-fpgrowth');
  if (!module) return undefined;
  const FPGrowth = module['FPGrowth'] as new (minSupport: number) => Miner;
  return async (transactions, minSupport) => (await new FPGrowth(minSupport).exec(transactions)).length;
}

/** Itemsets found by the npm package apriori. */
async function npmApriori(): Promise<Baseline | undefined> {
  interface Miner {
    analyze(transactions: readonly (readonly string[])[]): {
      readonly frequentItemSets: Record<string, readonly unknown[]>;
    };
  }
  if (process.env['HONEYSIFT_BENCH_SLOW'] !== '1') return undefined;
  const module = await load('apriori');
  if (!module) return undefined;
  const Algorithm = module['Algorithm'] as new (
    minSupport: number,
    confidence: number,
    debug: boolean,
  ) => Miner;
  return (transactions, minSupport) => {
    const texts = transactions.map((transaction) => transaction.map(String));
    const { frequentItemSets } = new Algorithm(minSupport, 1, false).analyze(texts);
    return Object.values(frequentItemSets).flat().length;
  };
}

async function once(what: () => Promise<number> | number): Promise<{ found: number; ms: number }> {
  const start = performance.now();
  const found = await what();
  return { found, ms: performance.now() - start };
}

function demand(found: number, row: Row, who: string): void {
  if (found === row.frequent) return;
  throw new Error(`${who}: ${found} itemsets in ${row.data} at ${row.minSupport} instead of ${row.frequent}`);
}

async function besideBaselines(): Promise<void> {
  const baselines = new Map<string, Baseline | undefined>([
    ['node-fpgrowth', await fpGrowth()],
    ['npm apriori', await npmApriori()],
  ]);
  const table: Record<string, string | number>[] = [];
  for (const row of rows) {
    const transactions = read(row.data);
    const { minSupport } = row;
    const bench = new Bench({ time: 500, warmupTime: 100 });
    for (const target of ['frequent', 'closed', 'maximal'] as const) {
      bench.add(target, () => void apriori(transactions, { minSupport, target }));
    }
    await bench.run();
    demand(apriori(transactions, { minSupport }).length, row, 'honeysift');
    const line: Record<string, string | number> = {
      data: `${row.data} ${minSupport * 100}%`,
      itemsets: row.frequent,
    };
    for (const task of bench.tasks) {
      if (task.result.state !== 'completed') throw new Error(`${task.name} ended as ${task.result.state}`);
      line[`${task.name} ms`] = task.result.latency.p50.toFixed(1);
    }
    line['Borgelt ms, elsewhere'] = row.borgelt === undefined ? '' : row.borgelt * 1000;
    for (const [name, baseline] of baselines) {
      if (!baseline || (name === 'npm apriori' && !row.isLight)) continue;
      const { found, ms } = await once(() => baseline(transactions, minSupport));
      demand(found, row, name);
      line[`${name} ms`] = ms.toFixed(0);
    }
    table.push(line);
  }
  console.table(table);
}

/** How much of a second thread becomes speed: chess at 15%, prefix by prefix. */
async function overWorkers(): Promise<void> {
  const encoded = encodeTransactions(read('chess'));
  const minCount = 480;
  const prepared = prepareTransactions(encoded.table, encoded.items.length, minCount);
  const input = { prepared, options: { minCount, target: 'maximal', maxItemsets: 1e7 } } as const;
  for (const workers of [1, 2]) {
    const pool = createWorkerPool(workers);
    try {
      await pool.run(minePrefixStage, { prepared, options: { ...input.options, minCount: 3000 } });
      const { found, ms } = await once(async () => (await pool.run(minePrefixStage, input)).supports.length);
      console.log(`chess 15%, ${found} maximal itemsets by prefix, workers ${workers}: ${ms.toFixed(0)} ms`);
    } finally {
      await pool.close();
    }
  }
}

export async function run(): Promise<void> {
  if (!existsSync(folder)) {
    console.log(`no FIMI data at ${folder}`);
    return;
  }
  await besideBaselines();
  const { found, ms } = await once(
    () => rules(read('mushroom'), { minSupport: 0.3, minConfidence: 0.8 }).length,
  );
  console.log(`mushroom 30%, ${found} rules at 80% confidence: ${ms.toFixed(0)} ms`);
  await overWorkers();
}
