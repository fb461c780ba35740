import type { ParsedSignatures } from '#honeysift/fingerprints/signature-database.js';
import {
  optionNames,
  type QuirkName,
  quirkNames,
  type StackSignature,
} from '#honeysift/fingerprints/stack-signature.js';

/** What the plain twin reads of a SYN. */
export interface TwinSignature {
  readonly version: 4 | 6;
  readonly ttl: number;
  readonly ipOptions: number;
  readonly mss: number;
  readonly window: number;
  readonly windowScale: number;
  readonly options: readonly number[];
  readonly eolPadding: number;
  readonly quirks: ReadonlySet<QuirkName>;
  readonly payload: boolean;
  readonly headerBytes: number;
  readonly timestamp: number;
}

/** An IP packet that is a whole SYN, byte by byte as p0f's README and behaviour say. */
export function readTwin(packet: Uint8Array): TwinSignature {
  const view = new DataView(packet.buffer, packet.byteOffset, packet.byteLength);
  const version = view.getUint8(0) >> 4 === 6 ? 6 : 4;
  const ipHeader = version === 6 ? 40 : (view.getUint8(0) & 15) * 4;
  const tcpHeader = (view.getUint8(ipHeader + 12) >> 4) * 4;
  const flags = view.getUint8(ipHeader + 13);
  const quirks = new Set<QuirkName>();
  const note = (name: QuirkName, holds: boolean): void => void (holds && quirks.add(name));
  const service = version === 6 ? view.getUint16(0) >> 4 : view.getUint8(1);
  note('ecn', (service & 3) !== 0 || (flags & 0xc0) !== 0 || (view.getUint8(ipHeader + 12) & 1) !== 0);
  if (version === 6) {
    note('flow', (view.getUint32(0) & 0xfffff) !== 0);
  } else {
    const df = (view.getUint16(6) & 0x4000) !== 0;
    const id = view.getUint16(4);
    note('df', df);
    note('id+', df && id !== 0);
    note('id-', !df && id === 0);
    note('0+', (view.getUint16(6) & 0x8000) !== 0);
  }
  note('seq-', view.getUint32(ipHeader + 4) === 0);
  note('ack+', (view.getUint8(ipHeader + 8) & 1) !== 0);
  note('urgf+', (flags & 0x20) !== 0);
  note('uptr+', (flags & 0x20) === 0 && view.getUint16(ipHeader + 18) !== 0);
  note('pushf+', (flags & 8) !== 0);
  const bytes = [...packet.subarray(ipHeader + 20, ipHeader + tcpHeader)];
  return {
    version,
    ttl: view.getUint8(version === 6 ? 7 : 8),
    ipOptions: version === 6 ? 0 : ipHeader - 20,
    window: view.getUint16(ipHeader + 14),
    quirks,
    payload: packet.length > ipHeader + tcpHeader,
    headerBytes: ipHeader + tcpHeader,
    ...readOptions(bytes, quirks),
  };
}

function readOptions(
  bytes: readonly number[],
  quirks: Set<QuirkName>,
): Pick<TwinSignature, 'options' | 'eolPadding' | 'mss' | 'windowScale' | 'timestamp'> {
  const sizes: Readonly<Record<number, number>> = { 2: 4, 3: 3, 4: 2, 8: 10 };
  const facts = { options: [] as number[], eolPadding: 0, mss: 0, windowScale: 0, timestamp: 0 };
  const number = (list: readonly number[]): number => list.reduce((sum, byte) => sum * 256 + byte, 0);
  let rest = [...bytes];
  while (rest.length > 0 && facts.options.length < 24) {
    const [kind = 0, length = 0] = rest;
    facts.options.push(kind);
    if (kind === 0) {
      facts.eolPadding = rest.length - 1;
      if (rest.slice(1, -1).some((byte) => byte !== 0)) quirks.add('opt+');
      rest = [];
    } else if (kind === 1) {
      rest = rest.slice(1);
    } else {
      const known = sizes[kind];
      const size = known ?? length;
      const [least, most] = kind === 5 ? [10, 34] : [2, 40];
      if (rest.length < 2 || rest.length < size || (known === undefined && (size < least || size > most))) {
        quirks.add('bad');
        return facts;
      }
      if (known !== undefined && length !== known) quirks.add('bad');
      const value = rest.slice(2, size);
      if (kind === 2) facts.mss = number(value);
      if (kind === 3) facts.windowScale = value[0] ?? 0;
      if (kind === 3 && facts.windowScale > 14) quirks.add('exws');
      if (kind === 8) {
        facts.timestamp = number(value.slice(0, 4));
        if (facts.timestamp === 0) quirks.add('ts1-');
        if (number(value.slice(4)) !== 0) quirks.add('ts2+');
      }
      rest = rest.slice(size);
    }
  }
  if (rest.length > 0) quirks.add('bad');
  return facts;
}

const guess = (ttl: number): number => ([32, 64, 128].find((start) => ttl <= start) ?? 255) - ttl;

function multiple(raw: TwinSignature): readonly ['mss' | 'mtu', number] | null {
  const { mss, window, version, timestamp, headerBytes } = raw;
  if (window === 0 || mss < 100) return null;
  const six = version === 6;
  const units: readonly (readonly ['mss' | 'mtu', number, boolean])[] = [
    ['mss', mss, true],
    ['mss', mss - 12, timestamp !== 0],
    ['mss', 1460, true],
    ['mss', 1448, true],
    ['mss', 1440, six],
    ['mss', 1428, six],
    ['mtu', mss + 40, true],
    ['mtu', mss + headerBytes, true],
    ['mtu', mss + 60, six],
    ['mtu', 1500, true],
  ];
  const found = units.find(([, unit, counts]) => counts && window % unit === 0);
  return found ? [found[0], window / found[1]] : null;
}

export function twinText(raw: TwinSignature): string {
  const distance = guess(raw.ttl);
  const window = multiple(raw)?.join('*') ?? String(raw.window);
  const options = raw.options.map((kind) => {
    if (kind === 0) return `eol+${raw.eolPadding}`;
    return optionNames.get(kind) ?? `?${kind}`;
  });
  return [
    raw.version,
    `${raw.ttl}+${distance > 35 ? '?' : distance}`,
    raw.ipOptions,
    raw.mss,
    `${window},${raw.windowScale}`,
    options.join(','),
    quirkNames.filter((name) => raw.quirks.has(name)).join(','),
    raw.payload ? '+' : '0',
  ].join(':');
}

export interface TwinMatch {
  /** Line of the signature in the database. */
  readonly line: number;
  readonly fuzzy: boolean;
}

/** The first exact specific signature, else the first exact generic one, else the first fuzzy one unless it is a tool's. */
export function twinMatch(
  raw: TwinSignature,
  { requests }: Pick<ParsedSignatures, 'requests'>,
): TwinMatch | null {
  const fits = requests.filter(({ signature }) => fitsButForTtlAndQuirks(raw, signature));
  const exact = fits.filter(({ signature }) => isExact(raw, signature));
  const best = exact.find(({ label }) => !label.generic) ?? exact[0];
  if (best) return { line: best.line, fuzzy: false };
  const [fuzzy] = fits;
  return fuzzy && fuzzy.label.osClass !== null ? { line: fuzzy.line, fuzzy: true } : null;
}

function quirksOf(stack: StackSignature, version: 4 | 6): Set<QuirkName> {
  const foreign: readonly string[] = version === 4 ? ['flow'] : ['df', 'id+', 'id-'];
  return new Set([...stack.quirks].filter((name) => stack.version !== null || !foreign.includes(name)));
}

function isExact(raw: TwinSignature, stack: StackSignature): boolean {
  const wanted = [...quirksOf(stack, raw.version)].sort().join();
  const near = raw.ttl <= stack.ttl && (stack.anyTtl || stack.ttl - raw.ttl <= 35);
  return near && wanted === [...raw.quirks].sort().join();
}

function fitsButForTtlAndQuirks(raw: TwinSignature, stack: StackSignature): boolean {
  const wanted = quirksOf(stack, raw.version);
  const gone = [...wanted].filter((name) => !raw.quirks.has(name));
  const come = [...raw.quirks].filter((name) => !wanted.has(name));
  if (!gone.every((name) => name === 'df' || name === 'id+')) return false;
  if (!come.every((name) => name === 'id-' || name === 'ecn')) return false;
  if (stack.anyTtl && raw.ttl > stack.ttl) return false;
  if (stack.options.join() !== raw.options.join() || stack.eolPadding !== raw.eolPadding) return false;
  if (stack.ipOptions !== raw.ipOptions) return false;
  if (stack.mss !== null && stack.mss !== raw.mss) return false;
  if (stack.windowScale !== null && stack.windowScale !== raw.windowScale) return false;
  if (stack.payload !== null && stack.payload !== raw.payload) return false;
  const { window } = stack;
  if (window.rule === 'any') return true;
  if (window.rule === 'value') return raw.window === window.value;
  if (window.rule === 'modulus') return raw.window % window.value === 0;
  return multiple(raw)?.join() === `${window.rule},${window.value}`;
}
