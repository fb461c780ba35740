import type { Rng } from './rng.js';

/** Alphabets of random fields; `short` and `long` name alphanumeric fields by their length. */
export type FieldKind = 'short' | 'long' | 'hex' | 'alnum' | 'alpha' | 'numeric' | 'binary';

/** One piece of a payload grammar. */
export type PayloadPart =
  | { readonly kind: 'fixed'; readonly bytes: Uint8Array }
  | {
      readonly kind: 'random';
      readonly field: FieldKind;
      readonly min: number;
      readonly max: number;
      /** Fields of one name hold one value per attack source; without a name, one value per payload. */
      readonly name?: string | undefined;
    }
  | { readonly kind: 'choice'; readonly values: readonly string[]; readonly name?: string | undefined }
  /** The entry of a fixed dictionary for the current attempt of a brute force. */
  | { readonly kind: 'attempt'; readonly values: readonly string[] };

/** Bytes ready for a TCP segment, and their sum as 16-bit big-endian words. */
export interface Segment {
  readonly bytes: Uint8Array;
  readonly sum: number;
}

export const maximumSegment = 1460;

/** Where a payload's variable parts come from. */
export interface FieldSource {
  readonly rng: Rng;
  /** Values of the named fields of the current attack source. */
  readonly named: Map<string, Uint8Array>;
  /** False turns every random field into a constant. */
  readonly randomFields: boolean;
}

const alphabets: Record<Exclude<FieldKind, 'binary'>, string> = {
  short: 'abcdefghijklmnopqrstuvwxyz0123456789',
  long: 'abcdefghijklmnopqrstuvwxyz0123456789',
  alnum: 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789',
  alpha: 'ABCDEFGHIJKLMNOPQRSTUVWXYZ',
  hex: '0123456789abcdef',
  numeric: '0123456789',
};

/** A payload grammar; what does not vary is rendered once. */
export class Payload {
  readonly parts: readonly PayloadPart[];
  readonly #isFixed: boolean;
  readonly #hasAttempts: boolean;
  readonly #cache: (readonly Segment[])[] = [];
  readonly #period: number;

  constructor(parts: readonly PayloadPart[]) {
    this.parts = parts;
    this.#hasAttempts = parts.some((part) => part.kind === 'attempt');
    this.#isFixed = parts.every((part) => part.kind === 'fixed' || part.kind === 'attempt');
    const lengths = parts.map((part) => (part.kind === 'attempt' ? part.values.length : 1));
    this.#period = lengths.length <= 1 ? (lengths[0] ?? 1) : lengths.reduce(leastCommonMultiple);
  }

  /** The payload for one source and attempt, cut into segments of at most `maximumSegment` bytes. */
  render(fields: FieldSource, attempt: number): readonly Segment[] {
    if (!this.#isFixed) return this.#build(fields, attempt);
    const slot = this.#hasAttempts ? attempt % this.#period : 0;
    return (this.#cache[slot] ??= this.#build(fields, slot));
  }

  #build(fields: FieldSource, attempt: number): Segment[] {
    const pieces = this.parts.map((part) => renderPart(part, fields, attempt));
    const bytes = new Uint8Array(pieces.reduce((sum, piece) => sum + piece.length, 0));
    let at = 0;
    for (const piece of pieces) {
      bytes.set(piece, at);
      at += piece.length;
    }
    return segmentsOf(bytes);
  }
}

export function segmentsOf(bytes: Uint8Array): Segment[] {
  const segments: Segment[] = [];
  for (let at = 0; at < bytes.length; at += maximumSegment) {
    const piece = bytes.subarray(at, at + maximumSegment);
    segments.push({ bytes: piece, sum: sumWords(piece) });
  }
  return segments;
}

/** Sum of 16-bit big-endian words, an odd last byte padded with zero: the Internet checksum before folding. */
export function sumWords(bytes: Uint8Array, from = 0, to = bytes.length): number {
  let sum = 0;
  let at = from;
  for (; at + 1 < to; at += 2) sum += ((bytes[at] as number) << 8) | (bytes[at + 1] as number);
  if (at < to) sum += (bytes[at] as number) << 8;
  return sum;
}

function renderPart(part: PayloadPart, fields: FieldSource, attempt: number): Uint8Array {
  switch (part.kind) {
    case 'fixed':
      return part.bytes;
    case 'attempt':
      return latin1(part.values[attempt % part.values.length] as string);
    case 'random':
    case 'choice': {
      if (part.name === undefined) return drawPart(part, fields);
      const known = fields.named.get(part.name);
      if (known !== undefined) return known;
      const drawn = drawPart(part, fields);
      fields.named.set(part.name, drawn);
      return drawn;
    }
  }
}

function drawPart(
  part: PayloadPart & { kind: 'random' | 'choice' },
  { rng, randomFields }: FieldSource,
): Uint8Array {
  if (part.kind === 'choice')
    return latin1(randomFields ? rng.pick(part.values) : (part.values[0] as string));
  const length = randomFields ? rng.between(part.min, part.max) : part.min;
  const out = new Uint8Array(length);
  const alphabet = part.field === 'binary' ? null : alphabets[part.field];
  for (let index = 0; index < length; index++) {
    const size = alphabet?.length ?? 256;
    const drawn = randomFields ? rng.int(size) : index % size;
    out[index] = alphabet === null ? drawn : alphabet.charCodeAt(drawn);
  }
  return out;
}

function leastCommonMultiple(a: number, b: number): number {
  let [high, low] = [a, b];
  while (low !== 0) [high, low] = [low, high % low];
  return (a / high) * b;
}

export function latin1(text: string): Uint8Array {
  return Uint8Array.from(Buffer.from(text, 'latin1'));
}
