import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { createInlineRunner } from '#honeysift/pool/inline-runner.js';
import { collectSources } from '#honeysift/sources/collect-sources.js';
import type { StoreContent } from '#honeysift/storage/store-content.js';
import type { StoreManifest } from '#honeysift/storage/store-manifest.js';
import { writeStoreWithPackets } from '#honeysift/storage/write-store.js';

import { ethernet, icmp, ipv4, ipv6, pcapFile, tcp, udp } from './packet-bytes.js';
import { withTempFolder } from './temp-folder.js';

const web = [192, 0, 2, 1];
const peer = [10, 0, 0, 10];

/** Packets of every kind the table tells apart, one second apart from 2001-09-09T01:46:40Z on. */
export const samplePackets: readonly Uint8Array[] = [
  ethernet(ipv4(tcp('', { flags: 0x02 }), { source: peer, destination: web })),
  ethernet(
    ipv4(tcp('', { flags: 0x12, sourcePort: 445, destinationPort: 40000 }), {
      source: web,
      destination: peer,
    }),
  ),
  ethernet(ipv4(tcp('USER root', { flags: 0x18 }), { source: peer, destination: web })),
  ethernet(ipv4(udp('\x04|x'), { source: peer, destination: [192, 0, 2, 2], protocol: 17 })),
  ethernet(ipv4(icmp(8, 0, 'ping'), { source: peer, destination: web, protocol: 1 })),
  ethernet(ipv4(tcp('USER root'), { source: [192, 0, 2, 2], destination: web })),
  ethernet(ipv4(tcp('not ours'), { source: peer, destination: [203, 0, 113, 9] })),
  ethernet(ipv6(tcp('', { flags: 0x02 }), 6), 0x86dd),
  ethernet(Uint8Array.of(0, 1, 8, 0, 6, 4, 0, 1), 0x0806),
];

/** Writes `content` and the given packets as a store. */
export async function writeWithPackets(
  folder: string,
  content: StoreContent,
  packets: readonly Uint8Array[] = samplePackets,
): Promise<StoreManifest> {
  return withTempFolder(async (captures) => {
    const capture = join(captures, 'sample.pcap');
    await writeFile(capture, pcapFile(packets));
    const { manifest } = await writeStoreWithPackets(folder, async (packetFolder) => {
      const { environment } = content;
      const input = { captures: [capture], environment, packetFolder };
      const { packets: parts } = await createInlineRunner().run(collectSources, input);
      return { ...content, packets: parts.map((part) => ({ folder: packetFolder, part })) };
    });
    return manifest;
  });
}
