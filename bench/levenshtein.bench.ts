/**
 * Levenshtein: one pair at a time from JavaScript beside npm baselines where they are installed (fastest-levenshtein
 * always is), many at once beside one at a time, and the C++ core alone beside edlib (levenshtein-core.cc, where g++ is at
 * hand). All answers must agree. Random words share few characters: the hard case.
 */
import { Bench } from 'tinybench';

import { levenshteinMany, levenshteinMatrix } from '#honeysift/distances/levenshtein-tile.js';
import { levenshtein } from '#honeysift/distances/levenshtein.js';

import { linesOf, withProgram } from './compile.js';
import { makeRandom, type Random } from './phrase-data.js';

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

/** Words as users make them: written out, or joined or cut, which V8 keeps as references to the parts. */
const makes: Record<string, (random: Random, length: number) => string> = {
  'letters and digits': (random, length) => random.word(length),
  'lower-case letters': (random, length) => lowerCase(random, length),
  'lower-case, joined': (random, length) =>
    lowerCase(random, length >> 1) + lowerCase(random, (length + 1) >> 1),
  'lower-case, cut': (random, length) => `<${lowerCase(random, length)}>`.slice(1, -1),
};

function lowerCase(random: Random, length: number): string {
  return Array.from({ length }, () => String.fromCharCode(97 + random.below(26))).join('');
}

async function onePair(random: Random): Promise<void> {
  const others = await baselines();
  const table: Record<string, string | number>[] = [];
  for (const make of Object.keys(makes)) {
    for (const length of make === 'letters and digits' ? lengths : [16, 60]) {
      table.push(await besideOthers(random, make, length, others));
    }
  }
  console.log('one pair at a time from JavaScript, medians');
  console.table(table);
}

async function besideOthers(
  random: Random,
  make: string,
  length: number,
  others: ReadonlyMap<string, Levenshtein>,
): Promise<Record<string, string | number>> {
  const words = Array.from({ length: pairsPerRun + 1 }, () => makes[make]?.(random, length) ?? '');
  const bench = new Bench({ time: 300, warmupTime: 100 });
  // Each library its own loop, or the call in it would be to whichever came first.
  const loopOf = (distance: Levenshtein): (() => number) =>
    // eslint-disable-next-line @typescript-eslint/no-implied-eval
    new Function(
      'distance',
      'words',
      'let sum = 0; for (let i = 1; i < words.length; i += 1) sum += distance(words[i - 1], words[i]); return sum;',
    ).bind(undefined, distance, words) as () => number;
  const ours = loopOf(levenshtein);
  const wanted = ours();
  bench.add('honeysift', () => void ours());
  for (const [name, other] of others) {
    const theirs = loopOf(other);
    if (theirs() !== wanted) throw new Error(`${name} disagrees at length ${length}, ${make}`);
    bench.add(name, () => void theirs());
  }
  await bench.run();
  const line: Record<string, string | number> = { words: make, length };
  let ourNs = NaN;
  for (const { name, result } of bench.tasks) {
    if (result.state !== 'completed') throw new Error(`${name} ended as ${result.state}`);
    const ns = (result.latency.p50 * 1e6) / pairsPerRun;
    line[`${name} ns`] = ns.toFixed(1);
    if (name === 'honeysift') ourNs = ns;
    else line[`times ${name}`] = (ns / ourNs).toFixed(1);
  }
  return line;
}

function medianMs(work: () => void, rounds = 7): number {
  const times = Array.from({ length: rounds }, () => {
    const start = performance.now();
    work();
    return performance.now() - start;
  });
  return times.sort((a, b) => a - b)[rounds >> 1] as number;
}

/** All pairs of 1,024 words in one call, and one word to all of them, beside the same pairs one by one. */
function batch(random: Random): void {
  const table: Record<string, string | number>[] = [];
  for (const length of [4, 8, 16, 32, 64, 128]) {
    const words = Array.from({ length: 1024 }, () => random.word(length));
    const [first = ''] = words;
    const matrix = levenshteinMatrix(words);
    const many = levenshteinMany(first, words);
    const some = words.slice(0, 64);
    for (const [i, a] of words.entries()) {
      for (const [j, b] of some.entries()) {
        if (matrix[i * words.length + j] !== levenshtein(a, b)) throw new Error(`batch, length ${length}`);
      }
      if (many[i] !== levenshtein(first, a)) throw new Error(`one to many, length ${length}`);
    }
    const oneByOne = medianMs(() => {
      for (const a of words) for (const b of some) levenshtein(a, b);
    });
    const ns = {
      one: (oneByOne * 1e6) / (words.length * some.length),
      matrix: (medianMs(() => levenshteinMatrix(words)) * 1e6) / words.length ** 2,
      many: (medianMs(() => levenshteinMany(first, words), 99) * 1e6) / words.length,
    };
    table.push({
      length,
      'one by one ns': ns.one.toFixed(1),
      'matrix ns': ns.matrix.toFixed(2),
      'times one by one': (ns.one / ns.matrix).toFixed(1),
      'one to many ns': ns.many.toFixed(1),
    });
  }
  console.log('ns a pair of words, medians: one by one, all pairs of 1,024 words, one word to 1,024');
  console.table(table);
}

/** ns a pair of rapidfuzz-cpp (one-off, SIMD batch) as measured on another machine: an order of magnitude, no more. */
const rapidfuzzElsewhere: Record<string, readonly [oneOff: number, batch: number | undefined]> = {
  8: [90, 7.2],
  16: [143, 13.8],
  60: [484, 118],
  300: [10_700, undefined],
};

function core(): void {
  const sources = [
    'bench/levenshtein-core.cc',
    'native/phrase/levenshtein.cc',
    'native/phrase/levenshtein_strips.cc',
    'native/phrase/short_levenshtein.cc',
    'native/phrase/one_strip.cc',
    'native/phrase/one_strip_avx2.cc',
    'native/phrase/one_strip_avx512.cc',
  ];
  const lines =
    withProgram(sources, ['edlib'], (program) => linesOf(program)) ??
    withProgram([...sources, '-DHONEYSIFT_NO_EDLIB'], [], (program) => linesOf(program));
  if (!lines) {
    console.log('no g++ here: the core is not measured alone');
    return;
  }
  const table = lines.map((line) => {
    const [length = 0, ours = 0, textbook = 0, edlib = 0] = line.map(Number);
    const [oneOff, many] = rapidfuzzElsewhere[length] ?? [];
    return {
      length,
      'core ns': ours.toFixed(1),
      'edlib ns': edlib === 0 ? 'not installed' : edlib.toFixed(1),
      'times edlib': edlib === 0 ? '' : (edlib / ours).toFixed(1),
      'textbook ns': textbook.toFixed(0),
      'times textbook': (textbook / ours).toFixed(0),
      'rapidfuzz-cpp ns, elsewhere': oneOff ?? '',
      'its batch ns, elsewhere': many ?? '',
    };
  });
  console.log('the C++ core alone, one pair at a time, medians');
  console.table(table);
}

export async function run(): Promise<void> {
  const random = makeRandom(1);
  await onePair(random);
  batch(random);
  core();
}
