import { spawnSync } from 'node:child_process';

import { describe, expect, it } from 'vitest';

import { readHoneypots } from '#honeysift/environment/read-honeypots.js';
import { createInlineRunner } from '#honeysift/pool/inline-runner.js';
import { collectSources } from '#honeysift/sources/collect-sources.js';
import { finalizeSources } from '#honeysift/sources/finalize-sources.js';

import { hasShared, sharedPath } from '../../support/shared.js';
import { rowsOf, type SourceRow } from '../../support/source-rows.js';
import { requireTool } from '../../support/tools.js';

const capture = 'captures/uqo/uqo-2025-02.pcap.gz';
const isMissing = !hasShared(capture) || !requireTool('tshark');

type Facts = Pick<SourceRow, 'id' | 'firstNs' | 'lastNs' | 'packets' | 'targets' | 'sequence'>;

interface Tally {
  first: bigint;
  last: bigint;
  readonly packets: Map<number, number>;
  /** Port -> first time. */
  readonly ports: Map<number, bigint>;
}

const addresses = ['192.0.2.21', '192.0.2.22', '192.0.2.23'];

/** Counts per (source, UTC day) what tshark prints of every packet to a honeypot; the capture is all TCP. */
function recount(): Facts[] {
  const fields = ['frame.time_epoch', 'ip.src', 'ip.dst', 'ip.proto', 'tcp.dstport'];
  const { stdout, status } = spawnSync(
    'tshark',
    ['-r', sharedPath(capture), '-n', '-T', 'fields', ...fields.flatMap((field) => ['-e', field])],
    { encoding: 'utf8', maxBuffer: 1 << 28 },
  );
  expect(status).toBe(0);
  const tallies = new Map<string, Tally>();
  for (const line of stdout.trimEnd().split('\n')) {
    const [epoch = '', src = '', dst = '', protocol, port] = line.split('\t');
    const honeypot = addresses.indexOf(dst);
    expect(protocol).toBe('6');
    if (honeypot < 0 || addresses.includes(src)) continue;
    const [seconds = '', fraction = ''] = epoch.split('.');
    const time = BigInt(seconds) * 1_000_000_000n + BigInt(fraction.padEnd(9, '0'));
    const id = `${src}@${new Date(Number(seconds) * 1000).toISOString().slice(0, 10)}`;
    const tally = tallies.get(id) ?? {
      first: time,
      last: time,
      packets: new Map<number, number>(),
      ports: new Map<number, bigint>(),
    };
    tallies.set(id, tally);
    if (time < tally.first) tally.first = time;
    if (time > tally.last) tally.last = time;
    tally.packets.set(honeypot, (tally.packets.get(honeypot) ?? 0) + 1);
    const known = tally.ports.get(Number(port));
    if (known === undefined || time < known) tally.ports.set(Number(port), time);
  }
  return [...tallies].map(([id, { first, last, packets, ports }]) => ({
    id,
    firstNs: first,
    lastNs: last,
    packets: [...packets.values()].reduce((a, b) => a + b, 0),
    targets: [...packets]
      .sort((a, b) => a[0] - b[0])
      .map(([honeypot, count]) => [honeypot, count, 0] as const),
    sequence: [...ports]
      .sort(([a, at], [b, bt]) => (at < bt ? -1 : at > bt ? 1 : a - b))
      .map(([port]) => port)
      .join(','),
  }));
}

const byId = (a: { id: string }, b: { id: string }): number => (a.id < b.id ? -1 : 1);

describe.skipIf(isMissing)('attack sources of the uqo capture (needs ../shared and tshark)', () => {
  it('equal a recount of what tshark prints', async () => {
    const environment = readHoneypots(sharedPath('captures/uqo/honeypots.json'));
    const runner = createInlineRunner();
    const collected = await runner.run(collectSources, { captures: [sharedPath(capture)], environment });
    const sources = await runner.run(finalizeSources, { days: collected.days, environment });
    const got = rowsOf(sources).map(({ id, firstNs, lastNs, packets, targets, sequence }): Facts => ({
      id,
      firstNs,
      lastNs,
      packets,
      targets: targets.map(([honeypot, count]) => [honeypot, count, 0] as const),
      sequence,
    }));
    expect(got.sort(byId)).toEqual(recount().sort(byId));
    expect(collected.captures[0]?.directions).toEqual({
      inbound: 326_308,
      outbound: 107_498,
      internal: 0,
      foreign: 0,
      other: 0,
    });
  });
});
