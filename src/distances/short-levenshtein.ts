/** Answer of {@link shortLevenshtein} for strings it leaves to the native code. */
export const notShort = -1;

/** Up to here the call into native code costs more than the work. */
const longest = 16;

/** Rows of the matrix that hold a UTF-16 unit; all zero between calls. */
const rowsOf = new Uint32Array(0x10000);

/**
 * Levenshtein distance of two strings of at most 16 UTF-16 units without surrogates, else {@link notShort}. The same
 * bit-parallel steps as native/phrase/levenshtein_strips.cc, 32 rows to a word.
 */
export function shortLevenshtein(a: string, b: string): number {
  const rows = a.length;
  const columns = b.length;
  if (rows > longest || columns > longest) return notShort;
  if (rows === 0 || columns === 0) return hasSurrogate(a) || hasSurrogate(b) ? notShort : rows + columns;

  let surrogates = 0;
  for (let i = 0; i < rows; i += 1) {
    const unit = a.charCodeAt(i);
    surrogates |= isSurrogate(unit);
    rowsOf[unit] = (rowsOf[unit] as number) | (1 << i);
  }
  let vp = -1;
  let vn = 0;
  for (let j = 0; j < columns; j += 1) {
    const unit = b.charCodeAt(j);
    surrogates |= isSurrogate(unit);
    const x = rowsOf[unit] as number;
    const d0 = (((x & vp) + vp) ^ vp) | x | vn;
    const notHp = (vp | (d0 & ~vn)) << 1;
    const hn = (d0 & vp) << 1;
    vp = hn | (notHp & ~d0);
    vn = d0 & ~notHp;
  }
  for (let i = 0; i < rows; i += 1) rowsOf[a.charCodeAt(i)] = 0;
  if (surrogates !== 0) return notShort;
  const inUse = 0xffffffff >>> (32 - rows);
  return columns + ones(vp & inUse) - ones(vn & inUse);
}

function isSurrogate(unit: number): 0 | 1 {
  return (unit & 0xf800) === 0xd800 ? 1 : 0;
}

function hasSurrogate(text: string): boolean {
  for (let i = 0; i < text.length; i += 1) if (isSurrogate(text.charCodeAt(i))) return true;
  return false;
}

/** Set bits among the low 16. */
function ones(bits: number): number {
  let count = bits - ((bits >>> 1) & 0x5555);
  count = (count & 0x3333) + ((count >>> 2) & 0x3333);
  count = (count + (count >>> 4)) & 0x0f0f;
  return (count + (count >>> 8)) & 0x1f;
}
