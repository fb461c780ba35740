import type { Environment } from '#honeysift/model/environment.js';

import { type FlatPacket, tcpFlag } from './flat-packets.js';

/** Two honeypots on one platform, one with two addresses, and a third on another. */
export const honeynet: Environment = {
  honeypots: [
    { name: 'web', ips: ['192.0.2.1', '192.0.2.11'], platform: 'paris' },
    { name: 'mail', ips: ['192.0.2.2'], platform: 'paris' },
    { name: 'far', ips: ['192.0.2.3'], platform: 'tokyo' },
  ],
  inferred: false,
};
export const [web, webToo, mail, far] = ['192.0.2.1', '192.0.2.11', '192.0.2.2', '192.0.2.3'] as const;
export const peer = '198.51.100.7';

/** Noon of 2025-02-11 UTC, and `ms` later. */
export const at = (ms: number): bigint => 1_739_275_200_000_000_000n + BigInt(Math.round(ms * 1000)) * 1000n;
export const hours = 3_600_000;

type Rest = Partial<FlatPacket>;

/** A TCP packet from the peer to `dst` port `dstPort`; a SYN unless `rest` says otherwise. */
export function tcpIn(ms: number, dst: string, dstPort: number, rest: Rest = {}): FlatPacket {
  return {
    time: at(ms),
    src: peer,
    dst,
    protocol: 6,
    srcPort: 40_000,
    dstPort,
    seq: 1000,
    flags: tcpFlag.syn,
    ...rest,
  };
}

/** A data segment of that flow. */
export function dataIn(
  ms: number,
  dst: string,
  dstPort: number,
  seq: number,
  payload: string,
  rest: Rest = {},
): FlatPacket {
  return tcpIn(ms, dst, dstPort, { seq, payload, flags: tcpFlag.ack | tcpFlag.psh, ...rest });
}

export function udpIn(ms: number, dst: string, dstPort: number, rest: Rest = {}): FlatPacket {
  return { time: at(ms), src: peer, dst, protocol: 17, srcPort: 40_000, dstPort, ...rest };
}

export function icmpIn(ms: number, dst: string, icmpType: number, rest: Rest = {}): FlatPacket {
  return { time: at(ms), src: peer, dst, protocol: 1, icmpType, ...rest };
}

/** The same packet the other way, at another time. */
export function reply(ms: number, packet: FlatPacket, rest: Rest = {}): FlatPacket {
  const { src, dst, srcPort, dstPort, ...same } = packet;
  const ports = srcPort === undefined || dstPort === undefined ? {} : { srcPort: dstPort, dstPort: srcPort };
  return { ...same, payload: '', time: at(ms), src: dst, dst: src, ...ports, ...rest };
}

/** The same packet without its ports, as a later fragment is. */
export function withoutPorts({ time, src, dst, protocol }: FlatPacket): FlatPacket {
  return { time, src, dst, protocol };
}
