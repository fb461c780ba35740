import { describe, expect, it } from 'vitest';

import { phraseDistance } from '#honeysift/distances/phrase-distance.js';
import type { PhraseDistanceOptions } from '#honeysift/model/phrase-distance.js';

const set = 'abcdefghijklmnopqrstuvwxyz';

/** The table of shared/phrase/README.md, with `stable` as the oracle beside it has it. */
const known = [
  ['a yellow dog', 'a good cat', 8, 14, 8, 8],
  ['a yellow dog', 'a dog yellow', 2, 2, 2, 2],
  ['a yellow dog', 'a cat,yellow', 6, 10, 6, 6],
  ['a yellow dog', 'a big yellow dog', 8, 8, 8, 8],
  ['living room lamp on', 'living lamp on', 8, 11, 8, 9],
] as const;

describe('phraseDistance', () => {
  it.each(known)('knows %o and %o', (a, b, forward, backward, assignment, stable) => {
    expect(phraseDistance(a, b, { set, matching: 'module' })).toBe(forward);
    expect(phraseDistance(b, a, { set, matching: 'module' })).toBe(backward);
    expect(phraseDistance(a, b, { set, matching: 'assignment' })).toBe(assignment);
    expect(phraseDistance(a, b, { set, matching: 'stable' })).toBe(stable);
    expect(phraseDistance(a, b, { set })).toBe(stable);
  });

  it('has A-Z a-z 0-9, costs [1, 1, 0], both lists and the stable matching as defaults', () => {
    const given: PhraseDistanceOptions = {
      set: 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789',
      costs: [1, 1, 0],
      mode: 'both',
      matching: 'stable',
    };
    for (const [a, b] of known) expect(phraseDistance(a, b)).toBe(phraseDistance(a, b, given));
  });

  it('violates the triangle inequality under stable, as the definition says', () => {
    const d = (a: string, b: string): number => phraseDistance(a, b, { set: 'ab' });
    expect(d('a', ' bb')).toBe(5);
    expect(d('a', '') + d('', ' bb')).toBe(4);
  });

  it('lets the module drop a last run that is exactly "0"', () => {
    const options = { set, matching: 'module' } as const;
    expect(phraseDistance('a0', 'a', options)).toBe(0);
    expect(phraseDistance('a00', 'a', options)).toBe(2);
    expect(phraseDistance('0', '', { ...options, costs: [1, 1, 1] })).toBe(0);
    expect(phraseDistance('a0', 'a', { set })).toBe(1);
  });

  it('follows an options object that changes between calls', () => {
    const options: { set: string; matching: 'stable' | 'module' } = { set, matching: 'module' };
    expect(phraseDistance('a good cat', 'a yellow dog', options)).toBe(14);
    options.matching = 'stable';
    expect(phraseDistance('a good cat', 'a yellow dog', options)).toBe(8);
    options.set = ' ';
    expect(phraseDistance('a b', 'a c', options)).toBe(1);
  });

  it('serves phrases of 15,000 words', () => {
    const words = Array.from({ length: 15_000 }, (_, i) => `w${(i * 7919) % 10_007}`);
    const a = words.join(' ');
    const changed = words.with(7000, 'changed').join(' ');
    expect(phraseDistance(a, changed)).toBe('changed'.length);
    // The same words, the last one first: all move by one, one moves all the way.
    const turned = [words.at(-1), ...words.slice(0, -1)].join(' ');
    expect(phraseDistance(a, turned)).toBe(2 * 14_999);
    expect(phraseDistance(a, '')).toBe(a.length);
  });

  it('assigns thousands of words as it assigns them part by part', () => {
    let state = 7;
    const word = (): string => {
      state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
      return (state >>> 8).toString(36).slice(0, 1 + (state >>> 28));
    };
    const random = (): string[] => Array.from({ length: 1300 }, word);
    const [a1, b1, a2, b2] = [random(), random(), random(), random()];
    // No word crosses 50 equal ones: two would have to, and could be exchanged at a gain.
    const gap = new Array<string>(50).fill('gap');
    const d = (a: string[], b: string[]): number =>
      phraseDistance(a.join(' '), b.join(' '), { matching: 'assignment' });
    expect(d([...a1, ...gap, ...a2], [...b1, ...gap, ...b2])).toBe(d(a1, b1) + d(a2, b2));
  });

  it('says which matching has no bound when one is exceeded', () => {
    const a = 'a b '.repeat(5000);
    const b = 'b a '.repeat(5000);
    expect(phraseDistance(a, b)).toBeGreaterThan(0);
    expect(() => phraseDistance(a, b, { matching: 'module' })).toThrow(
      expect.objectContaining({
        code: 'ERR_BOUND',
        message: expect.stringContaining('stable') as string,
      }) as Error,
    );
  });

  it.each<[string, unknown]>([
    ['an empty set', { set: '' }],
    ['a negative cost', { costs: [1, -1, 0] }],
    ['a cost that is not finite', { costs: [1, Infinity, 0] }],
    ['a cost that is no number', { costs: [1, '1', 0] }],
    ['two costs', { costs: [1, 1] }],
    ['an unknown mode', { mode: 'all' }],
    ['an unknown matching', { matching: 'toString' }],
  ])('refuses %s', (_, options) => {
    expect(() => phraseDistance('a', 'b', options as PhraseDistanceOptions)).toThrow(
      expect.objectContaining({ code: 'ERR_ARGUMENT' }) as Error,
    );
  });

  it('refuses what is neither text nor bytes', () => {
    expect(() => phraseDistance(1 as unknown as string, 'b')).toThrow(
      expect.objectContaining({ code: 'ERR_ARGUMENT' }) as Error,
    );
  });
});
