import { isHexByte, isWordByte } from './rendered-bytes.js';

/** Most tokens of a text entry that are compared; the rest of longer entries counts as unlike. */
const tokenBound = 256;

/** Unprintable bytes are compared in pieces of this length, so that chance does not find random ones alike. */
const binaryPiece = 4;

/**
 * Share of what the longer entry says that both say in the same order, 0..1, token by token: words whole, unprintable
 * bytes four by four, other characters singly. White space, line ends and zero bytes say nothing: all lines of a protocol
 * share them. Entries that say nothing are alike when they are equal. At most tokenBound² steps.
 */
export function textSimilarity(a: Uint8Array, b: Uint8Array): number {
  const tokensA = tokensOf(a);
  const tokensB = tokensOf(b);
  const longer = Math.max(saidBytes(a), saidBytes(b));
  if (longer === 0) return Buffer.compare(a, b) === 0 ? 1 : 0;
  let previous = new Float64Array(tokensB.length + 1);
  let current = new Float64Array(tokensB.length + 1);
  for (const token of tokensA) {
    tokensB.forEach((other, index) => {
      current[index + 1] =
        token.text === other.text
          ? (previous[index] as number) + token.said
          : Math.max(previous[index + 1] as number, current[index] as number);
    });
    [previous, current] = [current, previous];
  }
  return (previous[tokensB.length] as number) / longer;
}

function isBlank(byte: number): boolean {
  return byte === 0x20 || byte === 0x0d || byte === 0x0a || byte === 0x09 || byte === 0;
}

function saidBytes(bytes: Uint8Array): number {
  let said = 0;
  for (const byte of bytes) if (!isBlank(byte)) said++;
  return said;
}

interface Token {
  readonly text: string;
  /** Bytes that say something. */
  readonly said: number;
}

function tokensOf(bytes: Uint8Array): Token[] {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1');
  const tokens: Token[] = [];
  for (let at = 0; at < text.length && tokens.length < tokenBound;) {
    const from = at;
    const first = bytes[at++] as number;
    if (isWordByte(first)) while (at < bytes.length && isWordByte(bytes[at] as number)) at++;
    else if (isHexByte(first)) {
      while (at < bytes.length && at - from < binaryPiece && isHexByte(bytes[at] as number)) at++;
    }
    tokens.push({ text: text.slice(from, at), said: saidBytes(bytes.subarray(from, at)) });
  }
  return tokens;
}

/**
 * Share of the longer entry's bytes that agree: position by position where the lengths are equal, else at both ends.
 */
export function binarySimilarity(a: Uint8Array, b: Uint8Array): number {
  const longer = Math.max(a.length, b.length);
  if (longer === 0) return 1;
  if (a.length === b.length) {
    let equal = 0;
    for (let at = 0; at < a.length; at++) if (a[at] === b[at]) equal++;
    return equal / longer;
  }
  const shorter = Math.min(a.length, b.length);
  let head = 0;
  while (head < shorter && a[head] === b[head]) head++;
  let tail = 0;
  while (tail < shorter - head && a[a.length - 1 - tail] === b[b.length - 1 - tail]) tail++;
  return (head + tail) / longer;
}

/** Whether the bytes look drawn at random: hardly any value repeated, given the length and the alphabet. */
export function looksRandom(bytes: Uint8Array, isBinary: boolean): boolean {
  if (bytes.length < 4) return false;
  const alphabet = isBinary ? 256 : 62;
  const expected = alphabet * (1 - (1 - 1 / alphabet) ** bytes.length);
  return new Set(bytes).size >= (isBinary ? 0.8 : 0.7) * expected;
}
