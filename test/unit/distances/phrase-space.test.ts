import { MessageChannel, receiveMessageOnPort } from 'node:worker_threads';

import { describe, expect, it } from 'vitest';

import { internPhrases } from '#honeysift/distances/intern-phrases.js';
import type { PhraseSpace } from '#honeysift/distances/phrase-space.js';
import { distanceBetween, distancesFrom, distanceTile } from '#honeysift/distances/space-distances.js';

import { dictionaryOf } from '../../support/phrases.js';

const dictionary = dictionaryOf(['USER a PASS b', 'USER a PASS c', '||x', '']);

describe('a phrase space', () => {
  it('numbers distinct words from 1 in the order they occur, the empty word being 0', () => {
    const { wordBytes, wordOffsets, setWords, setOffsets, complementWords, complementOffsets } =
      internPhrases(dictionary, Uint32Array.of(1, 2, 0));
    const words = Array.from({ length: wordOffsets.length - 1 }, (_, w) =>
      Buffer.from(wordBytes.subarray(wordOffsets[w], wordOffsets[w + 1])).toString(),
    );
    expect(words).toEqual(['', 'USER', ' ', 'a', 'PASS', 'b', 'c']);
    expect(Array.from(setOffsets)).toEqual([0, 4, 8, 8]);
    expect(Array.from(setWords)).toEqual([1, 3, 4, 5, 1, 3, 4, 6]);
    expect(Array.from(complementOffsets)).toEqual([0, 3, 6, 6]);
    expect(Array.from(complementWords)).toEqual([2, 2, 2, 2, 2, 2]);
  });

  it('starts the words of a phrase that begins outside the set with the empty one', () => {
    const space = internPhrases(dictionary, Uint32Array.of(3));
    expect(Array.from(space.setWords)).toEqual([0, 2]);
    expect(Array.from(space.complementWords)).toEqual([1]);
  });

  it('is posted without a copy', () => {
    const space = internPhrases(dictionary, Uint32Array.of(0, 1, 2, 3));
    const { port1, port2 } = new MessageChannel();
    port1.postMessage(space);
    const { message } = receiveMessageOnPort(port2) as { message: PhraseSpace };
    expect(message.setWords.buffer).toBeInstanceOf(SharedArrayBuffer);
    expect(distanceBetween(message, 1, 2)).toBe(distanceBetween(space, 1, 2));
    port1.close();
  });

  it('names its options in full', () => {
    expect(internPhrases(dictionary, Uint32Array.of(0), { set: 'a' }).options).toEqual({
      set: 'a',
      costs: [1, 1, 0],
      mode: 'both',
      matching: 'stable',
    });
  });

  it('refuses numbers outside it', () => {
    const space = internPhrases(dictionary, Uint32Array.of(0, 1));
    const wrong = expect.objectContaining({ code: 'ERR_ARGUMENT' }) as Error;
    expect(() => internPhrases(dictionary, Uint32Array.of(4))).toThrow(wrong);
    expect(() => distanceBetween(space, 0, 2)).toThrow(wrong);
    expect(() => distanceBetween(space, -1, 0)).toThrow(wrong);
    expect(() => distanceTile(space, 0, 3, 0, 1)).toThrow(wrong);
    expect(() => distanceTile(space, 1, 0, 0, 1)).toThrow(wrong);
    expect(() => distancesFrom(space, 0, Uint32Array.of(0), { cutoff: NaN })).toThrow(wrong);
  });

  it('may be empty', () => {
    const space = internPhrases(dictionary, new Uint32Array(0));
    expect(distanceTile(space, 0, 0, 0, 0)).toEqual(new Float64Array(0));
  });
});
