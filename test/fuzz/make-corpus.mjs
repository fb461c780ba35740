// Makes those seeds of test/fuzz/corpus/capture, filter, sha256 and table that are no single packet: node test/fuzz/make-corpus.mjs.
// The first byte of each says where the target cuts.
import { mkdirSync, writeFileSync } from 'node:fs';

const be16 = (value) => [(value >> 8) & 255, value & 255];
const be32 = (value) => [...be16(value >>> 16), ...be16(value)];
const ordered = (bytes, isBig) => (isBig ? bytes : [...bytes].reverse());
const text = (string) => [...Buffer.from(string)];

const source = [192, 0, 2, 1];
const target = [198, 51, 100, 7];

function ipv4(payload, { protocol = 6, id = 1, fragment = 0 } = {}) {
  const head = [0x45, 0, ...be16(20 + payload.length), ...be16(id), ...be16(fragment), 64, protocol, 0, 0];
  return [...head, ...source, ...target, ...payload];
}

function tcp(payload, { seq = 1, flags = 2, port = 23 } = {}) {
  return [...be16(40000), ...be16(port), ...be32(seq), ...be32(0), 0x50, flags, 4, 0, 0, 0, 0, 0, ...payload];
}

const udp = (payload, port = 53) => [
  ...be16(40000),
  ...be16(port),
  ...be16(8 + payload.length),
  0,
  0,
  ...payload,
];
const ethernet = (packet, type = 0x0800) => [...Array(12).fill(2), ...be16(type), ...packet];
const echo = [8, 0, 0, 0, 0, 1, 0, 1, ...text('ping')];

const destination = ((target[0] << 24) | (target[1] << 16) | (target[2] << 8) | target[3]) >>> 0;
const masscanId = (destination ^ 23 ^ 5) & 0xffff;
/** A SYN of each scanner, ZMap's other probes, and ones that are none. */
const marks = [
  ipv4(tcp([], { seq: destination })),
  ipv4(tcp([], { seq: 5 }), { id: masscanId }),
  ipv4(tcp([]), { id: 54321 }),
  ipv4(udp(text('x')), { id: 54321, protocol: 17 }),
  ipv4(echo, { id: 54321, protocol: 1 }),
  ipv4(tcp([], { seq: destination, flags: 0x12 })),
];

/** GRE in three fragments: the IP header within is in the decoder's scratch. */
function fragmentedTunnel() {
  const whole = [0, 0, ...be16(0x0800), ...ipv4(tcp(text('GET / HTTP/1.0\r\n\r\n'), { flags: 0x18 }))];
  return [0, 24, 48].map((at) => {
    const more = at + 24 < whole.length ? 0x2000 : 0;
    return ipv4(whole.slice(at, at + 24), { protocol: 47, id: 9, fragment: more | (at / 8) });
  });
}

/** kinds: µs, ns and Alexey Kuznetzov's modified one. */
const magics = { plain: 0xa1b2c3d4, ns: 0xa1b23c4d, modified: 0xa1b2cd34 };

function pcap(frames, { isBig = false, kind = 'plain', link = 1 } = {}) {
  const u16 = (value) => ordered(be16(value), isBig);
  const u32 = (value) => ordered(be32(value), isBig);
  const head = [magics[kind], 0x20004, 0, 0, 65535, link].flatMap((word, i) =>
    i === 1 ? [...u16(2), ...u16(4)] : u32(word),
  );
  const extra = kind === 'modified' ? Array(8).fill(0) : [];
  const record = (frame, i) =>
    [1_000_000_000 + i, i, frame.length, frame.length].flatMap(u32).concat(extra, frame);
  return head.concat(...frames.map(record));
}

function pcapngSection({ isBig, interfaces, packets, isLong = false }) {
  const u16 = (value) => ordered(be16(value), isBig);
  const u32 = (value) => ordered(be32(value), isBig);
  const padded = (bytes) => [...bytes, ...Array((4 - (bytes.length % 4)) % 4).fill(0)];
  const option = (code, bytes) => [...u16(code), ...u16(bytes.length), ...padded(bytes)];
  const block = (type, body) => [...u32(type), ...u32(body.length + 12), ...body, ...u32(body.length + 12)];
  const end = option(0, []);
  const length = isLong ? [255, 255, 255, 255, 255, 255, 255, 255] : Array(8).fill(0);
  const head = [...u32(0x1a2b3c4d), ...u16(1), ...u16(0), ...length, ...option(1, text('made')), ...end];
  return [
    block(0x0a0d0d0a, head),
    ...interfaces.map(({ link, resolution, snap = 0 }) =>
      block(1, [
        ...u16(link),
        0,
        0,
        ...u32(snap),
        ...option(2, text('eth0')),
        ...option(9, [resolution]),
        ...end,
      ]),
    ),
    block(5, [...u32(0), ...u32(0), ...u32(0), ...end]),
    ...packets.map(({ frame, on, simple = false }) =>
      simple
        ? block(3, [...u32(frame.length), ...padded(frame)])
        : block(
            6,
            [on, 5, 7, frame.length, frame.length]
              .flatMap(u32)
              .concat(padded(frame), option(2, [0, 0, 0, 1]), end),
          ),
    ),
  ].flat();
}

const frames = marks.map((packet) => ethernet(packet));
const sections = [true, false].map((isBig) =>
  pcapngSection({
    isBig,
    isLong: isBig,
    interfaces: [
      { link: 1, resolution: 9, snap: 65535 },
      { link: 101, resolution: 0x94 },
    ],
    packets: [
      { frame: frames[0], on: 0 },
      { frame: marks[1], on: 1 },
      { frame: frames[2], on: 0, simple: true },
      { frame: frames[3], on: 7 },
    ],
  }),
);

/** Rows of the target `table`: flags, addresses, time, and what else `fill` gives. */
const tableRow = (flags, from, to, time, fill) => [
  flags & 255,
  flags >> 8,
  from,
  to,
  time,
  ...Array.from({ length: 13 }, (_, i) => fill(i) & 255),
];
const withTcp = 0x10d;
const tableRows = Array.from({ length: 24 }, (_, k) =>
  tableRow(k % 5 === 4 ? 0x100 : withTcp | (k % 3 === 2 ? 0xe00 : 0), k % 8, k % 3, k % 10, (i) => k * i),
);
const distinctRows = Array.from({ length: 60 }, (_, k) =>
  tableRow((k * 0x9e37) & 0xffff, k % 8, (k >> 3) % 8, k % 10, (i) => k * 41 + i * 97),
);

/** For the target `filter`: up to four primitives, a link type, packets that are all as long as the first. */
const filtered = (shape, primitives, link, packets) => {
  const [first] = packets;
  const cut = (first.length - 1 - ((first[0] * 7) % 120) + 120) % 120;
  return [shape, ...primitives, link, cut, ...packets.flat()];
};
const raw = 2;
const ethernetBigEndian = 140;

const seeds = {
  'capture/marks': pcap(frames),
  'capture/marks-be-modified': pcap(frames, { isBig: true, kind: 'modified' }),
  'capture/marks-le-ns-raw': pcap(marks, { kind: 'ns', link: 101 }),
  'capture/tunnel-in-fragments': pcap(fragmentedTunnel().map((packet) => ethernet(packet))),
  'capture/tunnel-in-fragments-backwards': pcap(fragmentedTunnel().reverse(), { link: 228 }),
  'capture/pcapng-both-orders': sections.flat(),
  'filter/tcp-and-port': filtered(5, [0, 6, 130, 3], 0, [frames[0], frames[1], frames[5]]),
  'filter/lengths': filtered(3, [9, 19, 20, 10], ethernetBigEndian, [frames[4], frames[0], frames[2]]),
  'filter/raw': filtered(7, [21, 23, 7, 146], raw, [marks[0], marks[5], marks[2]]),
  'filter/vlan': filtered(2, [12, 13, 22, 0], 0, [ethernet([0, 5, 8, 0, ...marks[0]], 0x8100)]),
  'filter/means-nothing': filtered(0, [26, 0, 0, 0], 0, [frames[0]]),
  'table/tcp': [3, 200, 90, ...tableRows.flat()],
  'table/all-kinds': [255, 0, 255, ...distinctRows.flat()],
  'sha256/blocks': Array.from({ length: 700 }, (_, i) => (i * 7) & 255),
  'sha256/one-short-of-a-block': Array.from({ length: 55 }, (_, i) => i),
};

for (const [name, bytes] of Object.entries(seeds)) {
  const path = new URL(`./corpus/${name}`, import.meta.url);
  mkdirSync(new URL('.', path), { recursive: true });
  writeFileSync(path, Uint8Array.from([36, ...bytes]));
}
