import type { LogReader, LogReading } from './log-event.js';
import {
  carrying,
  endpoints,
  type Fields,
  isFields,
  loginLine,
  opening,
  parseObject,
  timeField,
} from './log-fields.js';

/** Dionaea's JSON log (ihandler log_json), one connection a line, nested (`connection.remote`) or flat (`src_ip`). */
export function dionaeaReader(): LogReader {
  return {
    format: 'dionaea-json',
    read(text): LogReading {
      const fields = parseObject(text);
      const connection = fields?.['connection'];
      if (fields === null || !isFields(connection)) return { broken: true };
      // The others are the honeypot's own: services that listen, connections it makes.
      if (connection['type'] !== 'accept') return { skipped: `connection.${String(connection['type'])}` };
      const remote = isFields(connection['remote']) ? connection['remote'] : {};
      const local = isFields(connection['local']) ? connection['local'] : {};
      const ends = endpoints(
        fields['src_ip'] ?? remote['address'],
        fields['src_port'] ?? remote['port'],
        fields['dst_ip'] ?? local['address'],
        fields['dst_port'] ?? local['port'],
        connection['transport'] === 'tls' ? 'tcp' : connection['transport'],
      );
      const timeNs = timeField(fields['timestamp']);
      if (ends === null || timeNs === null) return { broken: true };
      const payload = Buffer.from(credentialLines(fields), 'utf8');
      // A datagram was received, though the log does not have it.
      if (ends.protocol !== 6 && payload.length === 0) {
        return { packets: [{ ...ends, timeNs, startNs: timeNs, flags: 0, sequence: 0, payload }] };
      }
      return { packets: [...opening(ends, timeNs), ...carrying(ends, timeNs, payload, 0)] };
    },
  };
}

/** A list of objects, or with `flat_data` an object of lists. */
function credentialLines({ credentials }: Fields): string {
  if (Array.isArray(credentials)) {
    return credentials
      .map((one) => (isFields(one) ? loginLine(one['username'], one['password']) : ''))
      .join('');
  }
  if (!isFields(credentials)) return '';
  const { username, password } = credentials;
  if (!Array.isArray(username) || !Array.isArray(password)) return '';
  return username.map((name, at) => loginLine(name, password[at])).join('');
}
