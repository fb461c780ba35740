import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';

import {
  analyze,
  exportRows,
  exportStix,
  ingest,
  inspectCaptures,
  type LogMapping,
  type LogOptions,
  readLogMapping,
} from '#honeysift/index.js';
import { csvCells } from '#honeysift/packets/logs/csv-cells.js';
import { checkLogOptions } from '#honeysift/packets/logs/log-options.js';
import { readCapture } from '#honeysift/packets/read-capture.js';

import { runCli } from '../../support/run-cli.js';
import { makeTempFolder } from '../../support/temp-folder.js';

const folder = makeTempFolder();
afterAll(() => folder.remove());

let files = 0;
function file(content: string | Buffer, ending = ''): string {
  const path = join(folder.path, `file-${++files}${ending}`);
  writeFileSync(path, content);
  return path;
}

async function read(content: string | Buffer, logs: LogOptions) {
  const packets: { time: number; ends: string; payload: string }[] = [];
  const summary = await readCapture(
    file(content),
    ({ columns, bytes }) => {
      for (let row = 0; row < columns.rows; row++) {
        const at = columns.payloadOffset[row] ?? 0;
        const end = at + (columns.payloadLength[row] ?? 0);
        packets.push({
          time: Number((columns.timestampNs[row] ?? 0n) - base) / 1e9,
          ends: `${columns.ipProtocol[row]} ${columns.srcPort[row]}>${columns.dstPort[row]}`,
          payload: Buffer.from(bytes.subarray(at, end)).toString('utf8'),
        });
      }
    },
    { logs: checkLogOptions(logs) },
  );
  return { summary, packets };
}

const base = BigInt(Date.parse('2024-01-01T10:00:00Z')) * 1_000_000n;
const mapping: LogMapping = {
  time: { column: 'when' },
  source: { address: 'src', port: 'sport' },
  honeypot: { address: 'dst', port: 'dport' },
  protocol: 'proto',
  payload: { column: 'data' },
};
const header = 'when,src,sport,dst,dport,proto,data\n';
const row = (data = '', proto = 'tcp', src = '198.51.100.7', dst = '192.0.2.1'): string =>
  `2024-01-01T10:00:00Z,${src},4000,${dst},23,${proto},${data}\n`;

describe('CSV logs', () => {
  it('quoted cells, IPv6, UDP, ICMP: payloads come through as they stand', async () => {
    const { summary, packets } = await read(
      `\uFEFF${header}${row('"a ""b"", c"')}${row('x"y').replace(/\n/, '\r\n')}${row('q', 'UDP')}` +
        `${row('', '17')}2024-01-01 12:00:01.5+02:00,2001:db8::7,,2001:db8::1,,icmp,\n`,
      { mapping },
    );
    expect(summary.format).toBe('csv');
    expect(summary.anomalies).toEqual({});
    expect(packets).toEqual([
      { time: 0, ends: '6 4000>23', payload: '' },
      { time: 0, ends: '6 4000>23', payload: 'a "b", c' },
      { time: 0, ends: '6 4000>23', payload: '' },
      { time: 0, ends: '6 4000>23', payload: 'x"y' },
      { time: 0, ends: '17 4000>23', payload: 'q' },
      { time: 0, ends: '17 4000>23', payload: '' },
      expect.objectContaining({ time: 1.5, ends: expect.stringMatching(/^58 /) as string }),
    ]);
  });

  it('numbers for columns, constants, epoch times, counts, hex and base64', async () => {
    const numbered: LogMapping = {
      delimiter: ';',
      header: false,
      time: { column: 1, format: 'epoch-ms' },
      source: { address: 2 },
      honeypot: { address: { constant: '192.0.2.1' }, port: 3 },
      protocol: { constant: 'tcp' },
      payload: { column: 4, encoding: 'hex' },
      packets: 5,
    };
    const ms = Number(base / 1_000_000n) + 250;
    const lines = `${ms};198.51.100.7;23;6869;3\n${ms}.5;198.51.100.7;23;0x6869;1\n${ms};198.51.100.7;23;;0\n`;
    const { summary, packets } = await read(lines, { format: 'csv', mapping: numbered });
    expect(packets.map(({ time, payload }) => [time, payload])).toEqual([
      [0.25, ''],
      [0.25, 'hi'],
      [0.25, ''],
      [0.2505, 'hi'],
    ]);
    expect(summary.anomalies).toEqual({ log_event_unused_row_without_packets: 1 });
    const base64 = {
      ...numbered,
      payload: { column: 4, encoding: 'base64' },
      packets: { constant: 1 },
    } as const;
    const seconds = { ...base64, time: { column: 1, format: 'epoch-s' } } as const;
    const other = await read(`${ms / 1000};198.51.100.7;23;aGk=\n`, { mapping: seconds });
    expect(other.packets).toEqual([{ time: 0.25, ends: '6 0>23', payload: 'hi' }]);
  });

  it('broken lines are counted with their place, and reading goes on', async () => {
    const broken = [
      row('"open'),
      row('"a"b'),
      row('a,b'),
      'when\n',
      row('', 'constructor'),
      row('', 'tcp', '2001:db8::7'),
      row().replace('4000', '70000'),
      row().replace('2024-01-01T', '1/1/24 '),
    ];
    const { summary, packets } = await read(header + row() + broken.join('') + row('last'), { mapping });
    expect(packets.map(({ payload }) => payload)).toEqual(['', '', 'last']);
    expect(summary.anomalies).toEqual({ log_broken_line: broken.length });
    const first = header.length + row().length;
    expect(summary.losses[0]).toEqual({
      anomaly: 'log_broken_line',
      offset: first,
      bytes: (broken[0] ?? '').length - 1,
    });
  });

  it('a missing column is named beside those that are there', async () => {
    const wrong = { ...mapping, honeypot: { address: 'dst', port: 'port' } };
    await expect(read(header + row(), { mapping: wrong })).rejects.toMatchObject({
      code: 'ERR_CAPTURE',
      message: expect.stringMatching(/honeypot\.port is column "port".*"when", "src".*"dport"/) as string,
    });
    await expect(read(row(), { mapping: { ...mapping, header: false } })).rejects.toThrow(/have numbers/);
  });

  it('the content still says what a capture or a known log is, unless a format is forced', async () => {
    const cowrie = `${JSON.stringify({ eventid: 'cowrie.session.closed', session: 's' })}\n`;
    expect((await read(cowrie, { mapping })).summary.format).toBe('cowrie-json');
    const forced = await read(cowrie, { format: 'honeytrap' });
    expect(forced.summary).toMatchObject({ format: 'honeytrap-json', anomalies: { log_broken_line: 1 } });
    const strange = `not json\n${JSON.stringify({ eventid: 'constructor' })}\n${cowrie}`;
    expect((await read(strange, { format: 'cowrie' })).summary.anomalies).toEqual({
      log_broken_line: 1,
      log_event_unused_constructor: 1,
      'log_event_unused_cowrie.session.closed': 1,
    });
    expect((await read(header + row('\0'), { mapping })).packets.length).toBe(2);
    await expect(read(Buffer.alloc(64), { mapping })).rejects.toMatchObject({ code: 'ERR_CAPTURE' });
  });

  it('whatever a line holds, it gives packets or is counted', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.string({ unit: 'binary', maxLength: 60 }), { maxLength: 20 }),
        async (texts) => {
          const lines = texts.map((text) => text.replace(/[\r\n]/g, ' ')).filter((text) => text !== '');
          const rows = lines.map((text) => row(`"${text.replaceAll('"', '""')}"`)).join('');
          const { packets } = await read(header + rows, { format: 'csv', mapping });
          const sent = packets.map(({ payload }) => payload).filter((payload) => payload !== '');
          expect(sent).toEqual(lines.map((text) => Buffer.from(text, 'utf8').toString('utf8')));
          const raw = await read(header + lines.map((text) => `${text}\n`).join(''), {
            format: 'csv',
            mapping,
          });
          expect(raw.summary.anomalies['log_broken_line'] ?? 0).toBe(lines.length);
        },
      ),
      { numRuns: 50 },
    );
  });

  it('cells are those that were quoted', () => {
    fc.assert(
      fc.property(fc.array(fc.string(), { minLength: 1 }), (cells) => {
        const line = cells.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(';');
        expect(csvCells(line, ';')).toEqual(cells);
      }),
    );
  });
});

describe('mapping files', () => {
  const toml = `
time = { column = "when" }
source = { address = "src", port = "sport" }
honeypot = { address = "dst", port = "dport" }
protocol = "proto"
payload = { column = "data" }
`;

  it('TOML and JSON say the same; what is wrong is named with file and key', async () => {
    const path = file(toml, '.toml');
    expect(await readLogMapping(path)).toEqual(await readLogMapping(file(JSON.stringify(mapping))));
    const bad = file(toml.replace('"when"', '0'), '.toml');
    await expect(readLogMapping(bad)).rejects.toMatchObject({
      code: 'ERR_USAGE',
      message: expect.stringMatching(/file-\d+\.toml: time\.column: /) as string,
    });
    await expect(readLogMapping(file(`colour = 1\n${toml}`, '.toml'))).rejects.toThrow(/"colour"/);
    await expect(readLogMapping(file('{"time"', '.json'))).rejects.toThrow(/not valid JSON/);
    await expect(inspectCaptures(path, { logs: { format: 'csv' } })).rejects.toMatchObject({
      code: 'ERR_ARGUMENT',
    });
  });

  const sources = Array.from({ length: 12 }, (_, at) =>
    row(`attack ${at % 3}`, 'tcp', `198.51.100.${at + 1}`),
  );
  const cowrie = (day: string): string =>
    ['7', '8']
      .map((host) =>
        JSON.stringify({
          eventid: 'cowrie.session.connect',
          src_ip: `203.0.113.${host}`,
          src_port: 40000,
          dst_ip: '192.0.2.1',
          dst_port: 22,
          session: host,
          timestamp: `${day}T10:00:00Z`,
        }),
      )
      .join('\n');

  it('info and sources take it, in workers too', () => {
    const csv = file(header + sources.join(''));
    const map = file(toml, '.toml');
    const info = runCli(['info', csv, '--log-mapping', map, '--json', '--workers', '2', '--quiet']);
    expect(JSON.parse(info.stdout)).toMatchObject([{ format: 'csv', packets: 24 }]);
    const listed = runCli(['sources', csv, '--log-mapping', map, '--json', '--summary', '--quiet']);
    expect([listed.stderr, listed.status]).toEqual(['', 0]);
    expect(JSON.parse(listed.stdout)).toMatchObject({ sources: 12 });
    const refused = runCli(['info', csv, '--log-format', 'csv']);
    expect(refused.stderr).toMatch(/--log-mapping/);
    expect(refused.status).toBe(2);
    expect(runCli(['info', csv, '--log-format', 'zeek', '--log-mapping', map]).status).toBe(2);
    expect(runCli(['info', csv]).stderr).toMatch(/no capture.*--log-mapping/);
  });

  it('ingest: logs and CSV day by day make the store that analyze makes of them at once', async () => {
    const first = file(cowrie('2024-01-02'));
    const second = file(header + sources.join(''));
    const logs = { mapping };
    const store = join(folder.path, 'fed');
    const enrichment = null;
    const options = { store, logs, enrichment, workers: 1 };
    await ingest(first, options);
    const { manifest } = await ingest(second, { store, workers: 1 });
    const out = join(folder.path, 'at-once');
    const whole = await analyze([first, second], { out, logs, enrichment, workers: 1 });
    expect(manifest.options['log-mapping']).toBe(whole.manifest.options['log-mapping']);
    // Only a feed has a yesterday.
    const { lineage } = whole.manifest.tables;
    expect({ ...manifest.tables, lineage }).toEqual(whole.manifest.tables);
    expect((await ingest(second, options)).published).toBe(false);
    const other = { ...mapping, payload: { column: 'data', encoding: 'hex' } } as const;
    await expect(ingest(second, { ...options, logs: { mapping: other } })).rejects.toThrow(/log-mapping is/);
    const reset = { ...options, logs: { mapping: { ...mapping, payload: undefined } }, resetOptions: true };
    const remade = await ingest(second, reset);
    expect(remade.readAgain.length).toBe(1);

    mkdirSync(join(folder.path, 'exported'));
    const rows = join(folder.path, 'exported', 'rows.csv');
    await exportRows(out, { table: 'captures' }, { format: 'csv', out: rows });
    expect(readFileSync(rows, 'utf8').trim().split('\n').length).toBe(3);
    const bundle = join(folder.path, 'exported', 'bundle.json');
    await exportStix(out, { out: bundle });
    expect(JSON.parse(readFileSync(bundle, 'utf8'))).toMatchObject({ type: 'bundle' });
  }, 60_000);
});
