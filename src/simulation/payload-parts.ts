import { latin1, Payload, type FieldKind, type PayloadPart } from './payload.js';

/** Short names to write tool tables with. A string is a fixed part. */
export type PartLike = PayloadPart | string | Uint8Array;

export function payload(...parts: readonly PartLike[]): Payload {
  return new Payload(
    parts.map((part) => {
      if (typeof part === 'string') return { kind: 'fixed', bytes: latin1(part) };
      return part instanceof Uint8Array ? { kind: 'fixed', bytes: part } : part;
    }),
  );
}

export function random(field: FieldKind, min: number, max = min, name?: string): PayloadPart {
  return { kind: 'random', field, min, max, name };
}

export function choice(values: readonly string[], name?: string): PayloadPart {
  return { kind: 'choice', values, name };
}

export function attempt(values: readonly string[]): PayloadPart {
  return { kind: 'attempt', values };
}

export function hex(text: string): Uint8Array {
  return Uint8Array.from(Buffer.from(text.replaceAll(' ', ''), 'hex'));
}

export function filler(length: number, byte: number): Uint8Array {
  return new Uint8Array(length).fill(byte);
}

export function joined(...pieces: readonly (Uint8Array | string)[]): Uint8Array {
  return Uint8Array.from(
    Buffer.concat(pieces.map((piece) => (typeof piece === 'string' ? Buffer.from(piece, 'latin1') : piece))),
  );
}

const firstSyllables = [
  'adm',
  'back',
  'cat',
  'dev',
  'east',
  'fox',
  'gold',
  'home',
  'ice',
  'jack',
  'king',
  'lab',
];
const lastSyllables = [
  'in',
  'up',
  'er',
  'one',
  '1',
  '12',
  '123',
  'x',
  'man',
  '99',
  'web',
  'net',
  'ftp',
  'sa',
  'pw',
];

/** A fixed dictionary of `size` words (at most 180 distinct), the same in every run, as password lists are. */
export function dictionary(size: number, suffix = ''): string[] {
  return Array.from({ length: size }, (_, index) => {
    const first = firstSyllables[index % firstSyllables.length] as string;
    const last = lastSyllables[Math.floor(index / firstSyllables.length) % lastSyllables.length] as string;
    return `${first}${last}${suffix}`;
  });
}
