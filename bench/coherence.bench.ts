/**
 * Exact coherence of a cluster of 50,000 distinct phrases with one random field: 1.25 thousand million pairs; what smaller
 * ones cost, as a table and in out/coherence.svg; clusters of other shapes. Answers are checked against distances computed pair by pair on a sample of rows.
 */
import { coherenceStage } from '#honeysift/distances/coherence-stage.js';
import { phraseDistance } from '#honeysift/distances/phrase-distance.js';
import type { Coherence } from '#honeysift/model/phrase-distance.js';
import type { StageRunner } from '#honeysift/model/stage.js';
import { createWorkerPool } from '#honeysift/pool/worker-pool.js';

import { writeGrowthSvg } from './growth-svg.js';
import { dictionaryOf, makeRandom, type Random } from './phrase-data.js';

const shapes: Record<string, (random: Random) => string> = {
  'one field of 8': (random) =>
    `USER anonymous\\r\\n||PASS ${random.word(8)}\\r\\n||CWD /public/\\r\\n||QUIT\\r\\n`,
  'one field of 4 to 16': (random) => `GET /${random.word(4 + random.below(13))} HTTP/1.0\\r\\n\\r\\n`,
  'one field of 64': (random) => `<${random.word(64)}>||GET / HTTP/1.0`,
  'one field of 128': (random) => `<${random.word(128)}>||GET / HTTP/1.0`,
  'two fields of 8': (random) => `USER ${random.word(8)}\\r\\n||PASS ${random.word(8)}\\r\\n`,
  'three numbers side by side': (random) =>
    `PORT 192,0,2,${random.below(256)},${random.below(256)},${random.below(256)}\\r\\n`,
  'two tools': (random) =>
    random.below(2) === 0
      ? `USER anonymous\\r\\n||PASS ${random.word(8)}\\r\\n||CWD /public/\\r\\n||QUIT\\r\\n`
      : `<${random.word(32)}>||GET / HTTP/1.0\\r\\n`,
};

/** A scan of some thousand words in which packets get lost or come twice: the words behind stand elsewhere. */
const damagedScan = 'scan with lost and repeated packets';
const scanNames = makeRandom(5);
const scanEntries = Array.from(
  { length: 400 },
  () =>
    `GET /cgi-bin/${scanNames.word(3 + scanNames.below(6))}.pl HTTP/1.0\\r\\nUser-Agent: check\\r\\n\\r\\n`,
);
shapes[damagedScan] = (random) =>
  scanEntries
    .slice(0, 300 + 50 * random.below(3))
    .flatMap((entry) => {
      const fate = random.below(100);
      return fate < 1 ? [] : fate < 2 ? [entry, entry] : [entry];
    })
    .join('||');

function phraseNumber(name: string): number {
  if (name === 'one field of 8') return 50_000;
  return name === damagedScan ? 400 : 5_000;
}

function makePhrases(count: number, shape: (random: Random) => string, random: Random): string[] {
  const phrases = new Set<string>();
  while (phrases.size < count) phrases.add(shape(random));
  return [...phrases].sort();
}

async function measure(
  runner: StageRunner,
  phrases: readonly string[],
): Promise<{ coherence: Coherence; ms: number }> {
  const group = {
    key: 'all',
    phraseIds: Uint32Array.from(phrases.keys()),
    counts: new Float64Array(phrases.length).fill(1),
  };
  const start = performance.now();
  const all = await runner.run(coherenceStage, { phrases: dictionaryOf(phrases), groups: [group] });
  const ms = performance.now() - start;
  return { coherence: all.get('all') as Coherence, ms };
}

/** The mean must lie where means of whole rows, computed pair by pair, put it. */
function check(phrases: readonly string[], { meanDistance, sdSources }: Coherence): void {
  const rows = Array.from({ length: 20 }, (_, k) => Math.floor((k * phrases.length) / 20));
  const means = rows.map((i) => {
    const sum = phrases.reduce((total, other) => total + phraseDistance(phrases[i] as string, other), 0);
    return sum / (phrases.length - 1);
  });
  const mean = means.reduce((sum, value) => sum + value, 0) / means.length;
  if (Math.abs(mean - meanDistance) > 6 * (sdSources / Math.sqrt(rows.length)) + 1e-9) {
    throw new Error(`mean distance ${meanDistance}, but ${mean} over a sample of rows`);
  }
}

const growthSizes = [1_000, 2_000, 5_000, 10_000, 20_000, 50_000];
const growthWorkers = 2;

/** Cost against the number of distinct phrases with one random field; medians of three. */
async function growth(random: Random): Promise<void> {
  const shape = shapes['one field of 8'] as (random: Random) => string;
  const pool = createWorkerPool(growthWorkers);
  try {
    await measure(pool, makePhrases(100, shape, random));
    const points: { n: number; seconds: number }[] = [];
    const table: Record<string, string | number>[] = [];
    for (const n of growthSizes) {
      const phrases = makePhrases(n, shape, random);
      const runs: number[] = [];
      for (let round = 0; round < 3; round += 1) {
        const { coherence, ms } = await measure(pool, phrases);
        if (round === 0) check(phrases, coherence);
        runs.push(ms);
      }
      const ms = runs.sort((a, b) => a - b)[1] as number;
      points.push({ n, seconds: ms / 1000 });
      table.push({
        'distinct phrases': n,
        pairs: (n * (n - 1)) / 2,
        seconds: (ms / 1000).toFixed(3),
        'ns a pair': ((ms * 2e6) / (n * (n - 1))).toFixed(2),
      });
    }
    console.log(`D_C of phrases with one random field, ${growthWorkers} workers (aim: 50,000 within 60 s)`);
    console.table(table);
    console.log(`written: ${writeGrowthSvg('coherence.svg', points)}`);
  } finally {
    await pool.close();
  }
}

export async function run(): Promise<void> {
  const random = makeRandom(3);
  await growth(random);
  const table: Record<string, string | number>[] = [];
  for (const workers of [1, 2]) {
    const pool = createWorkerPool(workers);
    try {
      await measure(pool, makePhrases(100, shapes['one field of 8'] as (random: Random) => string, random));
      for (const [name, shape] of Object.entries(shapes)) {
        const count = phraseNumber(name);
        const phrases = makePhrases(count, shape, random);
        const { coherence, ms } = await measure(pool, phrases);
        check(phrases, coherence);
        table.push({
          workers,
          shape: name,
          phrases: count,
          seconds: (ms / 1000).toFixed(2),
          'ns a pair': ((ms * 2e6) / (count * (count - 1))).toFixed(2),
          'mean distance': coherence.meanDistance.toFixed(3),
        });
      }
    } finally {
      await pool.close();
    }
  }
  console.table(table);
}
