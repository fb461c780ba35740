/**
 * Itemsets on FIMI data and on the table of a ports sequence: transactions in JavaScript -> list of itemsets in JavaScript, all
 * of it timed. Beside it what Borgelt's apriori 6 (C) took for listing on another machine, and the npm packages node-fpgrowth
 * and apriori; their answers must be ours. `apriori` takes half a minute for the lightest FIMI row: HONEYSIFT_BENCH_SLOW=1.
 */
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

import { Bench } from 'tinybench';

import { apriori } from '#honeysift/clusters/apriori.js';
import { rules } from '#honeysift/clusters/rules.js';
import { mineByPrefix } from '#honeysift/clusters/sort-itemsets.js';
import { encodeTransactions } from '#honeysift/clusters/transaction-encoder.js';
import { type MiningTarget, prepareTransactions } from '#honeysift/native/itemset-miner.js';
import { createWorkerPool } from '#honeysift/pool/worker-pool.js';

const folder = fileURLToPath(new URL('../../../shared/fimi/', import.meta.url));

interface Row {
  readonly data: string;
  readonly minSupport: number;
  readonly frequent: number;
  /** Seconds of Borgelt's apriori, where they are known. */
  readonly borgelt?: number;
  /** `small`: within reach of the npm package apriori; `slow`: in half a minute. */
  readonly apriori?: 'small' | 'slow';
}

const sequenceTable = 'ports sequence';

// Frequent itemsets, those that stand in every transaction included.
const rows: readonly Row[] = [
  { data: sequenceTable, minSupport: 0.01, frequent: 78, apriori: 'small' },
  { data: 'retail', minSupport: 0.02, frequent: 60, apriori: 'slow' },
  { data: 'retail', minSupport: 0.005, frequent: 665, borgelt: 0.1 },
  { data: 'mushroom', minSupport: 0.2, frequent: 107_167, borgelt: 0.13 },
  { data: 'chess', minSupport: 0.8, frequent: 16_455 },
  { data: 'chess', minSupport: 0.7, frequent: 97_463, borgelt: 0.4 },
  { data: 'chess', minSupport: 0.6, frequent: 509_889, borgelt: 2 },
];

type Transactions = readonly (readonly number[])[];
type Baseline = (transactions: Transactions, minSupport: number) => Promise<number> | number;

/** T, N, n_0, n_1, n_2 of 11,000 attack sources like those of {445} in the report: three plans, and some that lost packets. */
function sequenceTransactions(): Transactions {
  let state = 445;
  const random = (below: number): number => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    return (state >>> 8) % below;
  };
  const plans = [
    ...Array<readonly number[]>(65).fill([3, 3, 3]),
    ...Array<readonly number[]>(18).fill([0, 1, 0]),
    ...Array<readonly number[]>(10).fill([3, 3, 0]),
    ...Array<readonly number[]>(7).fill([9, 14, 3]),
  ];
  return Array.from({ length: 11_000 }, () => {
    const plan = plans[random(plans.length)] ?? [];
    const counts = plan.map((count) => (count > 0 && random(20) === 0 ? count + 1 + random(30) : count));
    const sum = counts.reduce((total, count) => total + count, 0);
    const targets = counts.filter((count) => count > 0).length;
    const items = counts.flatMap((count, honeypot) => (count > 0 ? [10_000 * (honeypot + 1) + count] : []));
    return [targets, 1000 + sum, ...items];
  });
}

function read(data: string): Transactions {
  if (data === sequenceTable) return sequenceTransactions();
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

function isWithinReach({ apriori: reach }: Row): boolean {
  return reach === 'small' || (reach === 'slow' && process.env['HONEYSIFT_BENCH_SLOW'] === '1');
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
    const [frequentTask] = bench.tasks;
    const frequentMs =
      frequentTask?.result.state === 'completed' ? frequentTask.result.latency.p50 : Number.NaN;
    line['Borgelt ms, elsewhere'] = row.borgelt === undefined ? '' : row.borgelt * 1000;
    for (const [name, baseline] of baselines) {
      if (!baseline || (name === 'npm apriori' && !isWithinReach(row))) continue;
      const { found, ms } = await once(() => baseline(transactions, minSupport));
      demand(found, row, name);
      line[`${name} ms`] = ms.toFixed(0);
      line[`times ${name}`] = (ms / frequentMs).toFixed(0);
    }
    table.push(line);
  }
  console.table(table);
}

interface WorkerRow {
  readonly minSupport: number;
  readonly target: MiningTarget;
}

/** How much of a second thread becomes speed: chess mined prefix by prefix, the sorted list of itemsets as columns. */
async function overWorkers({ minSupport, target }: WorkerRow): Promise<void> {
  const encoded = encodeTransactions(read('chess'));
  const minCount = Math.ceil(minSupport * encoded.count);
  const prepared = prepareTransactions(encoded.table, encoded.items.length, minCount);
  const input = { prepared, options: { minCount, target, maxItemsets: 1e7 } } as const;
  let alone = 0;
  for (const workers of [1, 2]) {
    const pool = createWorkerPool(workers);
    try {
      const mine = async (): Promise<number> => {
        const slices = await mineByPrefix(pool, input);
        return slices.reduce((sum, { supports }) => sum + supports.length, 0);
      };
      await mine();
      const runs: { found: number; ms: number }[] = [];
      for (let run = 0; run < 7; run += 1) runs.push(await once(mine));
      const [{ found, ms } = { found: 0, ms: 0 }] = runs.sort((a, b) => a.ms - b.ms);
      if (workers === 1) alone = ms;
      const speedup = workers === 1 ? '' : `, ${(alone / ms).toFixed(2)} times as fast`;
      console.log(
        `chess ${minSupport * 100}%, ${found} ${target} itemsets by prefix, workers ${workers}: ` +
          `${ms.toFixed(0)} ms, the best of ${runs.length}${speedup}`,
      );
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
  await overWorkers({ minSupport: 0.6, target: 'frequent' });
  await overWorkers({ minSupport: 0.15, target: 'maximal' });
}
