import { type LoggedPacket, type LogReader, type LogReading, noPayload, tcpFlag } from './log-event.js';
import { type Endpoints, endpoints, type Fields, parseObject, timeField } from './log-fields.js';

/** More packets in one connection are taken for a broken line. */
const mostPackets = 10_000_000;

/** Zeek's conn.log as JSON: `orig_pkts` packets of the originator, spread evenly over `duration`. */
export function zeekJsonReader(): LogReader {
  return {
    format: 'zeek-conn-json',
    read(text) {
      const fields = parseObject(text);
      return fields === null ? { broken: true } : readConnection(fields);
    },
  };
}

/** The same as tab-separated text; `#fields` names the columns, anew wherever it stands. */
export function zeekTsvReader(): LogReader {
  let names: string[] = [];
  return {
    format: 'zeek-conn',
    read(text): LogReading {
      if (text.startsWith('#')) {
        if (text.startsWith('#fields\t')) names = text.split('\t').slice(1);
        return { packets: [] };
      }
      const cells = text.split('\t');
      if (cells.length !== names.length) return { broken: true };
      return readConnection(
        Object.fromEntries(names.flatMap((name, at) => (cells[at] === '-' ? [] : [[name, cells[at]]]))),
      );
    },
  };
}

function readConnection(fields: Fields): LogReading {
  const { proto, history } = fields;
  if (proto === 'unknown_transport') return { skipped: 'unknown_transport' };
  const ends = endpoints(
    fields['id.orig_h'],
    fields['id.orig_p'],
    fields['id.resp_h'],
    fields['id.resp_p'],
    proto,
  );
  const timeNs = timeField(fields['ts']);
  const packets = numberField(fields['orig_pkts'] ?? 1);
  const seconds = numberField(fields['duration'] ?? 0);
  if (ends === null || timeNs === null || packets === null || seconds === null) return { broken: true };
  if (!Number.isInteger(packets) || packets > mostPackets || seconds > 1e9) return { broken: true };
  if (packets === 0) return { skipped: 'connection_without_originator_packets' };
  const flags = firstFlags(typeof history === 'string' ? history : 'S');
  return { packets: spread(ends, timeNs, Math.round(seconds * 1e9), packets, flags) };
}

function numberField(value: unknown): number | null {
  const number =
    typeof value === 'string' && /^\d+(\.\d+)?(e[+-]?\d+)?$/i.test(value) ? Number(value) : value;
  return typeof number === 'number' && Number.isFinite(number) && number >= 0 ? number : null;
}

/** Of the first packet of the originator, whose letters in `history` are capitals. */
function firstFlags(history: string): number {
  const first = /[A-Z]/.exec(history)?.[0] ?? '';
  const flags: Readonly<Record<string, number>> = {
    S: tcpFlag.syn,
    H: tcpFlag.syn | tcpFlag.ack,
    R: tcpFlag.rst,
    F: tcpFlag.fin | tcpFlag.ack,
  };
  return flags[first] ?? tcpFlag.ack;
}

function* spread(
  ends: Endpoints,
  startNs: bigint,
  durationNs: number,
  packets: number,
  flags: number,
): Generator<LoggedPacket> {
  for (let at = 0; at < packets; at++) {
    const offset = packets === 1 ? 0 : Math.round((durationNs * at) / (packets - 1));
    yield {
      ...ends,
      timeNs: startNs + BigInt(offset),
      startNs,
      // Without data nothing can be taken for a retransmission.
      flags: at === 0 ? flags : tcpFlag.ack,
      sequence: at === 0 ? 0 : 1,
      payload: noPayload,
    };
  }
}
