/**
 * The phrase distance of one pair, for phrases as they occur and for very long ones. Beside it the Perl module
 * Text::PhraseDistance where it is installed (bug-compatible matching `module`; answers must agree).
 */
import { spawnSync } from 'node:child_process';

import { Bench } from 'tinybench';

import { phraseDistance } from '#honeysift/distances/phrase-distance.js';
import type { Matching } from '#honeysift/model/phrase-distance.js';

import { makeRandom, type Random } from './phrase-data.js';

const matchings: readonly Matching[] = ['stable', 'assignment', 'module'];

type Pair = readonly [a: string, b: string];

function pairs(random: Random): Record<string, Pair> {
  const ftp = (user: string, password: string): string =>
    `USER ${user}\\r\\n||PASS ${password}\\r\\n||CWD /public/\\r\\n||CWD /incoming/\\r\\n||MKD 031123p\\r\\n||QUIT\\r\\n`;
  const sentence = (words: number): string =>
    Array.from({ length: words }, () => random.word(1 + random.below(8))).join(' ');
  return {
    'one random field': [ftp('anonymous', random.word(8)), ftp('anonymous', random.word(8))],
    'two random fields': [ftp(random.word(8), random.word(8)), ftp(random.word(8), random.word(8))],
    '40 random words': [sentence(40), sentence(40)],
    '400 random words': [sentence(400), sentence(400)],
  };
}

/** Milliseconds of one distance in Perl, and the distance; undefined without the module. */
function perl([a, b]: Pair): { readonly distance: number; readonly ms: number } | undefined {
  const script = `use Text::PhraseDistance; use Time::HiRes 'time'; my ($a, $b) = @ARGV;
    my $set = join '', 'A'..'Z', 'a'..'z', 0..9; my $t = time;
    my $d = Text::PhraseDistance::pdistance($a, $b, $set); printf "%s %s", $d, (time - $t) * 1000;`;
  const { status, stdout } = spawnSync('perl', ['-e', script, a, b], { encoding: 'utf8' });
  if (status !== 0) return undefined;
  const [distance, ms] = stdout.split(' ').map(Number);
  return { distance: distance as number, ms: ms as number };
}

async function onePair(random: Random): Promise<void> {
  const table: Record<string, string | number>[] = [];
  let hasPerl = true;
  for (const [name, [a, b]] of Object.entries(pairs(random))) {
    const bench = new Bench({ time: 200, warmupTime: 50 });
    for (const matching of matchings) bench.add(matching, () => void phraseDistance(a, b, { matching }));
    await bench.run();
    const line: Record<string, string | number> = { pair: name };
    for (const { name: matching, result } of bench.tasks) {
      if (result.state !== 'completed') throw new Error(`${matching} ended as ${result.state}`);
      line[`${matching} µs`] = (result.latency.p50 * 1000).toFixed(2);
    }
    const theirs = hasPerl ? perl([a, b]) : undefined;
    if (theirs) {
      line['Perl module µs'] = (theirs.ms * 1000).toFixed(0);
      if (theirs.distance !== phraseDistance(a, b, { matching: 'module' }))
        throw new Error(`Perl disagrees: ${name}`);
    } else hasPerl = false;
    table.push(line);
  }
  console.table(table);
  if (!hasPerl) console.log('Text::PhraseDistance is not installed: no baseline from Perl');
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
    const start = performance.now();
    const distance = phraseDistance(words.join(' '), changed.join(' '));
    console.log(`15,000 words, ${name}: distance ${distance}, ${(performance.now() - start).toFixed(1)} ms`);
  }
}

export async function run(): Promise<void> {
  const random = makeRandom(2);
  await onePair(random);
  longPairs(random);
}
