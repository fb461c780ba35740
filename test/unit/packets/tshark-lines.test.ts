import { describe, expect, it } from 'vitest';

import { infoLines } from '#honeysift/packets/tshark-lines.js';

async function* chunksOf(text: string, size: number): AsyncGenerator<Uint8Array> {
  const bytes = Buffer.from(text);
  for (let at = 0; at < bytes.length; at += size) yield await Promise.resolve(bytes.subarray(at, at + size));
}

async function parse(text: string, size = text.length): Promise<[number, number, string][]> {
  const lines: [number, number, string][] = [];
  for await (const { number, length, info } of infoLines(chunksOf(text, size))) {
    lines.push([number, length, Buffer.from(info).toString()]);
  }
  return lines;
}

describe('infoLines', () => {
  const text = '1\t60\t1 → 80 [SYN]  \n2\t54\t\n3\t99\ta\tb\n';
  const lines = [
    [1, 60, '1 → 80 [SYN]'],
    [2, 54, ''],
    [3, 99, 'a\tb'],
  ];

  it.each([1, 2, 7, 1000])('reads lines out of pieces of %i bytes', async (size) => {
    expect(await parse(text, size)).toEqual(lines);
  });

  it('takes a line that does not begin like the next packet as the rest of the one before', async () => {
    expect(await parse('1\t60\tfirst\nrest\n7\t60\tnot packet 7\n2\t60\tsecond')).toEqual([
      [1, 60, 'first\nrest\n7\t60\tnot packet 7'],
      [2, 60, 'second'],
    ]);
  });

  it('gives nothing for nothing', async () => {
    expect(await parse('')).toEqual([]);
  });
});
