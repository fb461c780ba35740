import { readFileSync } from 'node:fs';

import { describe, expect, it } from 'vitest';

import { HoneysiftError } from '#honeysift/errors.js';
import { readCapture } from '#honeysift/packets/read-capture.js';

import { hasShared, sharedPath } from '../../support/shared.js';

const list = 'captures/conformance/expected.tsv';
const samples = 'pcapplusplus/Tests/Fuzzers/RegressionTests/regression_samples';

/** Where this reader finds another number of packets than capinfos 4.0.17, and why. */
const otherwise = new Map<string, readonly [number | 'ERR_CAPTURE', string]>([
  ['pcapplusplus/Tests/ExamplesTest/pcap_examples/solaris.snoop', ['ERR_CAPTURE', 'snoop is not read']],
  [
    `${samples}/crash-81dba690a3f67ee41a41390a625db732fa1413a1`,
    [64, 'capinfos stops at the damage behind packet 11'],
  ],
  [`${samples}/igmplayer`, [23, 'capinfos stops at the damage behind packet 2']],
  [
    `${samples}/crash-exception-cast-constructed-record`,
    [2, 'libpcap, too, reads 2; capinfos guesses a patched libpcap'],
  ],
  [
    `${samples}/clusterfuzz-testcase-minimized-FuzzTarget-5766899836387328`,
    [1, 'libpcap, too, reads 1; capinfos guesses a patched libpcap'],
  ],
]);

const rows = hasShared(list)
  ? readFileSync(sharedPath(list), 'utf8')
      .trimEnd()
      .split('\n')
      .slice(1)
      .map((line) => line.split('\t'))
  : [];

describe.skipIf(rows.length === 0)('conformance captures (skipped without ../shared)', () => {
  it.each(rows.map((row) => [row[0] ?? '', row[5] ?? '']))('%s', async (path, packets) => {
    const expected = otherwise.get(path)?.[0] ?? (packets === '' ? 'anything' : Number(packets));
    let seen = 0;
    const reading = readCapture(sharedPath(`captures/conformance/${path}`), ({ columns }) => {
      seen += columns.rows;
    });
    if (expected === 'ERR_CAPTURE') {
      await expect(reading).rejects.toBeInstanceOf(HoneysiftError);
      return;
    }
    const summary = await reading;
    expect(summary.packets).toBe(seen);
    if (expected !== 'anything') expect(seen).toBe(expected);
  });
});
