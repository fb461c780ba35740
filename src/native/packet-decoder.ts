import { HoneysiftError, invalidArgument } from '../errors.js';
import type { ScannerMarks } from '../model/capture.js';
import type { PacketColumns } from '../model/packet-columns.js';
import { loadAddon } from './load-addon.js';
import type { RowSink } from './row-sink.js';

interface ColumnLayout {
  readonly name: string;
  readonly type: 'uint8' | 'uint16' | 'uint32' | 'int64' | 'uint64';
  readonly elementBytes: number;
  /** Elements per row. */
  readonly width: number;
}

interface NativeTotals {
  readonly format: number;
  readonly packets: number;
  readonly bytes: number;
  readonly filteredOut: number;
  readonly firstNs: bigint | null;
  readonly lastNs: bigint | null;
  /** By position in `anomalyNames`. */
  readonly anomalies: readonly number[];
  readonly losses: readonly { anomaly: string; offset: number; bytes: number }[];
  readonly scannerMarks: ScannerMarks;
}

interface NativeStep {
  readonly status: number;
  readonly consumed: number;
  readonly rows: number;
  readonly needed: number;
}

interface NativeFedStep extends NativeStep {
  readonly failedSink?: number;
  readonly sinkStatus?: number;
}

interface NativeDecoder {
  decode(
    bytes: Uint8Array,
    endOfStream: boolean,
    columns: Uint8Array,
    capacity: number,
    scratch: Uint8Array,
  ): NativeStep;
  decodeRows(bytes: Uint8Array, endOfStream: boolean, rows: Uint8Array, scratch: Uint8Array): NativeStep;
  decodeInto(
    bytes: Uint8Array,
    endOfStream: boolean,
    scratch: Uint8Array,
    sinks: readonly unknown[],
  ): NativeFedStep;
  totals(): NativeTotals;
  filterFailure(): { linkType: number; message: string };
}

interface Addon {
  readonly PacketDecoder: new (tunnelEndpoints: Uint8Array, filter: string | undefined) => NativeDecoder;
  readonly columnLayout: readonly ColumnLayout[];
  readonly anomalyNames: readonly string[];
  readonly rowBytes: number;
}

const addon = loadAddon('packet_decoder') as Addon;

/** Every anomaly the decoder can name; src/packets/README.md says what each means. */
export const anomalyNames: readonly string[] = addon.anomalyNames;

const noBytes = new Uint8Array(0);
const formats = ['unknown', 'pcap', 'pcapng'] as const;
const statuses = ['need-bytes', 'rows-full', 'end', 'not-a-capture', 'filter-failed'] as const;

export type CaptureFormat = (typeof formats)[number];
/**
 * `need-bytes`: all whole records are decoded, feed at least `needed` bytes from `consumed` on. `rows-full`: feed the
 * same bytes again from `consumed` on. `end`: the stream is done. `not-a-capture`: its first bytes are no capture.
 */
export type DecodeStatus = Exclude<(typeof statuses)[number], 'filter-failed'>;

export interface DecodeStep {
  readonly status: DecodeStatus;
  /** Bytes of the input that are done with. */
  readonly consumed: number;
  readonly needed: number;
}

export interface DecodedTotals extends Omit<NativeTotals, 'format' | 'anomalies'> {
  readonly format: CaptureFormat;
  /** Anomaly name -> how often; names that did not occur are absent. */
  readonly anomalies: Readonly<Record<string, number>>;
}

function columnsSize(capacity: number): number {
  const aligned = addon.columnLayout.map(
    ({ elementBytes, width }) => Math.ceil((elementBytes * width * capacity) / 8) * 8,
  );
  return aligned.reduce((sum, bytes) => sum + bytes, 0);
}

/** Empty columns for `capacity` packets (1 or more), all over one new ArrayBuffer. */
export function allocatePacketColumns(capacity: number): PacketColumns {
  const buffer = new ArrayBuffer(columnsSize(capacity));
  const columns: Record<string, ArrayBufferView> = {};
  let at = 0;
  for (const { name, type, elementBytes, width } of addon.columnLayout) {
    const length = width * capacity;
    columns[name] = view(type, buffer, at, length);
    at += Math.ceil((elementBytes * length) / 8) * 8;
  }
  // The addon's layout is the one source of names; test/unit/packets/packet-columns.test.ts holds it against the type.
  return { buffer, capacity, rows: 0, ...columns } as unknown as PacketColumns;
}

/**
 * A batch of decoded packets as records: `rows` of those that `memory` has room for are filled. Their layout is private
 * to the addons.
 */
export interface PacketRows {
  readonly memory: Uint8Array;
  rows: number;
}

/** Room for `capacity` packets (1 or more). */
export function allocatePacketRows(capacity: number): PacketRows {
  return { memory: new Uint8Array(capacity * addon.rowBytes), rows: 0 };
}

function view(type: ColumnLayout['type'], buffer: ArrayBuffer, at: number, length: number): ArrayBufferView {
  switch (type) {
    case 'uint8':
      return new Uint8Array(buffer, at, length);
    case 'uint16':
      return new Uint16Array(buffer, at, length);
    case 'uint32':
      return new Uint32Array(buffer, at, length);
    case 'int64':
      return new BigInt64Array(buffer, at, length);
    case 'uint64':
      return new BigUint64Array(buffer, at, length);
  }
}

/**
 * Push decoder of one capture stream (pcap or pcapng, uncompressed). Feed it the stream in pieces; a piece must begin
 * where the last step's `consumed` left off. Damage is no error: it is counted and listed in `totals()`.
 */
export class PacketDecoder {
  readonly #native: NativeDecoder;
  readonly #filter: string | undefined;

  /**
   * Tunnelled packets (IPIP, 6in4, GRE, ERSPAN, VXLAN) are looked into: the row is that of the inner packet. Not so
   * those addressed to `tunnelEndpoints` (16 bytes each, the honeypots): there the outer sender is the attacker.
   * Packets that `filter` (as checkPacketFilter) does not accept are counted and otherwise ignored.
   */
  constructor(tunnelEndpoints: Uint8Array = noBytes, filter?: string) {
    if (tunnelEndpoints.length % 16 !== 0) {
      throw invalidArgument('tunnelEndpoints', 'addresses of 16 bytes each', tunnelEndpoints.length);
    }
    this.#filter = filter;
    this.#native = new addon.PacketDecoder(tunnelEndpoints, filter);
  }

  /**
   * Decodes whole records of `bytes` into `columns` from row 0 on and sets `columns.rows`. Fragmented IP packets are put
   * together in `scratch` when it is 64 KiB or longer; otherwise fragments stand for themselves.
   * @throws HoneysiftError ERR_FILTER when the filter means nothing for the link type of a packet
   */
  decode(
    bytes: Uint8Array,
    endOfStream: boolean,
    columns: PacketColumns,
    scratch: Uint8Array = noBytes,
  ): DecodeStep {
    const memory = new Uint8Array(columns.buffer);
    const step = this.#native.decode(bytes, endOfStream, memory, columns.capacity, scratch);
    columns.rows = step.rows;
    return this.#checked(step);
  }

  #checked({ status: number, consumed, needed }: NativeStep): DecodeStep {
    const status = known(statuses, number);
    if (status === 'filter-failed') throw this.#filterFailure();
    return { status, consumed, needed };
  }

  #filterFailure(): HoneysiftError {
    const { linkType, message } = this.#native.filterFailure();
    return new HoneysiftError(
      'ERR_FILTER',
      `The filter ${JSON.stringify(this.#filter)} cannot be applied to packets of link type ${linkType}: ${message}`,
    );
  }

  /** As decode(), into rows for an addon that takes them: half the work of columns. */
  decodeRows(
    bytes: Uint8Array,
    endOfStream: boolean,
    rows: PacketRows,
    scratch: Uint8Array = noBytes,
  ): DecodeStep {
    const step = this.#native.decodeRows(bytes, endOfStream, rows.memory, scratch);
    rows.rows = step.rows;
    return this.#checked(step);
  }

  /** As decode(), of all of `bytes`: the packets go to the sinks, one after another. Never `rows-full`. */
  decodeInto(
    bytes: Uint8Array,
    endOfStream: boolean,
    sinks: readonly RowSink[],
    scratch: Uint8Array = noBytes,
  ): DecodeStep {
    const handles = sinks.map(({ handle }) => handle);
    const step = this.#native.decodeInto(bytes, endOfStream, scratch, handles);
    if (step.failedSink !== undefined) sinks[step.failedSink]?.check(step.sinkStatus ?? 0);
    return this.#checked(step);
  }

  /** Everything decoded so far. */
  totals(): DecodedTotals {
    const totals = this.#native.totals();
    const named = totals.anomalies.map((count, at) => [anomalyNames[at] ?? '', count] as const);
    return {
      ...totals,
      format: known(formats, totals.format),
      anomalies: Object.fromEntries(named.filter(([, count]) => count > 0)),
    };
  }
}

function known<T>(names: readonly T[], index: number): T {
  const name = names[index];
  if (name === undefined) {
    throw new HoneysiftError(
      'ERR_NATIVE',
      `packet_decoder answered ${index}; rebuild it with "npm run build:native"`,
    );
  }
  return name;
}
