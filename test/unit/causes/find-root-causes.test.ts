import { describe, expect, it } from 'vitest';

import { causeOf, chance, findCauses, inputOf, repeat, word } from './make-sources.js';

const random = chance(9);

describe('findRootCauses', () => {
  it('lists what no itemset covers and nothing resembles as rare', async () => {
    const causes = await findCauses(
      inputOf(
        [
          ...repeat(200, () => ({ counts: { a: 3 } })),
          { counts: { a: 17, b: 2 }, phrase: 'something odd' },
          { counts: { a: 9 }, phrase: 'MKD evil\\r\\n' },
          { counts: { a: 9 }, phrase: 'MKD evil\\r\\n' },
        ],
        0.02,
      ),
    );
    expect([...causes.rare]).toEqual([200]);
    expect(causeOf(causes, 201)).toMatchObject({
      clusterId: null,
      items: [],
      rows: Uint32Array.of(201, 202),
    });
  });

  it('leaves out backscatter', async () => {
    const causes = await findCauses(inputOf([{ counts: { a: 1 }, backscatter: true }, { counts: { a: 1 } }]));
    expect(causes.rootCauses.flatMap(({ rows }) => [...rows])).toEqual([1]);
  });

  it('splits a fixed value from random ones of the same structure', async () => {
    const phrase = (user: string): string => `USER ${user}\\r\\n||PASS secret\\r\\n||QUIT\\r\\n`;
    const causes = await findCauses(
      inputOf([
        ...repeat(100, () => ({ counts: { a: 8 }, phrase: phrase('anonymous') })),
        ...repeat(100, () => ({ counts: { a: 8 }, phrase: phrase(word(random, 5, 8)) })),
      ]),
    );
    expect(causes.rootCauses.map(({ rows }) => rows.length)).toEqual([100, 100]);
  });

  it('takes fields that vary independently for fields, however few their values', async () => {
    const users = ['root', 'admin', 'test'];
    const passwords = ['1234', 'love', 'god'];
    const causes = await findCauses(
      inputOf(
        repeat(180, (index) => ({
          counts: { a: 8 },
          phrase: `login: ${users[index % 3] as string} with a long fixed text||password: ${passwords[Math.floor(index / 3) % 3] as string}`,
        })),
      ),
    );
    expect(causes.rootCauses).toHaveLength(1);
  });

  it('tells apart tools of one length of random bytes by their fixed bytes', async () => {
    const bytes = (): string => `<${word(random, 16, 16, '89abcdef')}>`;
    const phrase = (head: string, tail: string): string => `<${head}${bytes().slice(1, -1)}${tail}>`;
    const causes = await findCauses(
      inputOf([
        ...repeat(50, () => ({ counts: { a: 2 }, phrase: phrase('80000001ff', '0001000e') })),
        ...repeat(50, () => ({ counts: { a: 2 }, phrase: phrase('01010001aa', '0a0b0c0d') })),
      ]),
    );
    expect(causes.rootCauses.map(({ rows }) => rows.length)).toEqual([50, 50]);
  });

  it('holds random payload without anything fixed together', async () => {
    const causes = await findCauses(
      inputOf(repeat(80, () => ({ counts: { a: 2 }, phrase: `<${word(random, 32, 32, '89abcdef')}>` }))),
    );
    expect(causes.rootCauses).toHaveLength(1);
  });

  it('gives root causes of one run ids of their own, and families too', async () => {
    const causes = await findCauses(
      inputOf([1, 2, 3, 5, 8].flatMap((n) => repeat(10, () => ({ counts: { a: n, b: n }, phrase: '' })))),
    );
    expect(new Set(causes.rootCauses.map(({ rootCauseId }) => rootCauseId)).size).toBe(
      causes.rootCauses.length,
    );
    expect(new Set(causes.families.map(({ familyId }) => familyId)).size).toBe(causes.families.length);
    for (const { rootCauseId, familyId, reason } of causes.rootCauses) {
      expect(rootCauseId).toMatch(/^R[0-9a-f]{16}$/);
      expect(familyId).toMatch(/^F[0-9a-f]{16}$/);
      expect(reason).not.toBe('');
    }
  });

  it('keeps ids when more days bring more of the same', async () => {
    const spec = (): { counts: { a: number }; phrase: string } => ({
      counts: { a: 8 },
      phrase: `USER ${word(random, 5, 8)}\\r\\n||QUIT\\r\\n`,
    });
    const specs = repeat(40, spec);
    const before = await findCauses(inputOf(specs));
    const after = await findCauses(inputOf([...specs, ...repeat(40, spec)]));
    expect(after.rootCauses.map(({ rootCauseId }) => rootCauseId)).toEqual(
      before.rootCauses.map(({ rootCauseId }) => rootCauseId),
    );
    expect(after.families.map(({ familyId }) => familyId)).toEqual(
      before.families.map(({ familyId }) => familyId),
    );
  });
});

describe('hostile and large input', () => {
  it('bears payloads that look like notation', async () => {
    const phrases = [
      '||||',
      '\\|\\|',
      '<',
      '<>',
      '<zz>',
      '\\',
      '{a-z:3}',
      '<00',
      '\\r\\n'.repeat(50),
      '<00>||<00>',
      "';--",
    ];
    const causes = await findCauses(
      inputOf(phrases.flatMap((phrase) => repeat(3, () => ({ counts: { a: 2 }, phrase })))),
    );
    expect(causes.rootCauses.reduce((sum, { rows }) => sum + rows.length, 0) + causes.rare.length).toBe(33);
  });

  it('bears phrases of 64 KiB: one entry, many entries, empty entries, cut', async () => {
    const huge = [
      ...repeat(20, () => word(random, 65_000, 65_000)),
      ...repeat(20, () => repeat(6500, () => word(random, 8, 8)).join('||')),
      ...repeat(20, () => '||'.repeat(32_000)),
      ...repeat(20, () => `<${word(random, 65_000, 65_000, '89abcdef')}>`),
      ...repeat(20, () =>
        repeat(3000, (index) => `GET /${index % 7} ${word(random, 3, 9)}\\r\\n`)
          .join('||')
          .slice(0, 65_536),
      ),
    ];
    const causes = await findCauses(
      inputOf(huge.map((phrase) => ({ counts: { a: 100 }, phrase, cut: true }))),
    );
    expect(causes.rootCauses.reduce((sum, { rows }) => sum + rows.length, 0) + causes.rare.length).toBe(100);
    expect(causes.rootCauses.length).toBeLessThan(12);
  });

  it('finds one root cause in 30,000 distinct phrases with a random field', async () => {
    const specs = repeat(30_000, () => ({
      counts: { a: 6, b: 6 },
      phrase: `USER ${word(random, 6, 10)}\\r\\n||PASS Qgpuser@home.com\\r\\n||CWD /pub/incoming/\\r\\n`,
    }));
    const causes = await findCauses(inputOf(specs));
    expect(causes.rootCauses).toHaveLength(1);
    expect(causes.rootCauses[0]?.rows).toHaveLength(30_000);
  });
});
