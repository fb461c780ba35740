/**
 * Levenshtein: one pair at a time from JavaScript beside npm baselines (levenshtein-pairs.ts), the same with fewer vector
 * instructions, many at once beside one at a time, and the C++ core alone beside edlib (levenshtein-core.cc, where g++ is
 * at hand). All answers must agree. Random words share few characters: the hard case.
 */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

import { levenshteinMany, levenshteinMatrix } from '#honeysift/distances/levenshtein-tile.js';
import { levenshtein } from '#honeysift/distances/levenshtein.js';

import { linesOf, withProgram } from './compile.js';
import { besideOthers, type Line, makeNames } from './levenshtein-pairs.js';
import { makeRandom, type Random } from './phrase-data.js';

const pairsProgram = fileURLToPath(new URL('levenshtein-pairs.js', import.meta.url));

async function onePair(): Promise<void> {
  const table: Line[] = [];
  for (const make of makeNames) {
    const lengths = make === 'letters and digits' ? [8, 16, 32, 60, 64, 128, 300] : [8, 16, 60, 300];
    table.push(...(await besideOthers(make, lengths)));
  }
  console.log('one pair at a time from JavaScript, medians');
  console.table(table);
}

/** The same on a processor that has less, by leaving its wider instructions unused. */
function byVectors(): void {
  const table: Line[] = [];
  for (const vectors of ['avx2', 'portable']) {
    const { status, stdout, stderr } = spawnSync(
      process.execPath,
      [pairsProgram, 'lower-case letters', '8', '16', '32', '60', '300'],
      { encoding: 'utf8', env: { ...process.env, HONEYSIFT_VECTORS: vectors } },
    );
    if (status !== 0) throw new Error(stderr);
    for (const line of JSON.parse(stdout) as Line[]) table.push({ 'at most': vectors, ...line });
  }
  console.log('the same with AVX2 at most, and with neither it nor AVX-512');
  console.table(table);
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
    'native/phrase/word_lanes.cc',
    'native/phrase/lane_kernels.cc',
    'native/phrase/lane_kernels_avx2.cc',
    'native/phrase/lane_kernels_avx512.cc',
  ];
  const lines =
    withProgram(sources, ['edlib'], (program) => linesOf(program)) ??
    withProgram([...sources, '-DHONEYSIFT_NO_EDLIB'], [], (program) => linesOf(program));
  if (!lines) {
    console.log('no g++ here: the core is not measured alone');
    return;
  }
  const table = lines.map((line) => {
    const [length = 0, ours = 0, many = 0, textbook = 0, edlib = 0] = line.map(Number);
    const [oneOff, batchElsewhere] = rapidfuzzElsewhere[length] ?? [];
    return {
      length,
      'core ns': ours.toFixed(1),
      'many at once ns': many === 0 ? '' : many.toFixed(2),
      'edlib ns': edlib === 0 ? 'not installed' : edlib.toFixed(1),
      'times edlib': edlib === 0 ? '' : (edlib / ours).toFixed(1),
      'textbook ns': textbook.toFixed(0),
      'times textbook': (textbook / ours).toFixed(0),
      'rapidfuzz-cpp ns, elsewhere': oneOff ?? '',
      'its batch ns, elsewhere': batchElsewhere ?? '',
    };
  });
  console.log('the C++ core alone, one pair at a time and 256 x 256 at once, medians');
  console.table(table);
}

export async function run(): Promise<void> {
  const random = makeRandom(1);
  await onePair();
  byVectors();
  batch(random);
  core();
}
