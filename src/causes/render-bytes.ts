import { isHexByte } from './rendered-bytes.js';

const hexDigits = '0123456789abcdef';

/**
 * Renders bytes as phrases are rendered. Where the text before stands inside an open hex run (`opensInHex`), the run is
 * closed first if need be; where the text behind continues a hex run (`endsInHex`), the run is left open for it.
 */
export function renderBytes(
  bytes: Uint8Array,
  from: number,
  to: number,
  opensInHex: boolean,
  endsInHex: boolean,
): string {
  let text = '';
  let inHex = opensInHex;
  for (let at = from; at < to; at++) {
    const byte = bytes[at] as number;
    const isHex = isHexByte(byte);
    if (isHex !== inHex) text += isHex ? '<' : '>';
    inHex = isHex;
    if (isHex) text += (hexDigits[byte >> 4] as string) + (hexDigits[byte & 15] as string);
    else text += plainByte(byte);
  }
  if (inHex !== endsInHex) text += endsInHex ? '<' : '>';
  return text;
}

function plainByte(byte: number): string {
  if (byte === 0x0d) return '\\r';
  if (byte === 0x0a) return '\\n';
  const char = String.fromCharCode(byte);
  return char === '\\' || char === '<' || char === '|' ? `\\${char}` : char;
}
