import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { SourceAggregator } from '#honeysift/native/source-aggregator.js';
import { listSources } from '#honeysift/operations/list-sources.js';
import { readCapture, readCaptureInto, readCaptureRows } from '#honeysift/packets/read-capture.js';
import { honeypotTargets } from '#honeysift/sources/honeypot-targets.js';

import { honeynet } from '../../support/honeynet.js';
import { bytesOf, ethernet, ipv4, pcapHeader, pcapRecord, tcp, udp } from '../../support/packet-bytes.js';

const { addresses } = honeypotTargets(honeynet, 'all');
const noon = 1_739_275_200;

/** Sessions of three peers with two honeypots, interleaved, in both directions, over midnight. */
function talk(packets: number): Uint8Array {
  const records = Array.from({ length: packets }, (_, i) => {
    const peer = [198, 51, 100, 1 + (Math.floor(i / 5) % 3)] as const;
    const honeypot = [192, 0, 2, 1 + (i % 2)] as const;
    const answer = i % 4 === 3;
    const ports = answer
      ? { sourcePort: 80, destinationPort: 4000 }
      : { sourcePort: 4000, destinationPort: 80 };
    const carried =
      i % 7 === 0
        ? udp(`datagram ${i % 3}`, ports.destinationPort)
        : tcp(i % 3 === 0 ? '' : `text ${i % 5}`, ports);
    const packet = ipv4(carried, {
      protocol: i % 7 === 0 ? 17 : 6,
      source: answer ? [...honeypot] : [...peer],
      destination: answer ? [...peer] : [...honeypot],
    });
    return pcapRecord({ bytes: ethernet(packet), seconds: noon + i * 40 });
  });
  return bytesOf(pcapHeader(), ...records);
}

describe('rows and columns', () => {
  let folder = '';
  let path = '';
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'honeysift-rows-'));
    path = join(folder, 'talk.pcap');
    await writeFile(path, talk(2000));
  });
  afterAll(() => rm(folder, { recursive: true }));

  async function partsByColumns(batchRows: number): Promise<unknown> {
    const aggregator = new SourceAggregator(addresses, 65_536);
    await readCapture(
      path,
      ({ columns, bytes, scratch }) => {
        aggregator.addBatch(columns, bytes, scratch);
      },
      { batchRows },
    );
    return { directions: aggregator.directions(), parts: aggregator.exportParts() };
  }

  async function partsByRows(batchRows: number, chunkBytes: number): Promise<unknown> {
    const aggregator = new SourceAggregator(addresses, 65_536);
    await readCaptureRows(
      path,
      ({ rows, bytes, scratch }) => {
        aggregator.addRows(rows, bytes, scratch);
      },
      { batchRows, chunkBytes },
    );
    return { directions: aggregator.directions(), parts: aggregator.exportParts() };
  }

  async function partsBySink(chunkBytes: number): Promise<unknown> {
    const aggregator = new SourceAggregator(addresses, 65_536);
    let chunks = 0;
    await readCaptureInto(path, [aggregator.rowSink()], () => void (chunks += 1), { chunkBytes });
    expect(chunks).toBeGreaterThan(1);
    return { directions: aggregator.directions(), parts: aggregator.exportParts() };
  }

  it.each([
    [1, 100],
    [63, 4096],
    [64, 777],
    [1024, 1 << 20],
  ])('say the same in batches of %i rows, read %i bytes at a time', async (batchRows, chunkBytes) => {
    const expected = await partsByColumns(8192);
    expect(await partsByRows(batchRows, chunkBytes)).toEqual(expected);
    expect(await partsByColumns(batchRows)).toEqual(expected);
    expect(await partsBySink(chunkBytes)).toEqual(expected);
  });

  it('begin anew after what was before is forgotten', async () => {
    const aggregator = new SourceAggregator(addresses, 65_536);
    const answers: unknown[] = [];
    for (let round = 0; round < 3; round += 1) {
      await readCaptureInto(path, [aggregator.rowSink()], () => undefined);
      answers.push({ directions: aggregator.directions(), parts: aggregator.exportParts() });
      aggregator.clear();
      expect(aggregator.stateBytes()).toBe(0);
      expect(aggregator.exportParts()).toEqual([]);
    }
    expect(answers[1]).toEqual(answers[0]);
    expect(answers[2]).toEqual(answers[0]);
  });

  it('go nowhere once the aggregator is released, which is an error', async () => {
    const aggregator = new SourceAggregator(addresses, 65_536);
    const sink = aggregator.rowSink();
    aggregator.release();
    await expect(readCaptureInto(path, [sink], () => undefined)).rejects.toMatchObject({
      code: 'ERR_ARGUMENT',
    });
  });

  it('need no digest, and the summary then has none', async () => {
    const facts = await readCaptureRows(path, () => undefined, { digests: false });
    const known = await readCapture(path, () => undefined);
    expect(facts).toEqual({ ...known, digest: '', contentDigest: '' });
    expect(known.digest).toMatch(/^[0-9a-f]{64}$/);
  });

  it('still count the same content once', async () => {
    const copy = join(folder, 'copy.pcap');
    const other = join(folder, 'other.pcap');
    await writeFile(copy, talk(2000));
    await writeFile(other, talk(1999));
    const list = await listSources([path, copy, other], { workers: 0 });
    expect(list.duplicates).toEqual([{ path, sameAs: copy }]);
    expect(list.totals.packets).toBe(2000 + 1999);
    const alone = await listSources([path, other], { workers: 0 });
    expect(alone.captures.map(({ digest }) => digest)).toEqual(['', '']);
    expect(alone.totals).toEqual(list.totals);
  });
});
