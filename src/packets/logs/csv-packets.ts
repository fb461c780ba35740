import { type LoggedPacket, noPayload, tcpFlag } from './log-event.js';
import { carrying, type Endpoints, packetOf } from './log-fields.js';

/** More packets in one line are taken for a broken one. */
export const mostCsvPackets = 10_000_000;

/**
 * What a line tells of. Without a count: TCP's SYN, then the payload; otherwise one datagram or those of the payload.
 * With a count as many, but never fewer than the payload needs: the SYN only where there is one to spare, and packets
 * without data at the end.
 */
export function* csvPackets(
  ends: Endpoints,
  timeNs: bigint,
  /** Another one for each line: no line's data are a retransmission of another's. */
  startNs: bigint,
  payload: Uint8Array,
  count: number | undefined,
): Generator<LoggedPacket> {
  const isTcp = ends.protocol === 6;
  const pieces = payload.length === 0 ? [] : [...carrying(ends, timeNs, payload, 0, startNs)];
  let left = (count ?? pieces.length + (isTcp || pieces.length === 0 ? 1 : 0)) - pieces.length;
  if (isTcp && left > 0) {
    left -= 1;
    yield packetOf(ends, timeNs, startNs, tcpFlag.syn, 0, noPayload);
  }
  yield* pieces;
  for (; left > 0; left--) {
    yield packetOf(ends, timeNs, startNs, isTcp ? tcpFlag.ack : 0, 1 + payload.length, noPayload);
  }
}
