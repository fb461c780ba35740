import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { collectAttackSources } from '#honeysift/operations/collect-attack-sources.js';
import { createInlineRunner } from '#honeysift/pool/inline-runner.js';
import { collectSources } from '#honeysift/sources/collect-sources.js';
import { newPartSpill } from '#honeysift/sources/day-parts.js';
import { finalizeSources } from '#honeysift/sources/finalize-sources.js';
import { expectOwnDays, overlaps } from '#honeysift/sources/settled-days.js';

import { honeynet } from '../../support/honeynet.js';
import { bytesOf, ethernet, ipv4, pcapHeader, pcapRecord, tcp } from '../../support/packet-bytes.js';

const midnight = 1_739_232_000;
const firstDay = midnight / 86_400;
const runner = createInlineRunner();

/** A connection an hour from hour `from` to hour `to`; seconds past the hour tell captures apart. */
function capture(from: number, to: number, past = 0): Uint8Array {
  const records = Array.from({ length: to - from }, (_, i) => {
    const packet = ipv4(tcp('', { sourcePort: 2000 + i, destinationPort: 80 + (i % 3), flags: 0x02 }), {
      source: [198, 51, 100, 1 + ((from + i) % 5)],
      destination: [192, 0, 2, 1 + (i % 2)],
    });
    return pcapRecord({ bytes: ethernet(packet), seconds: midnight + (from + i) * 3600 + past });
  });
  return bytesOf(pcapHeader(), ...records);
}

describe('days that captures have for themselves', () => {
  it.each([
    ['one capture has all', [null], [[-0x8000_0000, 0x7fff_ffff]]],
    ['the first day may hold what the capture before ends with', [10, 20], [[10, 19], [21, 0x7fff_ffff]]], // prettier-ignore
    ['order does not matter', [20, 10], [[21, 0x7fff_ffff], [10, 19]]], // prettier-ignore
    ['captures of one day share it and what follows', [10, 10, 20], [null, null, [21, 0x7fff_ffff]]], // prettier-ignore
    ['nothing is known of logs', [10, null], [null, null]],
  ])('%s', (_, firstDays, expected) => {
    const spans = expectOwnDays(firstDays).map((span) => span && [span.first, span.last]);
    expect(spans).toEqual(expected);
  });

  it('are settled too early when something else is of them', () => {
    const span = { first: 3, last: 5 };
    expect(overlaps([span], [2, 6])).toBe(false);
    expect(overlaps([span, { first: 6, last: 6 }], [])).toBe(false);
    for (const day of [3, 4, 5]) expect(overlaps([span], [day])).toBe(true);
    expect(overlaps([span, { first: 5, last: 9 }], [])).toBe(true);
  });
});

describe('attack sources of settled days', () => {
  let folder = '';
  let honeypots = '';
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'honeysift-settled-'));
    honeypots = join(folder, 'honeypots.json');
    await writeFile(honeypots, JSON.stringify({ honeypots: honeynet.honeypots }));
  });
  afterAll(() => rm(folder, { recursive: true }));

  const write = async (captures: readonly Uint8Array[]): Promise<string[]> => {
    const paths = captures.map((_, i) => join(folder, `${i}.pcap`));
    await Promise.all(captures.map((bytes, i) => writeFile(paths[i] ?? '', bytes)));
    return paths;
  };

  it.each([
    ['one capture', [capture(0, 200)]],
    ['one after another, cut within a day', [capture(130, 260), capture(0, 130)]],
    ['with a silent week between', [capture(0, 100), capture(300, 400)]],
    ['side by side', [capture(0, 200), capture(0, 200, 7)]],
    ['overlapping where their beginnings do not tell it', [capture(0, 200), capture(60, 120, 7)]],
    ['the whole in the first', [capture(0, 300), capture(100, 200, 7), capture(150, 260, 9)]],
  ])('are those of day parts: %s', async (_, captures) => {
    const paths = await write(captures);
    for (const mode of ['day', 'gap25h'] as const) {
      const options = { sources: { mode }, honeypots, p0fDb: 'built-in' };
      const { sources, fingerprints } = await collectAttackSources(paths, options, runner);
      const input = { environment: honeynet, options: { mode } };
      const collected = await runner.run(collectSources, { ...input, captures: paths });
      const expected = await runner.run(finalizeSources, { ...input, days: collected.days });
      expect(sources).toEqual(expected);
      expect(fingerprints.syns).toHaveLength(expected.count);
    }
  });

  it('leave no day part behind but of the days in which a state was cut', async () => {
    const captures = await write([capture(0, 24 * 600)]);
    const spill = newPartSpill(folder, 1 << 30, 300_000);
    const given = { captures, environment: honeynet, spill, ownDays: expectOwnDays([null]) };
    const { days, settled } = await runner.run(collectSources, given);
    const last = (at: number): number => settled[at]?.last ?? 0;
    expect(settled.length).toBeGreaterThan(1);
    expect(settled[0]?.first).toBe(firstDay);
    expect(last(settled.length - 1)).toBe(firstDay + 599);
    expect(days.map(({ day }) => day)).toEqual(settled.slice(1).map((_, at) => last(at) + 1));
  });
});
