/** Answer of {@link shortLevenshtein} for strings it leaves to the native code. */
export const notShort = -1;

/** Up to here the call into native code costs more than it saves. Rows must fit the 32 bits of a bitwise operation. */
const longest = 32;
const firstSurrogate = 0xd800;

/** Rows of the matrix that hold a UTF-16 unit; all zero between calls. */
const rowsOf = new Int32Array(0x10000);
/** The units of `a`: reading them back is cheaper than asking the string twice. */
const units = new Uint16Array(longest);

/**
 * Levenshtein distance of two strings of at most 32 UTF-16 units, all below the surrogates, else {@link notShort}. The
 * same bit-parallel steps as native/phrase/levenshtein_strips.cc, 32 rows to a word. Half of its time goes into reading
 * the characters of the strings.
 */
export function shortLevenshtein(a: string, b: string): number {
  const rows = a.length;
  const columns = b.length;
  if (rows > longest || columns > longest || rows === 0 || columns === 0) return notShort;

  let allUnits = 0;
  let bit = 1;
  for (let i = 0; i < rows; i += 1) {
    const unit = a.charCodeAt(i);
    allUnits |= unit;
    rowsOf[unit] = (rowsOf[unit] as number) | bit;
    units[i] = unit;
    bit <<= 1;
  }
  let vp = -1;
  let vn = 0;
  for (let j = 0; j < columns; j += 1) {
    const unit = b.charCodeAt(j);
    allUnits |= unit;
    const x = rowsOf[unit] as number;
    const carried = (((x & vp) + vp) | 0) ^ vp;
    const d0 = carried | x | vn;
    const notHp = ((carried & ~vn) | (vp | (x & ~vn))) << 1;
    const hn = (d0 & vp) << 1;
    vp = hn | (notHp & ~d0);
    vn = d0 & ~notHp;
  }
  for (let i = 0; i < rows; i += 1) rowsOf[units[i] as number] = 0;
  if (allUnits >= firstSurrogate) return notShort;
  // The last column is its top (one insertion per column) plus its vertical differences.
  const inUse = 0xffffffff >>> (32 - rows);
  return columns + ones(vp & inUse) - ones(vn & inUse);
}

/** Set bits. */
function ones(bits: number): number {
  let count = bits - ((bits >>> 1) & 0x55555555);
  count = (count & 0x33333333) + ((count >>> 2) & 0x33333333);
  return Math.imul((count + (count >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}
