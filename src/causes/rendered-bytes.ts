/**
 * Rendered text back to bytes (DESIGN section 5): printable ASCII as itself, `<hex>` runs, `\r`, `\n`, and `\`, `<`,
 * `|` behind a backslash. Total: text that follows no rule is taken literally, so that nothing is lost.
 */
const backslash = 0x5c;
const lessThan = 0x3c;
const greaterThan = 0x3e;

/** Decodes `text[from..to)` into `out` at `at`; returns the position behind the last byte written. */
export function decodeRendered(
  text: Uint8Array,
  from: number,
  to: number,
  out: Uint8Array,
  at: number,
): number {
  let read = from;
  let write = at;
  while (read < to) {
    const code = text[read] as number;
    if (code === backslash && read + 1 < to) {
      out[write++] = escapedByte(text[read + 1] as number);
      read += 2;
    } else if (code === lessThan) {
      const end = hexRunEnd(text, read + 1, to);
      if (end < 0) {
        out[write++] = code;
        read += 1;
        continue;
      }
      for (let pair = read + 1; pair < end; pair += 2) {
        out[write++] = (hexDigit(text[pair] as number) << 4) | hexDigit(text[pair + 1] as number);
      }
      read = end + 1;
    } else {
      out[write++] = code;
      read += 1;
    }
  }
  return write;
}

/** Position of the `>` that closes a run of hex pairs beginning at `from`, or -1. */
function hexRunEnd(text: Uint8Array, from: number, to: number): number {
  let at = from;
  while (at < to && hexDigit(text[at] as number) >= 0) at++;
  return at < to && text[at] === greaterThan && at > from && (at - from) % 2 === 0 ? at : -1;
}

export function hexDigit(code: number): number {
  if (code >= 0x30 && code <= 0x39) return code - 0x30;
  if (code >= 0x61 && code <= 0x66) return code - 0x57;
  return -1;
}

function escapedByte(code: number): number {
  if (code === 0x72) return 0x0d;
  if (code === 0x6e) return 0x0a;
  if (code === 0x74) return 0x09;
  return code;
}

/** A byte that a hex run must spell: neither printable ASCII nor one of the escapes `\r` and `\n`. */
export function isHexByte(byte: number): boolean {
  return (byte < 0x20 || byte > 0x7e) && byte !== 0x0d && byte !== 0x0a;
}

export function isWordByte(byte: number): boolean {
  return (byte >= 0x61 && byte <= 0x7a) || (byte >= 0x30 && byte <= 0x39) || (byte >= 0x41 && byte <= 0x5a);
}
