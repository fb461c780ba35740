// Runs the benchmarks whose names contain one of the words given (all without one): npm run bench -- levenshtein
import { readdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';

/** What a `*.bench.ts` exports: it measures beside a baseline in one run, checks the answers, and prints a table. */
interface Benchmark {
  run(): Promise<void>;
}

const folder = dirname(fileURLToPath(import.meta.url));
const words = process.argv.slice(2);
const names = readdirSync(folder)
  .filter((name) => name.endsWith('.bench.js'))
  .filter((name) => words.length === 0 || words.some((word) => name.includes(word)))
  .sort();

for (const name of names) {
  console.log(`\n${name.replace(/\.bench\.js$/, '')}`);
  const benchmark = (await import(`./${name}`)) as Benchmark;
  await benchmark.run();
}
