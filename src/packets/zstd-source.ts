import { Decompress, ZstdErrorCode } from 'fzstd';

import { HoneysiftError } from '../errors.js';
import { prepend, readFully, type ByteSource } from './byte-source.js';
import type { DecompressedSource } from './decompressed-source.js';

const inputBytes = 64 * 1024;
/** Pushed at once: four bytes of input may stand for 128 KiB of content, which the library hands over all at once. */
const pieceBytes = 1024;
/** The longest frame header. */
const headerBytes = 18;
/** What the zstd command allows without being told otherwise. */
const maxWindow = 128 * 2 ** 20;

/**
 * Decompresses zstd. `loss()` tells of a truncated or corrupt stream; all blocks before the damaged one are delivered.
 * Checksums are not verified. Reading throws HoneysiftError ERR_CAPTURE when the first frame needs a dictionary or a
 * window above 128 MiB.
 */
export function zstdSource(source: ByteSource, name: string): DecompressedSource {
  const contents: Uint8Array[] = [];
  const decompressor = new Decompress((content) => {
    if (content.length === 0) return;
    produced += content.length;
    contents.push(content);
  });
  let input: Uint8Array = new Uint8Array(0);
  let opened: ByteSource | undefined;
  let produced = 0;
  let isDone = false;
  let anomaly: 'truncated_zstd' | 'corrupt_zstd' | null = null;

  async function open(): Promise<ByteSource> {
    const first = await readFully(source, inputBytes);
    if (needsTooMuch(first)) {
      const hint =
        'it needs a dictionary or a window above 128 MiB; decompress it with "zstd -d --long=31" first';
      throw new HoneysiftError(
        'ERR_CAPTURE',
        `${name} is zstd-compressed in a way that cannot be read: ${hint}`,
      );
    }
    return prepend(first, source);
  }

  async function advance(): Promise<void> {
    opened ??= await open();
    // Fresh bytes every time: the library holds on to what it cannot use yet.
    if (input.length === 0) input = await readFully(opened, inputBytes);
    isDone = input.length === 0;
    const piece = input.subarray(0, pieceBytes);
    input = input.subarray(piece.length);
    try {
      decompressor.push(piece, isDone);
    } catch (error) {
      isDone = true;
      const isCut = error instanceof Error && 'code' in error && error.code === ZstdErrorCode.UnexpectedEOF;
      anomaly = isCut ? 'truncated_zstd' : 'corrupt_zstd';
    }
  }

  return {
    async read(into) {
      while (contents.length === 0 && !isDone) await advance();
      const content = contents[0];
      if (content === undefined) return 0;
      const part = content.subarray(0, into.length);
      into.set(part);
      if (part.length === content.length) contents.shift();
      else contents[0] = content.subarray(part.length);
      return part.length;
    },
    close: () => source.close(),
    loss: () => anomaly && { anomaly, offset: produced, bytes: null },
  };
}

/** The library ignores dictionaries, and sets aside whatever window a frame asks for: such frames must not reach it. */
function needsTooMuch(first: Uint8Array): boolean {
  const view = new DataView(first.buffer, first.byteOffset, first.length);
  let at = 0;
  while (at + 8 <= first.length && view.getUint32(at, true) >>> 4 === 0x184d2a5) {
    at += 8 + view.getUint32(at + 4, true);
  }
  const header = new DataView(new ArrayBuffer(headerBytes));
  first.subarray(at, at + headerBytes).forEach((byte, offset) => {
    header.setUint8(offset, byte);
  });
  const descriptor = header.getUint8(4);
  if ((descriptor & 3) !== 0) return true;
  if ((descriptor & 0x20) === 0) {
    const window = header.getUint8(5);
    return 2 ** (10 + (window >> 3)) * (1 + (window & 7) / 8) > maxWindow;
  }
  // One segment: the window is the content; sizes of one or two bytes are small.
  const sizes = [0, 0, header.getUint32(5, true), Number(header.getBigUint64(5, true))];
  return (sizes[descriptor >> 6] ?? 0) > maxWindow;
}
