import { Bonds } from '#honeysift/causes/families.js';
import { linkLeftovers } from '#honeysift/causes/link-leftovers.js';
import type { Plan } from '#honeysift/causes/plans.js';
import { wordsIn } from '#honeysift/causes/telling-words.js';
import { describe, expect, it } from 'vitest';

import { chance, findCauses, inputOf, repeat, word, type SourceSpec } from './make-sources.js';

const get = (path: string, page: string, host: string): string =>
  `GET /${path}/${page} HTTP/1.0\\r\\nHost: ${host}\\r\\n\\r\\n`;

const triples = repeat(8, (index) => [`path${index}x`, `page${index}y`, `host${index}z`] as const);

const rootCauses = async (specs: readonly SourceSpec[]): Promise<number> =>
  (await findCauses(inputOf(specs))).rootCauses.length;

const families = async (specs: readonly SourceSpec[]): Promise<number> =>
  (await findCauses(inputOf(specs))).families.length;

/** Other tools on ports of their own: what they say and send is what is common. */
const elsewhere = repeat(12, (port) =>
  repeat(4, (): SourceSpec => ({
    sequence: String(9000 + port),
    counts: { a: 4, b: 5 + port },
    phrase: `NOTE number ${port}\\r\\n`,
  })),
).flat();

describe('fields of many values', () => {
  it('are configurations where three of them determine each other and some are more common', async () => {
    const specs = triples.flatMap(([path, page, host], index) =>
      repeat(6 * (9 - index), (): SourceSpec => ({ counts: { a: 6 }, phrase: get(path, page, host) })),
    );
    expect(await rootCauses(specs)).toBe(8);
  });

  it('are one list where they come equally often', async () => {
    const specs = triples.flatMap(([path, page, host]) =>
      repeat(30, (): SourceSpec => ({ counts: { a: 6 }, phrase: get(path, page, host) })),
    );
    expect(await rootCauses(specs)).toBe(1);
  });

  it('are fields where they vary independently, however unequally', async () => {
    const random = chance(4);
    const skewed = (): number => Math.floor(8 * random() ** 2);
    const pick = (place: 0 | 1 | 2): string => (triples[skewed()] ?? ['', '', ''])[place];
    const specs = repeat(250, (): SourceSpec => ({
      counts: { a: 6 },
      phrase: get(pick(0), pick(1), pick(2)),
    }));
    expect(await rootCauses(specs)).toBe(1);
  });
});

describe('plans without payload', () => {
  const silent = repeat(40, (): SourceSpec => ({ counts: { a: 6, c: 6 } }));
  const talk = (phrase: string): SourceSpec[] =>
    repeat(40, (): SourceSpec => ({ counts: { a: 6, b: 10, c: 6 }, phrase }));

  it('go with the tool they may be part of, and with none where there are two', async () => {
    const [one, other] = [talk('SING the first song\\r\\n'), talk('<0102030405>words of another<06>')];
    expect(await families([...silent, ...one])).toBe(1);
    expect(await families([...one, ...other])).toBe(2);
    expect(await families([...silent, ...one, ...other])).toBe(3);
  });

  it('are one tool at another honeypot where it is hit as often, or nobody else sends such counts', async () => {
    const at = (honeypot: string, packets: number, sources: number): SourceSpec[] =>
      repeat(sources, (): SourceSpec => ({ counts: { [honeypot]: packets } }));
    // Counts that are common: on every other set of ports someone sends four packets to one honeypot.
    const others = [
      ...elsewhere,
      ...at('b', 9, 30),
      ...repeat(3, (tool) =>
        repeat(20, (): SourceSpec => ({ counts: { a: 11 + tool, b: 20 + 7 * tool } })),
      ).flat(),
    ];
    const alone = await families(others);
    expect((await families([...others, ...at('a', 4, 100), ...at('c', 4, 104)])) - alone).toBe(1);
    expect((await families([...others, ...at('a', 4, 200), ...at('c', 4, 60)])) - alone).toBe(2);
    expect((await families([...others, ...at('a', 37, 200), ...at('c', 37, 60)])) - alone).toBe(1);
  });
});

describe('words', () => {
  it('are runs of letters and digits and of unprintable bytes, without filler', () => {
    const said = Buffer.from(
      `susivu${'O'.repeat(40)}joramu GET \x01\x02\x80\x81 ${'\x90'.repeat(9)}`,
      'latin1',
    );
    expect(wordsIn(said)).toEqual(['susivu', 'joramu', '\x01\x02\x80\x81']);
  });

  it('tie configurations that filler kept apart, and not what protocols ask for', async () => {
    const filled = (setting: string): SourceSpec[] =>
      repeat(30, (): SourceSpec => ({
        counts: { a: 3 },
        phrase: `LOAD vozanita ${setting}${'O'.repeat(150)}pebilodi`,
      }));
    const alone = await families(elsewhere);
    expect((await families([...elsewhere, ...filled('kameli'), ...filled('rusotane')])) - alone).toBe(1);
    const note = (text: string): SourceSpec[] =>
      repeat(30, (): SourceSpec => ({ counts: { a: 3 }, phrase: `NOTE number ${text}\\r\\n` }));
    expect((await families([...elsewhere, ...note('gizemela todi'), ...note('warulibo fanu')])) - alone).toBe(
      2,
    );
  });

  it('tie runs against machines with other ports open, where one says all that the other says', async () => {
    const random = chance(8);
    const shared = (): string => `VISIT kolumaze ${word(random, 6, 6)}\\r\\n`;
    const open = repeat(30, (): SourceSpec => ({
      sequence: '80,81',
      counts: { a: 9 },
      phrase: `${shared()}||ASK the second port\\r\\n`,
    }));
    const closed = repeat(50, (): SourceSpec => ({ sequence: '80,81', counts: { b: 7 }, phrase: shared() }));
    const alone = await families(elsewhere);
    expect((await families([...elsewhere, ...open, ...closed])) - alone).toBe(1);
  });
});

describe('what loss leaves alone', () => {
  const plan = (content: number, raw: readonly number[], rows = 1): Plan => ({
    content,
    entries: 3,
    honeypots: [0, 1, 2],
    raw,
    canonical: raw,
    manner: 1,
    make: 0,
    rows: Array.from({ length: rows }, (_, row) => row),
    phrase: 0,
  });
  const bulk = repeat(40, (index) => plan(7, [20 + (index % 3), 30 - (index % 2), 20]));
  const tied = (left: Plan, lossRate = 0.1, isEmpty = false): boolean => {
    const plans = [...bulk, left];
    const bonds = new Bonds(plans.length);
    for (let index = 1; index < bulk.length; index++) bonds.tie(0, index, 'loss');
    linkLeftovers(plans, () => isEmpty, lossRate, bonds);
    return bonds.areOne(0, bulk.length);
  };

  it('goes with the family about whose medians it lies', () => {
    expect(tied(plan(7, [17, 27, 22]))).toBe(true);
  });

  it('stays apart where loss would not do it, with other words, without any, or where it recurs', () => {
    expect(tied(plan(7, [17, 27, 22]), 0)).toBe(false);
    expect(tied(plan(7, [2, 30, 20]))).toBe(false);
    expect(tied(plan(8, [17, 27, 22]))).toBe(false);
    expect(tied(plan(7, [17, 27, 22]), 0.1, true)).toBe(false);
    expect(tied(plan(7, [17, 27, 22], 5))).toBe(false);
  });
});
