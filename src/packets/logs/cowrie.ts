import type { LogReader, LogReading } from './log-event.js';
import {
  carrying,
  type Endpoints,
  endpoints,
  type Fields,
  loginLine,
  opening,
  parseObject,
  timeField,
} from './log-fields.js';

interface Session {
  readonly ends: Endpoints;
  readonly startNs: bigint;
  sent: number;
}

/** Sessions that are open at the same time; beyond, the oldest is forgotten. */
const mostSessions = 65_536;

/** What an event says the client sent, or null when it says nothing. */
const sentBy: Readonly<Record<string, (fields: Fields) => string | null>> = {
  'cowrie.client.version': ({ version }) => line(version),
  'cowrie.login.failed': credentials,
  'cowrie.login.success': credentials,
  'cowrie.command.input': ({ input }) => line(input),
};

/** Cowrie's JSON log (output_jsonlog): events of sessions; only `session.connect` says which honeypot it was. */
export function cowrieReader(): LogReader {
  const sessions = new Map<string, Session>();
  return {
    format: 'cowrie-json',
    read(text): LogReading {
      const fields = parseObject(text);
      const event = fields?.['eventid'];
      if (fields === null || typeof event !== 'string') return { broken: true };
      const key = String(fields['session']);
      if (event === 'cowrie.session.closed') sessions.delete(key);
      const isConnect = event === 'cowrie.session.connect';
      const render = Object.hasOwn(sentBy, event) ? sentBy[event] : undefined;
      if (!isConnect && render === undefined) return { skipped: event };
      const timeNs = timeField(fields['timestamp']);
      if (timeNs === null) return { broken: true };
      if (isConnect) {
        const { src_ip, src_port, dst_ip, dst_port } = fields;
        const ends = endpoints(src_ip, src_port, dst_ip, dst_port, 'tcp');
        if (ends === null) return { broken: true };
        const oldest = sessions.keys().next();
        if (sessions.size >= mostSessions && !oldest.done) sessions.delete(oldest.value);
        sessions.set(key, { ends, startNs: timeNs, sent: 0 });
        return { packets: opening(ends, timeNs) };
      }
      const payload = Buffer.from(render?.(fields) ?? '', 'utf8');
      const session = sessions.get(key);
      if (session === undefined) return { skipped: 'event_of_unknown_session' };
      const { ends, startNs, sent } = session;
      session.sent += payload.length;
      return { packets: carrying(ends, timeNs, payload, sent, startNs) };
    },
  };
}

function line(value: unknown): string | null {
  return typeof value === 'string' ? `${value}\n` : null;
}

function credentials({ username, password }: Fields): string {
  return loginLine(username, password);
}
