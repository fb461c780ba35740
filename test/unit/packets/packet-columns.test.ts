import { expect, it } from 'vitest';

import type { PacketColumns } from '#honeysift/model/packet-columns.js';
import { allocatePacketColumns } from '#honeysift/native/packet-decoder.js';

const arrays = {
  timestampNs: [BigInt64Array, 1],
  recordOffset: [BigUint64Array, 1],
  srcAddress: [Uint8Array, 16],
  dstAddress: [Uint8Array, 16],
  originalLength: [Uint32Array, 1],
  capturedLength: [Uint32Array, 1],
  tcpSeq: [Uint32Array, 1],
  tcpAck: [Uint32Array, 1],
  networkOffset: [Uint32Array, 1],
  payloadOffset: [Uint32Array, 1],
  payloadLength: [Uint32Array, 1],
  payloadCaptured: [Uint32Array, 1],
  srcPort: [Uint16Array, 1],
  dstPort: [Uint16Array, 1],
  ipId: [Uint16Array, 1],
  tcpWindow: [Uint16Array, 1],
  flags: [Uint16Array, 1],
  ipProtocol: [Uint8Array, 1],
  ttl: [Uint8Array, 1],
  tcpFlags: [Uint8Array, 1],
  icmpType: [Uint8Array, 1],
  icmpCode: [Uint8Array, 1],
} as const satisfies Record<keyof Omit<PacketColumns, 'buffer' | 'capacity' | 'rows'>, unknown>;

it.each([1, 7, 8, 1000])('lays out columns of the declared types for %i rows', (capacity) => {
  const columns = allocatePacketColumns(capacity);
  expect(Object.keys(columns).sort()).toEqual(['buffer', 'capacity', 'rows', ...Object.keys(arrays)].sort());
  expect(columns).toMatchObject({ capacity, rows: 0 });
  let end = 0;
  for (const [name, [type, width]] of Object.entries(arrays)) {
    const column = columns[name as keyof typeof arrays];
    expect(column, name).toBeInstanceOf(type);
    expect(column.length, name).toBe(width * capacity);
    expect(column.buffer, name).toBe(columns.buffer);
    expect(column.byteOffset, name).toBe(end);
    end = Math.ceil((end + column.byteLength) / 8) * 8;
  }
  expect(columns.buffer.byteLength).toBe(end);
});
