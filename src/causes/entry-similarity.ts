import { isWordByte } from './rendered-bytes.js';

/** Most tokens of a text entry that are compared; the rest of longer entries counts as unlike. */
const tokenBound = 256;

/**
 * Share of the longer entry's bytes that both hold in the same order, token by token (words whole, other bytes
 * singly), 0..1. White space and line ends count for nothing: all lines of a protocol share them. At most tokenBound²
 * steps.
 */
export function textSimilarity(a: Uint8Array, b: Uint8Array): number {
  const tokensA = tokensOf(a);
  const tokensB = tokensOf(b);
  const longer = Math.max(saidBytes(a), saidBytes(b));
  if (longer === 0) return 1;
  let previous = new Float64Array(tokensB.length + 1);
  let current = new Float64Array(tokensB.length + 1);
  for (const token of tokensA) {
    tokensB.forEach((other, index) => {
      current[index + 1] =
        token === other
          ? (previous[index] as number) + (isBlank(token.charCodeAt(0)) ? 0 : token.length)
          : Math.max(previous[index + 1] as number, current[index] as number);
    });
    [previous, current] = [current, previous];
  }
  return (previous[tokensB.length] as number) / longer;
}

function isBlank(byte: number): boolean {
  return byte === 0x20 || byte === 0x0d || byte === 0x0a || byte === 0x09;
}

function saidBytes(bytes: Uint8Array): number {
  let said = 0;
  for (const byte of bytes) if (!isBlank(byte)) said++;
  return said;
}

function tokensOf(bytes: Uint8Array): string[] {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1');
  const tokens: string[] = [];
  for (let at = 0; at < text.length && tokens.length < tokenBound;) {
    const from = at++;
    if (isWordByte(bytes[from] as number)) while (at < bytes.length && isWordByte(bytes[at] as number)) at++;
    tokens.push(text.slice(from, at));
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
