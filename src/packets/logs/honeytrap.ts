import type { LogReader, LogReading } from './log-event.js';
import { carrying, endpoints, isFields, opening, parseObject, timeField } from './log-fields.js';

/** Honeytrap's JSON log (htm_logJSON), one attack a line, with what the client sent in `payload.data_hex`. */
export function honeytrapReader(): LogReader {
  return {
    format: 'honeytrap-json',
    read(text): LogReading {
      const fields = parseObject(text);
      const attack = fields?.['attack_connection'];
      if (fields === null || !isFields(attack)) return { broken: true };
      const { remote_ip, remote_port, local_ip, local_port, protocol } = attack;
      const ends = endpoints(remote_ip, remote_port, local_ip, local_port, protocol);
      const timeNs = timeField(fields['start_time'] ?? fields['@timestamp']);
      const hex = isFields(attack['payload']) ? (attack['payload']['data_hex'] ?? '') : '';
      if (ends === null || timeNs === null || typeof hex !== 'string') return { broken: true };
      if (!/^(?:[0-9a-f]{2})*$/i.test(hex)) return { broken: true };
      const payload = Buffer.from(hex, 'hex');
      if (ends.protocol !== 6 && payload.length === 0) {
        return { packets: [{ ...ends, timeNs, startNs: timeNs, flags: 0, sequence: 0, payload }] };
      }
      return { packets: [...opening(ends, timeNs), ...carrying(ends, timeNs, payload, 0)] };
    },
  };
}
