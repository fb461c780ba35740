import { copyFile, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { createInlineRunner } from '#honeysift/pool/inline-runner.js';
import {
  type DayPart,
  type FinalizedSources,
  SourceAggregator,
} from '#honeysift/native/source-aggregator.js';
import { type CollectedSources, collectSources } from '#honeysift/sources/collect-sources.js';
import { finalizeSources } from '#honeysift/sources/finalize-sources.js';
import { honeypotTargets } from '#honeysift/sources/honeypot-targets.js';
import { resolveSourceOptions } from '#honeysift/sources/source-options.js';

import { honeynet, hours, mail, tcpIn, udpIn, web } from '../../support/honeynet.js';
import { bytesOf, ethernet, ipv4, pcapHeader, pcapRecord, tcp } from '../../support/packet-bytes.js';
import { batchOf } from '../../support/flat-packets.js';
import { dayParts, finalizeParts, rowsOf } from '../../support/source-rows.js';

const context = { cancelFlag: new Int32Array(1), throwIfCancelled: () => undefined };
const noon = 1_739_275_200;

function captureOf(
  packets: readonly { second: number; from: number; port: number; text: string }[],
): Uint8Array {
  const records = packets.map(({ second, from, port, text }) => {
    const segment = tcp(text, { destinationPort: port });
    const packet = ethernet(ipv4(segment, { source: [198, 51, 100, from], destination: [192, 0, 2, 1] }));
    return pcapRecord({ bytes: packet, seconds: noon + second });
  });
  return bytesOf(pcapHeader(), ...records);
}

describe('sources.collect', () => {
  let folder = '';
  let paths: string[] = [];
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'honeysift-sources-'));
    paths = [join(folder, 'b.pcap'), join(folder, 'a.pcap')];
    // The second file begins before the first and both span midnight.
    await writeFile(
      paths[0] ?? '',
      captureOf([
        { second: 10, from: 1, port: 81, text: 'second' },
        { second: 50_000, from: 2, port: 80, text: 'x' },
      ]),
    );
    await writeFile(
      paths[1] ?? '',
      captureOf([
        { second: 50_001, from: 2, port: 82, text: 'y' },
        { second: 0, from: 1, port: 80, text: 'first' },
      ]),
    );
  });
  afterAll(() => rm(folder, { recursive: true }));

  it('gives the facts of each capture and the days of all, whatever the order', async () => {
    const runner = createInlineRunner();
    const collect = (captures: string[]): Promise<CollectedSources> =>
      runner.run(collectSources, { captures, environment: honeynet });
    const collected = await collect(paths);
    expect(collected.captures.map(({ path }) => path)).toEqual([...paths].sort());
    expect(collected.captures[0]).toMatchObject({
      packets: 2,
      format: 'pcap',
      directions: { inbound: 2, outbound: 0, internal: 0, foreign: 0, other: 0 },
    });
    expect(collected.days.map(({ day, parts }) => [day, parts.length])).toEqual([
      [20130, 2],
      [20131, 2],
    ]);

    const copy = join(folder, 'z-copy.pcap');
    await copyFile(paths[0] ?? '', copy);
    const twice = await collect([...paths, copy]);
    expect(twice.duplicates).toEqual([{ path: copy, sameAs: paths[0] }]);
    expect(twice.captures).toEqual(collected.captures);
    expect(twice.days.map(({ parts }) => parts.length)).toEqual([2, 2]);

    const sources = await runner.run(finalizeSources, { days: collected.days, environment: honeynet });
    expect(rowsOf(sources).map(({ id, sequence, phrase }) => [id, sequence, phrase])).toEqual([
      ['198.51.100.1@2025-02-11', '80,81', 'first||second'],
      ['198.51.100.2@2025-02-12', '80,82', 'x||y'],
    ]);
    const reversed = await collect([...paths].reverse());
    const again = await runner.run(finalizeSources, {
      days: [...reversed.days].reverse(),
      environment: honeynet,
    });
    expect(again).toEqual(sources);
  });

  it('fails for a capture that is not there', async () => {
    const missing = createInlineRunner().run(collectSources, {
      captures: [join(folder, 'no')],
      environment: honeynet,
    });
    await expect(missing).rejects.toMatchObject({ code: 'ERR_CAPTURE' });
  });
});

describe('sources.finalize', () => {
  const packets = Array.from({ length: 20 }, (_, i) => [
    tcpIn(i * 24 * hours, web, 80 + (i % 3), { src: `9.9.9.${20 - i}`, payload: `p${i % 7}` }),
    udpIn(i * 24 * hours, mail, 9, { src: '1.1.1.1', payload: `q${(i * 5) % 11}` }),
  ]).flat();
  const setting = { environment: honeynet };

  it('merges days in any order into one table with sorted dictionaries', async () => {
    const parts = dayParts([packets], setting);
    const input = { days: parts.map((part) => ({ day: part.day, parts: [part] })), ...setting };
    const whole = await finalizeParts(parts, setting);
    const options = resolveSourceOptions();
    const targets = honeypotTargets(honeynet, 'all');
    const split = async (groups: readonly (readonly DayPart[])[]): Promise<FinalizedSources[]> => {
      const made: FinalizedSources[] = [];
      for (const some of groups)
        made.push(await finalizeSources.run({ parts: some, targets, options }, context));
      return made;
    };
    const single = await split(parts.map((part) => [part]));
    expect(finalizeSources.merge([...single].reverse(), input)).toEqual(whole);
    const everyThird = await split([0, 1, 2].map((left) => parts.filter((_, i) => i % 3 === left)));
    expect(finalizeSources.merge(everyThird, input)).toEqual(whole);
    expect(whole.count).toBe(40);
    expect(whole.sequences).toEqual([...whole.sequences].sort());
    expect(
      rowsOf(whole)
        .filter(({ id }) => id.startsWith('1.1.1.1'))
        .map(({ phrase }) => phrase)
        .slice(0, 4),
    ).toEqual(['q0', 'q5', 'q10', 'q4']);
    expect(whole.phrases.bytes.buffer).toBeInstanceOf(SharedArrayBuffer);
  });

  it('gives an empty table for no packets', async () => {
    const none = await finalizeParts([], setting);
    expect(none).toMatchObject({ count: 0, sequences: [], floodEvents: [] });
    expect([...none.targetOffsets]).toEqual([0]);
    expect([...none.phrases.offsets]).toEqual([0]);
  });

  it('packs small days into one task', () => {
    const parts = dayParts([packets], setting);
    const days = parts.map((part) => ({ day: part.day, parts: [part] }));
    expect([...finalizeSources.plan({ days, ...setting })]).toHaveLength(1);
    const heavy = days.map(({ day, parts: ofDay }) => ({
      day,
      parts: ofDay.map((part) => ({ ...part, flows: 150_000 })),
    }));
    expect([...finalizeSources.plan({ days: heavy, ...setting })]).toHaveLength(20);
    expect([...finalizeSources.plan({ days: heavy, ...setting, options: { mode: 'gap25h' } })]).toHaveLength(
      1,
    );
  });

  it('stops when cancelled', () => {
    const parts = dayParts([packets], setting);
    const [task] = [
      ...finalizeSources.plan({ days: parts.map((part) => ({ day: part.day, parts: [part] })), ...setting }),
    ];
    const cancelled = { cancelFlag: Int32Array.of(1), throwIfCancelled: () => undefined };
    expect(() => task && finalizeSources.run(task, cancelled)).toThrow(
      expect.objectContaining({ code: 'ERR_CANCELLED' }) as Error,
    );
  });

  it.each([
    [{ phraseBound: 3 }],
    [{ floodSources: 1 }],
    [{ floodWindowMs: 0.5 }],
    [{ mode: 'week' as never }],
    [{ unit: 'each' as never }],
    [{ phraseOrder: 'size' as never }],
  ])('refuses %j', (options) => {
    expect(() => [...finalizeSources.plan({ days: [], ...setting, options })]).toThrow(
      expect.objectContaining({ code: 'ERR_ARGUMENT' }) as Error,
    );
  });
});

describe('the aggregator', () => {
  it('refuses parts that are damaged or of another environment', () => {
    const [part] = dayParts([[tcpIn(0, web, 80, { payload: 'abc' })]], { environment: honeynet });
    const { addresses } = honeypotTargets(honeynet, 'all');
    const refuse = (bytes: Uint8Array, of = addresses): void => {
      const add = (): void => new SourceAggregator(of, 64).addPart({ day: 0, flows: 0, events: 0, bytes });
      expect(add).toThrow(expect.objectContaining({ code: 'ERR_ARGUMENT' }) as Error);
    };
    const bytes = Uint8Array.from(part?.bytes ?? []);
    refuse(bytes, addresses.subarray(16));
    for (let length = 0; length < bytes.length; length += 1) refuse(bytes.slice(0, length));
    for (const at of [0, 4, 8, 12, 16, 20, 24])
      refuse(bytes.map((byte, i) => (i === at ? byte ^ 0x40 : byte)));
  });

  it('treats a payload that lies outside of the bytes as not captured', () => {
    const { addresses, targetHoneypot, targetGroup } = honeypotTargets(honeynet, 'all');
    const aggregator = new SourceAggregator(addresses, 64);
    const { columns, bytes, scratch } = batchOf([tcpIn(0, web, 80, { payload: 'abc' })]);
    columns.payloadOffset[0] = 0xffffffff;
    aggregator.addBatch(columns, bytes, scratch);
    const sources = aggregator.finalize({ ...resolveSourceOptions(), targetHoneypot, targetGroup });
    expect(rowsOf(sources)).toMatchObject([{ packets: 1, dataSegments: 1, phrase: '' }]);
  });
});
