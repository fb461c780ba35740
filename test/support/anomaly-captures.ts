import { gzipSync } from 'node:zlib';

import { compress as zstd } from 'zstd-napi';

import {
  be16,
  bytesOf,
  ethernet,
  icmp,
  ipv4,
  ipv6,
  pcapFile,
  pcapHeader,
  pcapRecord,
  tcp,
  udp,
  vlan,
} from './packet-bytes.js';
import { PcapngWriter } from './pcapng-bytes.js';

/** A capture in which one thing is wrong, and what a reader must say of it. */
export interface AnomalyCapture {
  readonly bytes: Uint8Array;
  readonly packets: number;
  /** How often the anomaly is counted; 1 unless said otherwise. */
  readonly count?: number;
  /** Where bytes are lost and how many, null when nobody can know; absent when nothing is lost. */
  readonly loss?: { readonly offset: number; readonly bytes: number | null };
}

const frame = ethernet(ipv4(tcp('hello')));
const record = (second: number, bytes = frame): Uint8Array =>
  pcapRecord({ bytes, seconds: 1_000_000_000 + second });
const recordLength = record(0).length;
const two = pcapFile([frame, frame]);
const fileOf = (...frames: readonly Uint8Array[]): Uint8Array => pcapFile(frames);
/** One packet whose IPv4 payload is as given. */
const carried = (protocol: number, payload: Uint8Array): AnomalyCapture => ({
  bytes: fileOf(ethernet(ipv4(payload, { protocol }))),
  packets: 1,
});
const one = (...frames: readonly Uint8Array[]): AnomalyCapture => ({
  bytes: fileOf(...frames),
  packets: frames.length,
});

const ng = new PcapngWriter();
const ngStart = bytesOf(ng.section(), ng.interface());
const packetBlock = (second: number): Uint8Array => ng.enhanced(frame, BigInt(second) * 1_000_000n);
const garbage = Uint8Array.from({ length: 332 }, (_, at) => (at * 89 + 201) & 255);

function altered(bytes: Uint8Array, change: (view: DataView) => void): Uint8Array {
  const copy = Uint8Array.from(bytes);
  change(new DataView(copy.buffer));
  return copy;
}

const fragment = (offset: number, more: boolean, id = 7): Uint8Array =>
  ethernet(
    ipv4(udp('0123456789abcdef').subarray(0, 16), {
      protocol: 17,
      id,
      fragment: (offset / 8) | (more ? 0x2000 : 0),
    }),
  );

/**
 * Six packets, as `xz --check=crc32` has them. The library keeps back up to 64 KiB of what precedes damage; so long are the
 * packets that two buffers of 64 KiB end with the fourth.
 */
const six = bytesOf(
  pcapHeader(),
  ...Array.from({ length: 6 }, () => pcapRecord({ bytes: ethernet(ipv4(tcp(new Uint8Array(32_692)))) })),
);
const sixAsXz = Buffer.from(
  '/Td6WFoAAAFpIt42AgAhARYAAAB0L+Wj4v/zAKtdAGow0ch9i/gJm68fzHkIOetukJJL3oD0SLojVkZAnRFuSOQA1sNxJM5tFxl7' +
    'o1cxgIYkMqEkhJFo21AD8ABw/fhYKTnoW4J9cF0rKX2WwDUOw+3B3RAIDbflhqwsHkdA5gpsAc+HXN7aNmRPYNT6Ig6d3Hgx/8XE' +
    'bP/DTRyXZRgO8koauQp7PRDJQK1zDDu4e0UQrgRQQBV0hLRpL34ht9fbcE6Y0fsJzutpAAAAeiRUzAABwwH0/wsAof0hPT4wDYsC' +
    'AAAAAAFZWg==',
  'base64',
);

/** Anomaly name -> a capture that shows this anomaly and no other. */
export const anomalyCaptures: Readonly<Record<string, AnomalyCapture>> = {
  truncated_pcap_header: { bytes: pcapHeader().subarray(0, 20), packets: 0, loss: { offset: 0, bytes: 20 } },
  bad_pcap_record_length: {
    bytes: bytesOf(
      pcapHeader(),
      record(0),
      altered(record(1), (view) => {
        view.setUint32(8, 0xffff_ffff, true);
      }),
      record(2),
      record(3),
    ),
    packets: 3,
    loss: { offset: 24 + recordLength, bytes: recordLength },
  },
  truncated_pcap_record: {
    bytes: two.subarray(0, -10),
    packets: 1,
    loss: { offset: 24 + recordLength, bytes: recordLength - 10 },
  },
  zeroed_pcap_record: {
    bytes: bytesOf(pcapHeader(), record(0), new Uint8Array(8192), record(1), record(2)),
    packets: 3,
    loss: { offset: 24 + recordLength, bytes: 8192 },
  },
  bad_timestamp_fraction: {
    bytes: bytesOf(pcapHeader(), pcapRecord({ bytes: frame, fraction: 1_000_000 })),
    packets: 1,
  },
  captured_exceeds_original: {
    bytes: bytesOf(pcapHeader(), pcapRecord({ bytes: frame, originalLength: frame.length - 1 })),
    packets: 1,
  },
  pcap_header_in_stream: { bytes: bytesOf(two, two, two), packets: 6, count: 2 },
  bad_pcapng_block_length: {
    bytes: bytesOf(ngStart, packetBlock(1), garbage, packetBlock(2)),
    packets: 2,
    loss: { offset: ngStart.length + packetBlock(1).length, bytes: garbage.length },
  },
  truncated_pcapng_block: {
    bytes: bytesOf(ngStart, packetBlock(1), packetBlock(2)).subarray(0, -10),
    packets: 1,
    loss: { offset: ngStart.length + packetBlock(1).length, bytes: packetBlock(2).length - 10 },
  },
  bad_pcapng_section: {
    bytes: bytesOf(
      altered(ng.section(), (view) => {
        view.setUint16(12, 2, true);
      }),
      ng.interface(),
      packetBlock(1),
    ),
    packets: 1,
  },
  unknown_pcapng_interface: { bytes: bytesOf(ngStart, ng.enhanced(frame, 1n, 5)), packets: 1 },
  bad_pcapng_packet_length: {
    bytes: bytesOf(
      ngStart,
      altered(ng.enhanced(frame, 1n), (view) => {
        view.setUint32(20, 4000, true);
        view.setUint32(24, 4000, true);
      }),
    ),
    packets: 1,
  },
  bad_pcapng_option: {
    bytes: bytesOf(ng.section(), ng.interface(1, [bytesOf(ng.n16(2), ng.n16(400), 'eth0')]), packetBlock(1)),
    packets: 1,
  },
  too_many_pcapng_interfaces: {
    bytes: bytesOf(ng.section(), ...Array.from({ length: 65_536 + 2 }, () => ng.interface()), packetBlock(1)),
    packets: 1,
    count: 2,
  },
  timestamp_out_of_range: {
    // A resolution of one second.
    bytes: bytesOf(
      ng.section(),
      ng.interface(1, [ng.option(9, Uint8Array.of(0))]),
      ng.enhanced(frame, 1n << 40n),
    ),
    packets: 1,
  },
  truncated_gzip: {
    bytes: gzipSync(two).subarray(0, -8),
    packets: 2,
    loss: { offset: two.length, bytes: null },
  },
  corrupt_gzip: {
    bytes: altered(gzipSync(two), (view) => {
      const checksum = view.byteLength - 8;
      view.setUint8(checksum, view.getUint8(checksum) ^ 1);
    }),
    packets: 2,
    loss: { offset: two.length, bytes: null },
  },
  truncated_zstd: {
    bytes: bytesOf(zstd(Buffer.from(two)), zstd(Buffer.from(two)).subarray(0, -1)),
    packets: 2,
    loss: { offset: two.length, bytes: null },
  },
  corrupt_zstd: {
    bytes: bytesOf(zstd(Buffer.from(two)), [1, 2, 3, 4]),
    packets: 2,
    loss: { offset: two.length, bytes: null },
  },
  truncated_xz: {
    bytes: sixAsXz.subarray(0, -4),
    packets: 6,
    loss: { offset: six.length, bytes: null },
  },
  corrupt_xz: {
    bytes: altered(sixAsXz, (view) => {
      // The checksum of the block, before an index and a footer of twelve bytes each.
      const checksum = view.byteLength - 28;
      view.setUint8(checksum, view.getUint8(checksum) ^ 1);
    }),
    packets: 4,
    loss: { offset: 2 * 65_536, bytes: null },
  },
  unsupported_link_type: { bytes: pcapFile([frame, frame], { linkType: 147 }), packets: 2, count: 2 },
  truncated_link_header: one(frame.subarray(0, 13)),
  truncated_vlan_tag: one(ethernet(bytesOf([0, 1, 8]), 0x8100)),
  too_many_layers: one(
    ethernet(bytesOf(...Array.from({ length: 17 }, () => vlan(new Uint8Array(0), 0x8100))), 0x8100),
  ),
  bad_ip_version: {
    ...one(ethernet(ipv6(tcp(), 6), 0x0800), ethernet(ipv4(bytesOf(tcp(), tcp())), 0x86dd)),
    count: 2,
  },
  truncated_ipv4_header: one(ethernet(ipv4(tcp()).subarray(0, 19))),
  bad_ipv4_header_length: one(
    ethernet(
      altered(ipv4(tcp()), (view) => {
        view.setUint8(0, 0x44);
      }),
    ),
  ),
  bad_ipv4_total_length: one(ethernet(ipv4(tcp(), { totalLength: 19 }))),
  ipv4_length_exceeds_frame: one(ethernet(ipv4(tcp(), { totalLength: 41 }))),
  truncated_ipv6_header: one(ethernet(ipv6(tcp(), 6).subarray(0, 39), 0x86dd)),
  ipv6_length_exceeds_frame: one(ethernet(ipv6(tcp(), 6, 21), 0x86dd)),
  truncated_ipv6_extension: one(ethernet(ipv6(bytesOf([6, 0, 0, 0]), 0), 0x86dd)),
  too_many_ipv6_extensions: one(
    ethernet(ipv6(bytesOf(...Array.from({ length: 17 }, () => [60, 0, 1, 4, 0, 0, 0, 0])), 60), 0x86dd),
  ),
  incomplete_ip_datagram: { ...one(fragment(0, true), fragment(0, true, 8)), count: 2 },
  overlapping_ip_fragments: one(fragment(0, true), fragment(8, true)),
  truncated_authentication_header: carried(51, bytesOf([6, 4, 0, 0], new Uint8Array(4))),
  truncated_tcp_header: carried(6, tcp().subarray(0, 15)),
  bad_tcp_header_length: carried(6, tcp('', { dataOffset: 4 })),
  truncated_udp_header: carried(17, udp().subarray(0, 7)),
  bad_udp_length: carried(17, bytesOf(be16(1), be16(2), be16(9), [0, 0])),
  truncated_icmp_header: carried(1, icmp(8, 0).subarray(0, 7)),
};
