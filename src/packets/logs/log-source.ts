import type { CaptureLoss } from '../../model/capture.js';
import type { ByteSource } from '../byte-source.js';
import { pcapHeader, pcapRecord } from './frame.js';
import type { LogReader } from './log-event.js';

/** A log as the capture it tells of. */
export interface LogSource extends ByteSource {
  readonly format: string;
  anomalies(): Readonly<Record<string, number>>;
  losses(): readonly CaptureLoss[];
}

const longestLine = 16 * 1024 * 1024;
/** Broken lines that are listed one by one; all are counted. */
const mostLosses = 1000;
/** Names of events that are counted apart. */
const mostNames = 100;

/** Bytes of a pcap file with the packets that a log tells of, made as they are read. */
export function logSource(source: ByteSource, reader: LogReader): LogSource {
  const anomalies = new Map<string, number>();
  const losses: CaptureLoss[] = [];
  const count = (name: string): void => {
    const known = anomalies.has(name) || anomalies.size < mostNames ? name : 'log_event_unused_other';
    anomalies.set(known, (anomalies.get(known) ?? 0) + 1);
  };
  const broken = (offset: number, bytes: number): void => {
    count('log_broken_line');
    if (losses.length < mostLosses) losses.push({ anomaly: 'log_broken_line', offset, bytes });
  };
  async function* records(): AsyncGenerator<Uint8Array> {
    yield pcapHeader();
    for await (const { text, offset, bytes } of readLines(source)) {
      if (text === '') continue;
      const reading = text === null ? { broken: true as const } : reader.read(text);
      if ('broken' in reading) broken(offset, bytes);
      else if ('skipped' in reading) count(`log_event_unused_${eventName(reading.skipped)}`);
      else for (const packet of reading.packets) yield pcapRecord(packet);
    }
  }
  const made = records();
  let left: Uint8Array = new Uint8Array(0);
  return {
    format: reader.format,
    anomalies: () => Object.fromEntries(anomalies),
    losses: () => losses,
    close: () => source.close(),
    async read(into) {
      let filled = 0;
      while (filled < into.length) {
        if (left.length === 0) {
          const next = await made.next();
          if (next.done) break;
          left = next.value;
        }
        const piece = left.subarray(0, into.length - filled);
        into.set(piece, filled);
        filled += piece.length;
        left = left.subarray(piece.length);
      }
      return filled;
    },
  };
}

/** Names come from the log: no more than a word of them is shown. */
function eventName(name: string): string {
  return name.replace(/[^A-Za-z0-9._-]/g, '_').slice(0, 64);
}

interface Line {
  /** Without its end; null when it is too long to be one. */
  readonly text: string | null;
  /** Where it begins, bytes. */
  readonly offset: number;
  readonly bytes: number;
}

async function* readLines(source: ByteSource): AsyncGenerator<Line> {
  const chunk = new Uint8Array(64 * 1024);
  let parts: Uint8Array[] = [];
  let held = 0;
  let bytes = 0;
  let offset = 0;
  const take = (): Line => {
    const text = bytes > longestLine ? null : Buffer.concat(parts, held).toString('utf8').replace(/\r$/, '');
    const line = { text, offset, bytes };
    offset += bytes + 1;
    parts = [];
    held = 0;
    bytes = 0;
    return line;
  };
  const hold = (piece: Uint8Array): void => {
    bytes += piece.length;
    if (bytes > longestLine) {
      parts = [];
      held = 0;
    } else if (piece.length > 0) {
      parts.push(piece.slice());
      held += piece.length;
    }
  };
  for (;;) {
    const count = await source.read(chunk);
    if (count === 0) break;
    let start = 0;
    for (let end = chunk.indexOf(10); end >= 0 && end < count; end = chunk.indexOf(10, start)) {
      hold(chunk.subarray(start, end));
      start = end + 1;
      yield take();
    }
    hold(chunk.subarray(start, count));
  }
  if (bytes > 0) yield take();
}
