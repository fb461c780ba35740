import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { afterAll, describe, expect, it } from 'vitest';

import { matchSyns } from '#honeysift/fingerprints/match-syns.js';
import { readDatabase } from '#honeysift/fingerprints/read-database.js';
import { listSources } from '#honeysift/operations/list-sources.js';
import type { SourceRecord } from '#honeysift/operations/source-records.js';

import { bytesOf, pcapHeader, pcapRecord } from '../../support/packet-bytes.js';
import { p0fAddress } from '../../support/run-p0f.js';
import { randomNumbers, randomSyn, synBytes } from '../../support/random-syns.js';
import { makeTempFolder } from '../../support/temp-folder.js';

const folder = makeTempFolder();
afterAll(() => folder.remove());

const day = 86_400;
const firstSecond = 1_000_000_000 - (1_000_000_000 % day);
const honeypots = [
  { name: 'a', ip: '192.0.2.9', platform: 'p1' },
  { name: 'b', ip: '192.0.2.10', platform: 'p2' },
  { name: 'six', ip: '2001:db8::9', platform: 'p2' },
];

/** Few addresses with many stacks over nine days, in two files that share days. */
function captures(): string[] {
  const { requests } = readDatabase('built-in');
  const random = randomNumbers(11);
  const files: Uint8Array[][] = [[], []];
  for (let i = 0; i < 1500; i += 1) {
    const packet = synBytes(
      randomSyn(
        random,
        requests.slice(0, 12).map(({ signature }) => signature),
      ),
      20 + random(12),
    );
    if (packet[0] !== undefined && packet[0] >> 4 === 4 && random(3) === 0) packet[19] = 10;
    const seconds = firstSecond + random(9 * day);
    files[random(2)]?.push(pcapRecord({ bytes: packet, seconds }));
  }
  return files.map((records, i) => {
    const path = join(folder.path, `${i}.pcap`);
    writeFileSync(path, bytesOf(pcapHeader({ linkType: 101 }), ...records));
    return path;
  });
}

describe('findFingerprints', () => {
  it.each([
    ['day', 'all'],
    ['gap25h', 'all'],
    ['day', 'platform'],
    ['gap25h', 'platform'],
  ] as const)('counts what a plain recount counts, with sources by %s and unit %s', async (mode, unit) => {
    const files = captures();
    const file = join(folder.path, 'honeypots.json');
    writeFileSync(file, JSON.stringify({ honeypots }));
    const options = { honeypots: file, p0fDb: 'built-in', sources: { mode, unit }, workers: 0 };
    const list = await listSources(files, options);
    const records = [...list.records()];
    const database = readDatabase('built-in');

    // Every SYN goes to the record of its address (and platform) whose span of time holds it.
    const seen = new Map<SourceRecord, Map<string, number>>();
    const platformOf = new Map([
      ['192.0.2.9', 'p1'],
      ['192.0.2.10', 'p2'],
      ['2001:db8:0:0:0:0:0:9', 'p2'],
    ]);
    for (const path of files) {
      await matchSyns(path, database, (columns, row, { text }) => {
        const time = new Date(Number((columns.timestampNs[row] ?? 0n) / 1_000_000n))
          .toISOString()
          .slice(0, 19);
        const client = p0fAddress(columns.srcAddress, row);
        const platform = platformOf.get(p0fAddress(columns.dstAddress, row));
        const owners = records.filter(
          (record) =>
            long(record.ip) === client &&
            (unit === 'all' || record.platform === platform) &&
            (record.first_seen?.slice(0, 19) ?? '') <= time &&
            (record.last_seen?.slice(0, 19) ?? '') >= time,
        );
        expect(owners, `${client} ${time} ${String(platform)}`).toHaveLength(1);
        const [owner] = owners;
        if (!owner) return;
        const counts = seen.get(owner) ?? new Map<string, number>();
        counts.set(text, (counts.get(text) ?? 0) + 1);
        seen.set(owner, counts);
      });
    }
    expect(seen.size).toBe(records.length);
    records.forEach((record, row) => {
      const counts = seen.get(record) ?? new Map<string, number>();
      const total = [...counts.values()].reduce((sum, count) => sum + count, 0);
      const most = Math.max(...counts.values());
      expect(record.raw_signatures).toBe(counts.size);
      expect(counts.get(record.raw_signature ?? '')).toBe(most);
      expect(list.fingerprints.syns[row]).toBe(total);
      expect(list.fingerprints.signatureSyns[row]).toBe(most);
    });

    const shuffled = await listSources([...files].reverse(), { ...options, workers: 2 });
    expect([...shuffled.records()]).toEqual(records);
  });
});

/** Without `::`, as p0f writes addresses. */
function long(ip: string): string {
  const [head = '', tail] = ip.split('::');
  if (tail === undefined) return ip;
  const groups = [head, tail].map((half) => (half === '' ? [] : half.split(':')));
  const zeros = 8 - groups.flat().length;
  return [...(groups[0] ?? []), ...Array<string>(zeros).fill('0'), ...(groups[1] ?? [])].join(':');
}
