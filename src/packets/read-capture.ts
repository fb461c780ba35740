import { HoneysiftError } from '../errors.js';
import type { CaptureFacts, CaptureLoss } from '../model/capture.js';
import type { PacketColumns } from '../model/packet-columns.js';
import type { RunContext } from '../model/stage.js';
import {
  allocatePacketColumns,
  allocatePacketRows,
  type DecodeStep,
  PacketDecoder,
  type PacketRows,
} from '../native/packet-decoder.js';
import type { RowSink } from '../native/row-sink.js';
import { drain, type ByteSource } from './byte-source.js';
import { countedSource, type DigestSource } from './counted-source.js';
import { describeNonCapture } from './capture-signature.js';
import { decompress } from './decompress.js';
import { feedDecoder } from './feed-decoder.js';
import type { LogOptions } from './logs/log-options.js';
import { openFileSource } from './file-source.js';
import { openContent } from './open-content.js';
import { type ReadMemory, withReadMemory } from './read-memory.js';

/** Decoded packets; valid only while `onBatch` runs, or until its promise is settled. */
export interface PacketBatch {
  readonly columns: PacketColumns;
  /** What payload offsets point into. */
  readonly bytes: Uint8Array;
  /** What payload offsets of rows with packetFlag.payloadInScratch point into. */
  readonly scratch: Uint8Array;
}

/** The same as rows that only native code reads; valid only while `onBatch` runs. */
export interface RowBatch {
  readonly rows: PacketRows;
  readonly bytes: Uint8Array;
  readonly scratch: Uint8Array;
}

export type CaptureSummary = Omit<CaptureFacts, 'directions'>;

export interface ReadCaptureOptions {
  readonly context?: RunContext;
  /** Bytes read at once; default 256 KiB, which stays in the processor's cache. Any value gives the same packets. */
  readonly chunkBytes?: number;
  /** Rows of a batch; default 1024, for the same reason. */
  readonly batchRows?: number;
  /**
   * Addresses, 16 bytes each, whose tunnelled packets stay wrapped: the honeypots. Other tunnels (IPIP, 6in4, GRE,
   * ERSPAN, VXLAN) are looked into: their rows are those of the inner packets.
   */
  readonly tunnelEndpoints?: Uint8Array | undefined;
  /** Only packets that it accepts are decoded; as checkPacketFilter. */
  readonly filter?: string | undefined;
  /** How logs are read, as checkLogOptions gives it. */
  readonly logs?: LogOptions | undefined;
  /**
   * Whether to compute the capture's digests, default true: for small packets that takes longer than decoding them.
   * Without, they are empty.
   */
  readonly digests?: boolean;
}

const defaultBatchRows = 1024;

/**
 * Decodes one capture file (`-` is standard input), pcap, pcapng or a log that logs/ knows, plain, gzip, zstd or xz: told
 * by content, not by name.
 * Damage is no error: what precedes it is decoded, reading resumes where the format allows, and the summary lists what
 * was lost.
 * @throws HoneysiftError ERR_CAPTURE when it cannot be opened or is no capture; ERR_FILTER when the filter means nothing
 * for the link type of a packet; ERR_CANCELLED.
 */
export async function readCapture(
  path: string,
  onBatch: (batch: PacketBatch) => void,
  options: ReadCaptureOptions = {},
): Promise<CaptureSummary> {
  const columns = allocatePacketColumns(options.batchRows ?? defaultBatchRows);
  return readWith(path, options, (decoder, scratch) => (bytes, endOfStream) => {
    const step = decoder.decode(bytes, endOfStream, columns, scratch);
    if (columns.rows > 0) onBatch({ columns, bytes, scratch });
    return step;
  });
}

/** As readCapture, for those who hand the packets on to native code: no column is ever written. */
export async function readCaptureRows(
  path: string,
  onBatch: (batch: RowBatch) => void | Promise<void>,
  options: ReadCaptureOptions = {},
): Promise<CaptureSummary> {
  const rows = allocatePacketRows(options.batchRows ?? defaultBatchRows);
  return readWith(path, options, (decoder, scratch) => (bytes, endOfStream) => {
    const step = decoder.decodeRows(bytes, endOfStream, rows, scratch);
    const handled = rows.rows > 0 ? onBatch({ rows, bytes, scratch }) : undefined;
    return handled ? handled.then(() => step) : step;
  });
}

/**
 * As readCapture, for those who take packets in native code and need none of them in JavaScript: one call for all of a
 * chunk. `onChunk` is called after each.
 */
export async function readCaptureInto(
  path: string,
  sinks: readonly RowSink[],
  onChunk: () => void,
  options: Omit<ReadCaptureOptions, 'batchRows'> = {},
): Promise<CaptureSummary> {
  return readWith(path, options, (decoder, scratch) => (bytes, endOfStream) => {
    const step = decoder.decodeInto(bytes, endOfStream, sinks, scratch);
    onChunk();
    return step;
  });
}

/** Decodes the bytes it is given and hands the packets on. */
type Decode = (bytes: Uint8Array, endOfStream: boolean) => DecodeStep | Promise<DecodeStep>;

const defaultChunkBytes = 256 * 1024;

type DecodeWith = (decoder: PacketDecoder, scratch: Uint8Array) => Decode;

async function readWith(
  path: string,
  options: ReadCaptureOptions,
  decodeWith: DecodeWith,
): Promise<CaptureSummary> {
  return withReadMemory(options.chunkBytes ?? defaultChunkBytes, (memory) =>
    readIn(memory, path, options, decodeWith),
  );
}

async function readIn(
  { chunkBytes, chunks, scratch }: ReadMemory,
  path: string,
  options: ReadCaptureOptions,
  decodeWith: DecodeWith,
): Promise<CaptureSummary> {
  const { context, digests = true } = options;
  const stored = await measured(await openFileSource(path), digests);
  let source: ByteSource = stored;
  try {
    const opened = await decompress(stored, path);
    source = opened;
    const decompressed = opened.compression === null ? null : await measured(opened, digests);
    const bytes = decompressed ?? opened;
    source = bytes;
    const { content, log } = await openContent(bytes, path, options.logs);
    source = content;
    const decoder = new PacketDecoder(options.tunnelEndpoints, options.filter);
    const decode = decodeWith(decoder, scratch);
    await feedDecoder({
      source: content,
      chunkBytes,
      chunks,
      decode(bytes, endOfStream) {
        context?.throwIfCancelled();
        return decode(bytes, endOfStream);
      },
      onForeign: (bytes) => {
        throw new HoneysiftError(
          'ERR_CAPTURE',
          `${path} is ${describeNonCapture(bytes, opened.compression)}`,
        );
      },
    });
    await drain(content);
    await drain(bytes);
    await drain(stored);
    const contentDigest = await decompressed?.digest();
    const digest = await stored.digest();
    const broken = opened.loss();
    const totals = decoder.totals();
    return {
      path,
      digest,
      contentDigest: broken === null ? (contentDigest ?? digest) : digest,
      format: (log?.format ?? totals.format) + (opened.compression ? `+${opened.compression}` : ''),
      fileBytes: stored.bytes(),
      packets: totals.packets,
      filteredOut: totals.filteredOut,
      bytes: totals.bytes,
      firstNs: totals.firstNs,
      lastNs: totals.lastNs,
      scannerMarks: totals.scannerMarks,
      ...withLoss(
        { ...totals.anomalies, ...log?.anomalies() },
        [...totals.losses, ...(log?.losses() ?? [])],
        broken,
      ),
    };
  } catch (error) {
    if (error instanceof HoneysiftError && error.code === 'ERR_FILTER') {
      throw new HoneysiftError('ERR_FILTER', `${path}: ${error.message}`, { cause: error });
    }
    throw error;
  } finally {
    await source.close();
  }
}

/** Digests are loaded when they are wanted. */
async function measured(source: ByteSource, withDigest: boolean): Promise<DigestSource> {
  if (!withDigest) return countedSource(source);
  const { digestedSource } = await import('./digest-source.js');
  return digestedSource(source);
}

function withLoss(
  anomalies: Readonly<Record<string, number>>,
  losses: readonly CaptureLoss[],
  broken: CaptureLoss | null,
): Pick<CaptureSummary, 'anomalies' | 'losses'> {
  if (broken === null) return { anomalies, losses };
  return { anomalies: { ...anomalies, [broken.anomaly]: 1 }, losses: [...losses, broken] };
}
