import { describe, expect, it } from 'vitest';

import { levenshtein, levenshteinMany, levenshteinMatrix, levenshteinTile } from '#honeysift/index.js';

/** Words that use `count` code points from U+4E00 on. */
const ideographs = (count: number): string[] =>
  Array.from({ length: Math.ceil(count / 10) }, (_, k) =>
    String.fromCharCode(...Array.from({ length: 10 }, (__, i) => 0x4e00 + k * 10 + i)),
  );

describe('levenshteinMany', () => {
  it('answers in the order of the candidates', () => {
    expect(Array.from(levenshteinMany('kitten', ['sitting', '', 'kitten', 'mitten']))).toEqual([3, 6, 0, 1]);
    expect(Array.from(levenshteinMany('kitten', ['sitting', '', 'mitten'], { cutoff: 2 }))).toEqual([
      3, 3, 1,
    ]);
    expect(levenshteinMany('kitten', [])).toEqual(new Uint32Array(0));
    expect(Array.from(levenshteinMany('', ['', 'ab']))).toEqual([0, 2]);
  });

  it('keeps surrogates of neighbouring candidates apart', () => {
    expect(Array.from(levenshteinMany('\u{1f600}', ['\ud83d', '\ude00', '\u{1f600}']))).toEqual([1, 1, 0]);
  });

  it('takes a query of more characters than a byte can name', () => {
    const query = ideographs(400).join('');
    const candidates = [query, query.slice(1), `x${query}`, 'none of them'];
    expect(Array.from(levenshteinMany(query, candidates))).toEqual([0, 1, 1, 400]);
  });

  it.each([['a'], [null], [[7]], [[new Uint16Array(2)]]])('refuses the candidates %o', (candidates) => {
    expect(() => levenshteinMany('a', candidates as unknown as string[])).toThrow(
      expect.objectContaining({ code: 'ERR_ARGUMENT' }) as Error,
    );
  });

  it.each([[-1], [1.5], [NaN], ['2']])('refuses the cutoff %o', (cutoff) => {
    const options = { cutoff: cutoff as number };
    for (const call of [() => levenshtein('a', 'b', options), () => levenshteinMany('a', ['b'], options)]) {
      expect(call).toThrow(expect.objectContaining({ code: 'ERR_ARGUMENT' }) as Error);
    }
  });
});

describe('levenshteinTile', () => {
  it('has a row for each row, though their characters need more than one alphabet', () => {
    const rows = ideographs(1000);
    const columns = [...rows.slice(20, 60), 'a', '', rows[99]!.repeat(80)];
    const tile = levenshteinTile(rows, columns);
    expect(tile).toHaveLength(rows.length * columns.length);
    expect(Array.from(tile)).toEqual(
      rows.flatMap((row) => columns.map((column) => levenshtein(row, column))),
    );
  });
});

describe('levenshteinMatrix', () => {
  it('covers more words than are packed at once', () => {
    const words = Array.from({ length: 2100 }, (_, k) => (k * k).toString(7));
    const matrix = levenshteinMatrix(words);
    for (let k = 0; k < matrix.length; k += 9973) {
      const [i, j] = [Math.floor(k / words.length), k % words.length];
      expect(matrix[k]).toBe(levenshtein(words[i]!, words[j]!));
    }
  });
});
