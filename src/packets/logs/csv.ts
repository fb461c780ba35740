import { HoneysiftError } from '../../errors.js';
import { csvCells } from './csv-cells.js';
import { csvPackets, mostCsvPackets } from './csv-packets.js';
import type { LogReader, LogReading } from './log-event.js';
import { endpoints, epochField, isoField } from './log-fields.js';
import type { FullLogMapping, LogField } from './log-mapping.js';

type Cells = readonly string[];
/** Undefined for a column that the line does not have. */
type Cell = (cells: Cells) => string | undefined;

const longestList = 2000;
const icmpNames = new Set(['icmp', 'icmp6', 'ipv6-icmp', '1', '58']);
const protocolNames: ReadonlyMap<string, string> = new Map([
  ...[...icmpNames].map((name) => [name, 'icmp'] as const),
  ['6', 'tcp'],
  ['17', 'udp'],
]);

/** Any log as CSV: a line is a connection, or a packet, towards a honeypot. `path` is named in errors. */
export function csvReader(mapping: FullLogMapping, path: string): LogReader {
  let read = mapping.header ? null : rowReader(mapping, null, path);
  let width: number | null = null;
  let row = 0n;
  return {
    format: 'csv',
    read(text): LogReading {
      const cells = csvCells(read === null ? text.replace(/^\uFEFF/, '') : text, mapping.delimiter);
      if (read === null) {
        const names = (cells ?? []).map((name) => name.trim());
        read = rowReader(mapping, names, path);
        width = names.length;
        return { packets: [] };
      }
      row += 1n;
      if (cells === null || (width !== null && cells.length !== width)) return { broken: true };
      return read(cells, row);
    },
  };
}

/** @throws HoneysiftError ERR_CAPTURE when a column is not among `names` */
function rowReader(
  mapping: FullLogMapping,
  names: Cells | null,
  path: string,
): (cells: Cells, row: bigint) => LogReading {
  const { time, source, honeypot, payload } = mapping;
  const cellOf = (key: string, field: LogField): Cell => {
    if (typeof field === 'object') return () => String(field.constant);
    const at = typeof field === 'number' ? field - 1 : (names?.indexOf(field) ?? -1);
    if (at < 0 || (names !== null && at >= names.length)) throw noColumn(path, key, field, names);
    return (cells) => cells[at];
  };
  const trimmed = (key: string, field: LogField | undefined, otherwise: string): Cell => {
    const cell = field === undefined ? () => otherwise : cellOf(key, field);
    return (cells) => cell(cells)?.trim();
  };
  const when = trimmed('time.column', time.column, '');
  const from = trimmed('source.address', source.address, '');
  const fromPort = trimmed('source.port', source.port, '');
  const to = trimmed('honeypot.address', honeypot.address, '');
  const toPort = trimmed('honeypot.port', honeypot.port, '');
  const protocolCell = trimmed('protocol', mapping.protocol, '');
  const data = payload === undefined ? () => '' : cellOf('payload.column', payload.column);
  const count = trimmed('packets', mapping.packets, '');
  const hasCount = mapping.packets !== undefined;
  return (cells, row) => {
    const name = protocolCell(cells)?.toLowerCase() ?? '';
    const protocol = protocolNames.get(name) ?? name;
    // Where a log has no type and code, an echo request; where it has no source port, none.
    const [noSource, noTarget] = protocol === 'icmp' ? ['8', '0'] : ['0', ''];
    const sourcePort = fromPort(cells) || noSource;
    const ends = endpoints(from(cells), sourcePort, to(cells), toPort(cells) || noTarget, protocol);
    const timeNs = timeOf(when(cells) ?? '', time.format);
    const bytes = decoded(data(cells), payload?.encoding ?? 'text');
    const packets = hasCount ? wholeNumber(count(cells) ?? '') : undefined;
    if (ends === null || timeNs === null || bytes === null || packets === null) return { broken: true };
    if (packets === 0) return { skipped: 'row_without_packets' };
    return { packets: csvPackets(ends, timeNs, timeNs + row, bytes, packets) };
  };
}

function noColumn(path: string, key: string, field: string | number, names: Cells | null): HoneysiftError {
  const asked = `the log mapping's ${key} is column ${JSON.stringify(field)}`;
  const there =
    names === null
      ? 'but without a header columns have numbers, from 1; give a number, or header = true'
      : `but its columns are: ${names.map((name) => JSON.stringify(name)).join(', ')}`.slice(0, longestList);
  return new HoneysiftError('ERR_CAPTURE', `${path}: ${asked}, ${there}`);
}

function timeOf(text: string, format: FullLogMapping['time']['format']): bigint | null {
  if (format === 'iso8601') return isoField(text);
  return epochField(text, format === 'epoch-s' ? 9 : 6);
}

function decoded(text: string | undefined, encoding: 'text' | 'hex' | 'base64'): Uint8Array | null {
  if (text === undefined) return null;
  if (encoding === 'text') return Buffer.from(text, 'utf8');
  const plain = text.trim();
  if (encoding === 'hex') {
    const digits = plain.replace(/^0x/i, '');
    return digits.length % 2 === 0 && /^[0-9a-f]*$/i.test(digits) ? Buffer.from(digits, 'hex') : null;
  }
  return /^[A-Za-z0-9+/_-]*={0,2}$/.test(plain) && plain.replace(/=+$/, '').length % 4 !== 1
    ? Buffer.from(plain, 'base64')
    : null;
}

function wholeNumber(text: string): number | null {
  const value = /^\d{1,9}$/.test(text) ? Number(text) : null;
  return value !== null && value <= mostCsvPackets ? value : null;
}
