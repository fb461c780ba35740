/**
 * The phrase distance of one pair, for phrases as they occur and for very long ones, beside the textbook twin in C++
 * (phrase-naive.cc) and in Perl over Text::LevenshteinXS (phrase-distance.pl), where g++ and that module are installed, and
 * beside the Perl module Text::PhraseDistance where it is (bug-compatible matching `module`). Answers must agree.
 */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

import { Bench } from 'tinybench';

import { phraseDistance } from '#honeysift/distances/phrase-distance.js';
import { defaultSet } from '#honeysift/distances/resolve-options.js';
import type { Matching } from '#honeysift/model/phrase-distance.js';

import { linesOf, root, withProgram } from './compile.js';
import { makeRandom, type Random } from './phrase-data.js';

const matchings: readonly Matching[] = ['stable', 'assignment', 'module'];

type Pair = readonly [a: string, b: string];

function pairs(random: Random): Record<string, Pair> {
  const ftp = (user: string, password: string): string =>
    `USER ${user}\\r\\n||PASS ${password}\\r\\n||CWD /public/\\r\\n||CWD /incoming/\\r\\n||MKD 031123p\\r\\n||QUIT\\r\\n`;
  const sentence = (words: number): string =>
    Array.from({ length: words }, () => random.word(1 + random.below(8))).join(' ');
  const scan = Array.from({ length: 1000 }, () => `/${random.word(3 + random.below(6))}.pl`);
  return {
    'one random field': [ftp('anonymous', random.word(8)), ftp('anonymous', random.word(8))],
    'two random fields': [ftp(random.word(8), random.word(8)), ftp(random.word(8), random.word(8))],
    '40 random words': [sentence(40), sentence(40)],
    '400 random words': [sentence(400), sentence(400)],
    'scan of 2,000 words, one changed': [scan.join(' '), scan.with(500, '/changed.pl').join(' ')],
  };
}

interface Measured {
  readonly distance: number;
  readonly us: number;
}

/** Each pair by a program that prints "distance microseconds" for it; undefined where it is not installed. */
function measuredBy(
  run: (args: readonly string[]) => string[][] | undefined,
  all: readonly Pair[],
): Measured[] | undefined {
  return run([defaultSet, ...all.flat()])?.map(([distance, us]) => ({
    distance: Number(distance),
    us: Number(us),
  }));
}

function naive(args: readonly string[]): string[][] | undefined {
  const sources = ['bench/phrase-naive.cc', 'native/reference/phrase_distance.cc'];
  return withProgram(sources, [], (program) => linesOf(program, args));
}

function perlOverXs(args: readonly string[]): string[][] | undefined {
  if (spawnSync('perl', ['-MText::LevenshteinXS', '-e', '1']).status !== 0) return undefined;
  return linesOf('perl', [join(root, 'bench/phrase-distance.pl'), ...args]);
}

/** The module itself, once for each pair. */
function perlModule(args: readonly string[]): string[][] | undefined {
  if (spawnSync('perl', ['-MText::PhraseDistance', '-e', '1']).status !== 0) return undefined;
  const script = `use Text::PhraseDistance; use Time::HiRes 'time'; my $set = shift;
    while (my ($a, $b) = splice @ARGV, 0, 2) { my $t = time; my $d = Text::PhraseDistance::pdistance($a, $b, $set);
    printf "%s %s\\n", $d, (time - $t) * 1e6; }`;
  return linesOf('perl', ['-e', script, ...args]);
}

const baselines = {
  'naive C++': { matching: 'stable', run: naive },
  'Perl over XS': { matching: 'stable', run: perlOverXs },
  'Perl module': { matching: 'module', run: perlModule },
} as const;

async function onePair(random: Random): Promise<void> {
  const all = Object.entries(pairs(random));
  const theirs = Object.entries(baselines).flatMap(([name, { matching, run }]) => {
    const measured = measuredBy(
      run,
      all.map(([, pair]) => pair),
    );
    if (!measured) console.log(`${name}: not installed here`);
    return measured ? [{ name, matching, measured }] : [];
  });
  const table: Record<string, string | number>[] = [];
  for (const [k, [pair, [a, b]]] of all.entries()) {
    const bench = new Bench({ time: 200, warmupTime: 50 });
    for (const matching of matchings) {
      const options = { matching };
      bench.add(matching, () => void phraseDistance(a, b, options));
    }
    await bench.run();
    const line: Record<string, string | number> = { pair };
    const ours: Record<string, number> = {};
    for (const { name: matching, result } of bench.tasks) {
      if (result.state !== 'completed') throw new Error(`${matching} ended as ${result.state}`);
      ours[matching] = result.latency.p50 * 1000;
      line[`${matching} µs`] = (result.latency.p50 * 1000).toFixed(2);
    }
    for (const { name, matching, measured } of theirs) {
      const { distance, us } = measured[k] as Measured;
      if (distance !== phraseDistance(a, b, { matching })) throw new Error(`${name} disagrees: ${pair}`);
      line[`${name} µs`] = us.toFixed(0);
      line[`times ${name}`] = (us / (ours[matching] as number)).toFixed(0);
    }
    table.push(line);
  }
  console.log(
    'one phrase distance, medians; baselines beside the same matching (stable; the Perl module: module)',
  );
  console.table(table);
}

/** Words enough for an n x n matrix of 1.8 GB. */
function longPairs(random: Random): void {
  const words = Array.from({ length: 15_000 }, () => random.word(1 + random.below(8)));
  const other = words.map(() => random.word(1 + random.below(8)));
  const cases: Record<string, readonly string[]> = {
    'one word changed': words.with(7_500, 'changed'),
    'one word inserted': ['new', ...words.slice(0, -1)],
    'words sorted': [...words].sort(),
    'other words': other,
  };
  for (const [name, changed] of Object.entries(cases)) {
    const [a, b] = [words.join(' '), changed.join(' ')];
    const start = performance.now();
    const distance = phraseDistance(a, b);
    const ms = performance.now() - start;
    if (phraseDistance(b, a) !== distance) throw new Error(`15,000 words, ${name}: not symmetric`);
    console.log(`15,000 words, ${name}: distance ${distance}, ${ms.toFixed(1)} ms (aim: below 1,000)`);
  }
}

export async function run(): Promise<void> {
  const random = makeRandom(2);
  await onePair(random);
  longPairs(random);
}
