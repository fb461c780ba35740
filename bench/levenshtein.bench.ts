/**
 * Levenshtein from JavaScript: one pair at a time beside npm baselines where they are installed (fastest-levenshtein is
 * not a dependency), a batch of short words, and the C++ core alone (levenshtein-core.cc, where g++ is at hand). All
 * answers must agree. Random words share few characters: the hard case.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { Bench } from 'tinybench';

import { internPhrases } from '#honeysift/distances/intern-phrases.js';
import { levenshtein } from '#honeysift/distances/levenshtein.js';
import { distanceTile } from '#honeysift/distances/space-distances.js';

import { dictionaryOf, makeRandom, type Random } from './phrase-data.js';

type Levenshtein = (a: string, b: string) => number;

const pairsPerRun = 256;
const lengths = [8, 16, 32, 60, 300];

/** Baselines that can be imported here, by package name. */
async function baselines(): Promise<Map<string, Levenshtein>> {
  const found = new Map<string, Levenshtein>();
  for (const [name, key] of [
    ['fastest-levenshtein', 'distance'],
    ['js-levenshtein', 'default'],
    ['leven', 'default'],
  ] as const) {
    try {
      found.set(name, ((await import(name)) as Record<string, Levenshtein>)[key] as Levenshtein);
    } catch {
      console.log(`${name} is not installed: no baseline from it`);
    }
  }
  return found;
}

async function onePair(random: Random): Promise<void> {
  const others = await baselines();
  const table: Record<string, string | number>[] = [];
  for (const length of lengths) {
    const words = Array.from({ length: pairsPerRun + 1 }, () => random.word(length));
    const bench = new Bench({ time: 300, warmupTime: 100 });
    const sumOf = (distance: Levenshtein): number => {
      let sum = 0;
      for (let i = 0; i < pairsPerRun; i += 1) sum += distance(words[i] as string, words[i + 1] as string);
      return sum;
    };
    const wanted = sumOf(levenshtein);
    bench.add('honeysift', () => void sumOf(levenshtein));
    for (const [name, other] of others) {
      if (sumOf(other) !== wanted) throw new Error(`${name} disagrees at length ${length}`);
      bench.add(name, () => void sumOf(other));
    }
    await bench.run();
    const line: Record<string, string | number> = { length };
    for (const { name, result } of bench.tasks) {
      if (result.state !== 'completed') throw new Error(`${name} ended as ${result.state}`);
      line[`${name} ns`] = ((result.latency.p50 * 1e6) / pairsPerRun).toFixed(1);
    }
    table.push(line);
  }
  console.table(table);
}

/** All pairs of 2,048 words in one call. */
function batch(random: Random): void {
  const table: Record<string, string | number>[] = [];
  for (const length of [4, 8, 16, 32, 64, 128]) {
    const words = [...new Set(Array.from({ length: 2048 }, () => random.word(length)))].sort();
    const ids = Uint32Array.from(words.keys());
    const space = internPhrases(dictionaryOf(words), ids);
    const start = performance.now();
    const tile = distanceTile(space, 0, words.length, 0, words.length);
    const ms = performance.now() - start;
    for (let k = 0; k < tile.length; k += 4099) {
      const [i, j] = [Math.floor(k / words.length), k % words.length];
      if (tile[k] !== levenshtein(words[i] as string, words[j] as string))
        throw new Error(`batch, length ${length}`);
    }
    table.push({ length, 'batch ns a pair': ((ms * 1e6) / tile.length).toFixed(2) });
  }
  console.table(table);
}

function core(): void {
  const root = fileURLToPath(new URL('../../', import.meta.url));
  const folder = mkdtempSync(join(tmpdir(), 'honeysift-bench-'));
  try {
    const program = join(folder, 'core');
    const sources = [
      'bench/levenshtein-core.cc',
      'native/phrase/levenshtein.cc',
      'native/phrase/levenshtein_strips.cc',
    ];
    const flags = ['-std=c++20', '-O3', '-fPIC', '-Inative', ...sources, '-o', program];
    if (spawnSync('g++', flags, { cwd: root }).status !== 0) {
      console.log('no g++ here: the core is not measured alone');
      return;
    }
    process.stdout.write(spawnSync(program, { encoding: 'utf8' }).stdout);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

export async function run(): Promise<void> {
  const random = makeRandom(1);
  await onePair(random);
  batch(random);
  core();
}
