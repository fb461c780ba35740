import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** One line of p0f's log about a SYN: `mod=syn`, or `mod=sendsyn probe` for those of its own test program. */
export interface P0fSyn {
  /** Seconds since 1970, UTC. */
  readonly seconds: number;
  /** Address/port, addresses as p0f writes them. */
  readonly client: string;
  readonly server: string;
  /** Null where p0f says `???`. */
  readonly label: string | null;
  /** `app` for tools and for p0f's own test program, `os` for the rest. */
  readonly kind: 'os' | 'app';
  readonly distance: number;
  readonly params: readonly string[];
  readonly rawSignature: string;
}

export interface P0fRun {
  readonly syns: readonly P0fSyn[];
  /** Link types by client, server and second of the mtu lines: `client server seconds` -> [link, MTU]. */
  readonly links: ReadonlyMap<string, readonly [string, number]>;
  /** What p0f printed: its warnings. */
  readonly output: string;
}

/**
 * `p0f -r capture -f database`: everything it says about SYNs. Hosts and connections are limited so highly that nothing
 * is pruned. Where p0f breaks off, it is what it said before.
 */
export function runP0f(capture: string, database: string, folder: string): P0fRun {
  const log = join(folder, `p0f-${String(logs++)}.log`);
  const { stdout: output } = spawnSync(
    'p0f',
    ['-r', capture, '-o', log, '-f', database, '-m', '100000,500000'],
    { encoding: 'latin1', env: { ...process.env, TZ: 'UTC' }, maxBuffer: 1 << 30 },
  );
  const lines = existsSync(log) ? readFileSync(log, 'latin1').split('\n') : [];
  const records = lines.filter((line) => line !== '').map(recordOf);
  const of = (...mods: string[]): LogRecord[] =>
    records.filter(({ fields }) => mods.includes(fields.get('mod') ?? ''));
  return {
    syns: of('syn', 'sendsyn probe').map(synOf),
    links: new Map(
      of('mtu')
        .filter(({ fields }) => fields.get('subj') === 'cli')
        .map(({ seconds, fields }) => [
          `${fields.get('cli')} ${fields.get('srv')} ${seconds}`,
          [fields.get('link') ?? '', Number(fields.get('raw_mtu'))],
        ]),
    ),
    output,
  };
}

let logs = 0;

interface LogRecord {
  readonly seconds: number;
  readonly fields: ReadonlyMap<string, string>;
}

function recordOf(line: string): LogRecord {
  const [, time = '', rest = ''] = /^\[(.*?)\] (.*)$/.exec(line) ?? [];
  return {
    seconds: Date.parse(`${time.replaceAll('/', '-').replace(' ', 'T')}Z`) / 1000,
    fields: new Map(
      rest.split('|').map((field) => {
        const at = field.indexOf('=');
        return [field.slice(0, at), field.slice(at + 1)] as const;
      }),
    ),
  };
}

function synOf({ seconds, fields }: LogRecord): P0fSyn {
  const kind = fields.has('app') ? 'app' : 'os';
  const label = fields.get(kind) ?? '';
  return {
    seconds,
    client: fields.get('cli') ?? '',
    server: fields.get('srv') ?? '',
    label: label === '???' ? null : label,
    kind,
    distance: Number((fields.get('dist') ?? '').replace('<= ', '')),
    params: (fields.get('params') ?? 'none').split(' ').filter((param) => param !== 'none'),
    rawSignature: fields.get('raw_sig') ?? '',
  };
}

/** An address of packet columns as p0f writes it: IPv6 without leading zeros, never shortened. */
export function p0fAddress(address: Uint8Array, row: number): string {
  const bytes = address.subarray(16 * row, 16 * row + 16);
  const mapped = bytes.subarray(0, 10).every((byte) => byte === 0) && bytes[10] === 255 && bytes[11] === 255;
  if (mapped) return bytes.subarray(12).join('.');
  return Array.from({ length: 8 }, (_, i) =>
    (((bytes[2 * i] ?? 0) << 8) | (bytes[2 * i + 1] ?? 0)).toString(16),
  ).join(':');
}
