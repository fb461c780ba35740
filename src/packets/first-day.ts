import { utcDay } from '../model/utc-day.js';
import { allocatePacketColumns, PacketDecoder } from '../native/packet-decoder.js';
import { type ByteSource, readFully } from './byte-source.js';
import { decompress } from './decompress.js';
import { openFileSource } from './file-source.js';

const looksAt = 16 * 1024;

/** UTC day (since 1970-01-01) of a capture's first packet; null when its beginning does not tell. */
export async function firstDay(path: string): Promise<number | null> {
  let source: ByteSource | undefined;
  try {
    source = await openFileSource(path);
    const opened = await decompress(source, path);
    source = opened;
    const columns = allocatePacketColumns(1);
    new PacketDecoder().decode(await readFully(opened, looksAt), false, columns);
    const ns = columns.timestampNs[0] ?? 0n;
    return columns.rows === 0 || ns <= 0n ? null : utcDay(ns);
  } catch {
    // Whatever is wrong with it, reading it will say so.
    return null;
  } finally {
    await source?.close();
  }
}
