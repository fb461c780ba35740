/**
 * One pair at a time from JavaScript beside npm baselines where they are installed (fastest-levenshtein always is). As a
 * program it measures the makes and lengths of its arguments and prints the lines as JSON, so that levenshtein.bench.ts
 * can run it with vector instructions left out.
 */
import { fileURLToPath } from 'node:url';

import { Bench } from 'tinybench';

import { levenshtein } from '#honeysift/distances/levenshtein.js';

import { makeRandom, type Random } from './phrase-data.js';

type Levenshtein = (a: string, b: string) => number;
export type Line = Record<string, string | number>;

const pairsPerRun = 256;
/** A run takes some ten microseconds at least, or the clock would be measured too. */
const timesPerRun = 16;

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
      // Not installed: no baseline from it.
    }
  }
  return found;
}

const english =
  'the of and to in is you that it he was for on are with as his they be at one have this from or had by word but what some we can out other were all there when up use your how said an each she which do their time if will way about many then them write would like so these her long make thing see him two has look more day could go come did number sound no most people my over know water than call first who may down side been now find'.split(
    ' ',
  );

/** Words as users have them: of several alphabets, written out, or joined or cut, which V8 keeps as references to parts. */
const makes: Record<string, (random: Random, length: number) => string> = {
  'letters and digits': (random, length) => random.word(length),
  'lower-case letters': lowerCase,
  English: (random, length) => {
    let text = '';
    while (text.length < length) text += `${english[random.below(english.length)] as string} `;
    return Buffer.from(text.slice(0, length)).toString('latin1');
  },
  digits: (random, length) => lettersFrom('0123456789', random, length),
  'lower-case, joined': (random, length) =>
    lowerCase(random, length >> 1) + lowerCase(random, (length + 1) >> 1),
  'lower-case, cut': (random, length) => `<${lowerCase(random, length)}>`.slice(1, -1),
  Cyrillic: (random, length) => lettersFrom('абвгдежзийклмнопрстуфхцчшщъыьэюя', random, length),
};
export const makeNames = Object.keys(makes);

function lowerCase(random: Random, length: number): string {
  return lettersFrom('abcdefghijklmnopqrstuvwxyz', random, length);
}

function lettersFrom(letters: string, random: Random, length: number): string {
  return Array.from({ length }, () => letters[random.below(letters.length)] as string).join('');
}

/** A line for each length. */
export async function besideOthers(make: string, lengths: readonly number[]): Promise<Line[]> {
  const others = await baselines();
  const lines: Line[] = [];
  for (const length of lengths) lines.push(await measure(make, length, others));
  return lines;
}

async function measure(
  make: string,
  length: number,
  others: ReadonlyMap<string, Levenshtein>,
): Promise<Line> {
  // Each library its own words, which it may be the first to have written out, and its own loop, or the call in it would
  // be to whichever came first.
  const loopOf = (distance: Levenshtein): (() => number) => {
    const random = makeRandom(length);
    const words = Array.from({ length: pairsPerRun + 1 }, () => makes[make]?.(random, length) ?? '');
    // eslint-disable-next-line @typescript-eslint/no-implied-eval
    return new Function(
      'distance',
      'words',
      'times',
      `let sum = 0;
       for (let k = 0; k < times; k += 1)
         for (let i = 1; i < words.length; i += 1) sum += distance(words[i - 1], words[i]);
       return sum;`,
    ).bind(undefined, distance, words, timesPerRun) as () => number;
  };
  const bench = new Bench({ time: 250, warmupTime: 100 });
  const ours = loopOf(levenshtein);
  const wanted = ours();
  bench.add('honeysift', () => void ours());
  for (const [name, other] of others) {
    const theirs = loopOf(other);
    if (theirs() !== wanted) throw new Error(`${name} disagrees at length ${length}, ${make}`);
    bench.add(name, () => void theirs());
  }
  await bench.run();
  const line: Line = { words: make, length };
  let ourNs = NaN;
  for (const { name, result } of bench.tasks) {
    if (result.state !== 'completed') throw new Error(`${name} ended as ${result.state}`);
    const ns = (result.latency.p50 * 1e6) / (pairsPerRun * timesPerRun);
    line[`${name} ns`] = ns.toFixed(1);
    if (name === 'honeysift') ourNs = ns;
    else line[`times ${name}`] = (ns / ourNs).toFixed(1);
  }
  return line;
}

const [, program, make, ...lengths] = process.argv;
if (program === fileURLToPath(import.meta.url)) {
  console.log(JSON.stringify(await besideOthers(make ?? '', lengths.map(Number))));
}
