import { spawnSync } from 'node:child_process';

import { describe, expect, it } from 'vitest';

import { packetFlag } from '#honeysift/model/packet-columns.js';
import { readCapture } from '#honeysift/packets/read-capture.js';

import { hasShared, sharedPath } from '../../support/shared.js';
import { requireTool } from '../../support/tools.js';

const path = 'captures/uqo/uqo-2025-02.pcap.gz';
const fields = [
  'ip.src',
  'ip.dst',
  'ip.proto',
  'tcp.srcport',
  'tcp.dstport',
  'udp.srcport',
  'udp.dstport',
  'tcp.len',
  'udp.length',
];

/** The capture in the words of `tshark -T fields`, one line a packet. */
async function asTshark(): Promise<string[]> {
  const lines: string[] = [];
  await readCapture(sharedPath(path), ({ columns }) => {
    const ip = (bytes: Uint8Array, row: number): string =>
      bytes.subarray(16 * row + 12, 16 * row + 16).join('.');
    for (let row = 0; row < columns.rows; row += 1) {
      const flags = columns.flags[row] ?? 0;
      const isTcp = (flags & packetFlag.hasTcp) !== 0;
      const isUdp = !isTcp && (flags & packetFlag.hasPorts) !== 0;
      const ports = [columns.srcPort[row], columns.dstPort[row]];
      const length = columns.payloadLength[row] ?? 0;
      lines.push(
        [
          ip(columns.srcAddress, row),
          ip(columns.dstAddress, row),
          columns.ipProtocol[row],
          ...(isTcp ? ports : ['', '']),
          ...(isUdp ? ports : ['', '']),
          isTcp ? length : '',
          isUdp ? length + 8 : '',
        ].join('\t'),
      );
    }
  });
  return lines;
}

describe.skipIf(!hasShared(path))('the honeypots of UQO (skipped without ../shared)', () => {
  it('has 433,806 packets', async () => {
    const summary = await readCapture(sharedPath(path), () => undefined);
    expect(summary).toMatchObject({ packets: 433_806, format: 'pcap+gz', losses: [] });
    expect(summary.anomalies).toEqual({});
  });

  it.skipIf(!requireTool('tshark'))(
    'agrees with tshark on every packet (skipped without tshark)',
    { timeout: 300_000 },
    async () => {
      const tsharkArguments = [
        '-n',
        '-r',
        sharedPath(path),
        '-T',
        'fields',
        ...fields.flatMap((field) => ['-e', field]),
      ];
      const { stdout, status } = spawnSync('tshark', tsharkArguments, {
        encoding: 'utf8',
        maxBuffer: 1 << 28,
      });
      expect(status).toBe(0);
      const theirs = stdout.split('\n').slice(0, -1);
      const ours = await asTshark();
      expect(ours).toHaveLength(theirs.length);
      const differing = ours.findIndex((line, at) => line !== theirs[at]);
      expect([differing, ours[differing], theirs[differing]]).toEqual([-1, undefined, undefined]);
    },
  );
});
