import { formatAddress } from '#honeysift/model/address.js';
import { packetFlag, type PacketColumns } from '#honeysift/model/packet-columns.js';
import { readCapture } from '#honeysift/packets/read-capture.js';

import type { PacketLayers } from './packet-layers.js';

const tcp = 6;
const udp = 17;

/** What our decoder says of every packet of a capture. */
export async function decodedLayers(capture: string): Promise<(PacketLayers | null)[]> {
  const packets: (PacketLayers | null)[] = [];
  await readCapture(capture, ({ columns }) => {
    for (let row = 0; row < columns.rows; row += 1) packets.push(layersOf(columns, row));
  });
  return packets;
}

function layersOf(columns: PacketColumns, row: number): PacketLayers | null {
  const flags = columns.flags[row] ?? 0;
  if ((flags & packetFlag.hasIp) === 0) return null;
  const hasPorts = (flags & packetFlag.hasPorts) !== 0;
  const protocol = columns.ipProtocol[row] ?? 0;
  return {
    source: formatAddress(columns.srcAddress, 16 * row),
    destination: formatAddress(columns.dstAddress, 16 * row),
    protocol,
    sourcePort: hasPorts ? (columns.srcPort[row] ?? 0) : null,
    destinationPort: hasPorts ? (columns.dstPort[row] ?? 0) : null,
    payload: hasPorts || (protocol !== tcp && protocol !== udp) ? (columns.payloadLength[row] ?? 0) : null,
  };
}
