import type { quirkNames, StackSignature } from '#honeysift/fingerprints/stack-signature.js';

import { be16, be32, bytesOf } from './packet-bytes.js';

/** Numbers from 0 to below `limit`, the same for the same seed (mulberry32). */
export function randomNumbers(seed: number): (limit: number) => number {
  let state = seed >>> 0;
  return (limit) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * limit);
  };
}

/** A SYN field by field, as a crafting program would have it. */
export interface CraftedSyn {
  readonly version: 4 | 6;
  readonly ttl: number;
  readonly service: number;
  readonly id: number;
  /** IPv4 flags: 4 reserved, 2 don't fragment. */
  readonly fragmentFlags: number;
  readonly ipOptions: Uint8Array;
  readonly flowLabel: number;
  readonly sequence: number;
  readonly acknowledgement: number;
  /** Low four bits of the byte of the data offset. */
  readonly reserved: number;
  readonly flags: number;
  readonly window: number;
  readonly urgent: number;
  /** A multiple of 4 bytes. */
  readonly options: Uint8Array;
  readonly payload: string;
}

/** The IP packet; `client` makes the source address and port its own. */
export function synBytes(syn: CraftedSyn, client: number): Uint8Array {
  const tcp = bytesOf(
    be16(1024 + (client % 60_000)),
    be16(445),
    be32(syn.sequence),
    be32(syn.acknowledgement),
    [((5 + syn.options.length / 4) << 4) | syn.reserved, syn.flags],
    be16(syn.window),
    [0, 0],
    be16(syn.urgent),
    syn.options,
    syn.payload,
  );
  if (syn.version === 6) {
    const source = [0x20, 1, 0xd, 0xb8, 0, 0, 0, 0, 0, 0, 0, 0, ...be32(client)];
    const target = [0x20, 1, 0xd, 0xb8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 9];
    const first = 0x60000000 + syn.service * 2 ** 20 + syn.flowLabel;
    return bytesOf(be32(first), be16(tcp.length), [6, syn.ttl], source, target, tcp);
  }
  return bytesOf(
    [0x45 + syn.ipOptions.length / 4, syn.service],
    be16(20 + syn.ipOptions.length + tcp.length),
    be16(syn.id),
    be16(syn.fragmentFlags << 13),
    [syn.ttl, 6, 0, 0],
    [10, ...be32(client).slice(1)],
    [192, 0, 2, 9],
    syn.ipOptions,
    tcp,
  );
}

type Random = (limit: number) => number;

/** A SYN of a stack, with the freedom that its signature leaves; some of its facts then changed at random. */
export function randomSyn(random: Random, stacks: readonly StackSignature[]): CraftedSyn {
  const stack = stacks[random(stacks.length)];
  const like = stack === undefined || random(8) === 0 ? noise(random) : stackSyn(random, stack);
  const changes: Partial<CraftedSyn>[] = [];
  const count = [0, 0, 1, 1, 2][random(5)] ?? 0;
  const wild = noise(random);
  const keys = Object.keys(wild) as (keyof CraftedSyn)[];
  for (let i = 0; i < count; i += 1) {
    const key = keys[random(keys.length)] ?? 'ttl';
    changes.push({ [key]: wild[key] });
  }
  const syn: CraftedSyn = Object.assign({}, like, ...changes) as CraftedSyn;
  // p0f reads this many bytes of options at most, as the header has room for.
  return {
    ...syn,
    options: syn.options.subarray(0, 40),
    ipOptions: syn.version === 6 ? new Uint8Array() : syn.ipOptions,
  };
}

function noise(random: Random): CraftedSyn {
  const some = (choices: readonly number[]): number => choices[random(choices.length)] ?? 0;
  return {
    version: random(4) === 0 ? 6 : 4,
    ttl: 1 + random(255),
    service: some([0, 0, 1, 2, 3, 0x10, random(256)]),
    id: some([0, random(65536)]),
    fragmentFlags: some([0, 2, 2, 4, 6]),
    ipOptions: Uint8Array.from({ length: 4 * some([0, 0, 1, 2, 10]) }, () => 1),
    flowLabel: some([0, 0, random(1 << 20)]),
    sequence: some([0, random(2 ** 32)]),
    acknowledgement: some([0, 1, 0x01000000, 0xfeffffff, random(2 ** 32)]),
    reserved: some([0, 0, 1, 2, 4, 8, random(16)]),
    flags: 0x02 | some([0, 0, 0x08, 0x20, 0x40, 0x80, 0xc0, 0xe8]),
    window: some([0, 512, 1024, 5840, 8192, 16384, 65535, 1448 * 4, 1500 * 3, random(65536)]),
    urgent: some([0, 0, random(65536)]),
    options: randomOptions(random),
    payload: random(4) === 0 ? 'x'.repeat(1 + random(20)) : '',
  };
}

function randomOptions(random: Random): Uint8Array {
  const bytes: number[] = [];
  const room = 4 * random(11);
  while (bytes.length < room) {
    switch (random(12)) {
      case 0:
        bytes.push(0);
        // Behind the end stand zeros or anything.
        for (let rest = random(6); rest > 0; rest -= 1) bytes.push(random(3) === 0 ? random(256) : 0);
        break;
      case 1:
      case 2:
        bytes.push(1);
        break;
      case 3:
      case 4:
        bytes.push(
          2,
          random(10) === 0 ? random(8) : 4,
          ...be16([1460, 536, 1331, random(65536)][random(4)] ?? 0),
        );
        break;
      case 5:
        bytes.push(3, random(10) === 0 ? random(8) : 3, random(20));
        break;
      case 6:
        bytes.push(4, random(10) === 0 ? random(8) : 2);
        break;
      case 7:
        bytes.push(8, random(10) === 0 ? random(14) : 10);
        bytes.push(
          ...be32(random(3) === 0 ? 0 : random(2 ** 32)),
          ...be32(random(2) === 0 ? 0 : random(2 ** 32)),
        );
        break;
      case 8:
        bytes.push(
          5,
          [10, 18, 2, 40, random(256)][random(5)] ?? 10,
          ...Array.from({ length: 8 }, () => random(256)),
        );
        break;
      case 9: {
        const length = 2 + random(6);
        bytes.push(
          random(256),
          random(6) === 0 ? random(256) : length,
          ...Array.from({ length: length - 2 }, () => random(256)),
        );
        break;
      }
      default:
        bytes.push(1);
    }
  }
  return Uint8Array.from(bytes.slice(0, room));
}

function stackSyn(random: Random, stack: StackSignature): CraftedSyn {
  const has = (name: (typeof quirkNames)[number]): boolean => stack.quirks.has(name);
  const version = stack.version ?? (random(4) === 0 ? 6 : 4);
  const mss = stack.mss ?? [1460, 1452, 1400, 1380, 536, 1440, 100, 99][random(8)] ?? 1460;
  const options = stackOptions(random, stack, mss);
  const unit = {
    value: 1,
    any: 1,
    modulus: 1,
    mss,
    mtu: mss + (random(2) === 0 ? 40 : 20 + 20 + options.length),
  }[stack.window.rule];
  const window = {
    any: () => random(65536),
    value: (value: number) => value,
    modulus: (value: number) => value * random(Math.floor(65535 / value) + 1),
    mss: (value: number) => value * unit,
    mtu: (value: number) => value * unit,
  }[stack.window.rule](stack.window.rule === 'any' ? 0 : stack.window.value);
  return {
    version,
    ttl: Math.max(1, stack.ttl - random(random(4) === 0 ? 60 : 30)),
    service: has('ecn') && random(2) === 0 ? 2 : 0,
    id: has('id+') || (!has('id-') && !has('df')) ? 1 + random(65535) : 0,
    fragmentFlags: (has('df') ? 2 : 0) | (has('0+') ? 4 : 0),
    ipOptions: Uint8Array.from({ length: stack.ipOptions & 60 }, () => 1),
    flowLabel: has('flow') ? 1 + random(1000) : 0,
    sequence: has('seq-') ? 0 : 1 + random(2 ** 32 - 1),
    acknowledgement: has('ack+') ? 0x01000000 | random(1 << 24) : 0,
    reserved: 0,
    flags: 0x02 | (has('ecn') ? 0xc0 : 0) | (has('pushf+') ? 8 : 0) | (has('urgf+') ? 0x20 : 0),
    window: window & 0xffff,
    urgent: has('uptr+') ? 1 + random(65535) : 0,
    options,
    payload: stack.payload === true || (stack.payload === null && random(2) === 0) ? 'GET / HTTP/1.0' : '',
  };
}

function stackOptions(random: Random, stack: StackSignature, mss: number): Uint8Array {
  const scale = stack.windowScale ?? random(15);
  const bytes = stack.options.flatMap((kind) => {
    switch (kind) {
      case 0:
        return [0, ...Array.from({ length: stack.eolPadding }, () => 0)];
      case 1:
        return [1];
      case 2:
        return [2, 4, ...be16(mss)];
      case 3:
        return [3, 3, scale];
      case 4:
        return [4, 2];
      case 8:
        return [
          8,
          10,
          ...be32(stack.quirks.has('ts1-') ? 0 : 1 + random(2 ** 31)),
          ...be32(stack.quirks.has('ts2+') ? 7 : 0),
        ];
      default:
        return [kind, 2];
    }
  });
  // A header's length is a multiple of 4: p0f's own signatures are complete, others get padding.
  while (bytes.length % 4 !== 0) bytes.push(1);
  return Uint8Array.from(bytes);
}
