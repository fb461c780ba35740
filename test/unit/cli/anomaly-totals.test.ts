import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { anomalyCaptures } from '../../support/anomaly-captures.js';
import { runCli } from '../../support/run-cli.js';
import { makeTempFolder } from '../../support/temp-folder.js';

const captures = Object.entries(anomalyCaptures).sort(([a], [b]) => (a < b ? -1 : 1));
const totals = Object.fromEntries(captures.map(([name, { count = 1 }]) => [name, count]));
const losses = captures.flatMap(([name, { loss }]) =>
  loss === undefined ? [] : [{ path: name, anomaly: name, ...loss }],
);
const packets = captures.reduce((sum, [, capture]) => sum + capture.packets, 0);

describe('what was wrong with captures', () => {
  const folder = makeTempFolder();
  const paths = captures.map(([name]) => join(folder.path, name));
  const store = join(folder.path, 'store');
  const query = (sql: string): unknown =>
    JSON.parse(runCli(['query', sql, '--store', store, '--format', 'json']).stdout);

  beforeAll(() => {
    for (const [name, { bytes }] of captures) writeFileSync(join(folder.path, name), bytes);
  });
  afterAll(() => {
    folder.remove();
  });

  it('is said by info for each, as JSON and as text', () => {
    const asJson = runCli(['info', ...paths, '--json', '--quiet']);
    expect(asJson.status).toBe(3);
    const found = JSON.parse(asJson.stdout) as Record<string, unknown>[];
    expect(found.map(({ packets: count, anomalies, losses: lost }) => ({ count, anomalies, lost }))).toEqual(
      captures.map(([name, { packets: count, count: times = 1, loss }]) => ({
        count,
        anomalies: { [name]: times },
        lost: loss === undefined ? [] : [{ anomaly: name, ...loss }],
      })),
    );
    const asText = runCli(['info', ...paths, '--quiet']);
    expect(asText.status).toBe(3);
    const lines = asText.stdout.split('\n').map((line) => line.trim().replace(/ {2,}/, ' '));
    for (const [name, { count = 1, loss }] of captures) {
      expect(lines).toContain(`anomalies ${name}: ${count}`);
      if (loss === undefined) continue;
      const lost = loss.bytes === null ? 'the rest' : `${loss.bytes} bytes`;
      expect(lines).toContain(`damaged ${name} at byte ${loss.offset}: ${lost} lost`);
    }
  });

  it('is summed up by sources', () => {
    const run = runCli(['sources', ...paths, '--summary', '--json', '--quiet']);
    expect(run.status).toBe(3);
    const summary = JSON.parse(run.stdout) as { losses: { path: string }[] };
    expect(summary).toMatchObject({ captures: captures.length, damaged_captures: losses.length, packets });
    expect(summary).toHaveProperty('anomalies', totals);
    expect(summary.losses).toEqual(losses.map((loss) => ({ ...loss, path: join(folder.path, loss.path) })));
    const text = runCli(['sources', ...paths, '--summary', '--quiet']).stdout;
    for (const [name, count] of Object.entries(totals)) expect(text).toContain(`${name}: ${count}`);
  });

  it('is in the store and in the report', () => {
    const run = runCli(['analyze', ...paths, '--out', store, '--quiet']);
    expect(run.status, run.stderr).toBe(3);
    const base = `regexp_extract(path, '[^/]*$')`;
    expect(query(`SELECT ${base} AS path, anomaly, count FROM anomalies ORDER BY 1`)).toEqual(
      Object.entries(totals).map(([name, count]) => ({ path: name, anomaly: name, count })),
    );
    expect(query(`SELECT ${base} AS path, anomaly, "offset", bytes FROM losses ORDER BY 1`)).toEqual(losses);
    expect(query(`SELECT ${base} AS path, packets, anomalies, damaged FROM captures ORDER BY 1`)).toEqual(
      captures.map(([name, { packets: of, count = 1, loss }]) => ({
        path: name,
        packets: of,
        anomalies: count,
        damaged: loss !== undefined,
      })),
    );
    const report = JSON.parse(readFileSync(join(store, 'report.json'), 'utf8')) as Record<string, unknown>;
    const { header } = report as {
      header: { anomalies: { anomaly: string; count: number }[]; damage: unknown[] };
    };
    expect(Object.fromEntries(header.anomalies.map(({ anomaly, count }) => [anomaly, count]))).toEqual(
      totals,
    );
    expect(header.damage).toHaveLength(losses.length);
    const html = readFileSync(join(store, 'report.html'), 'utf8');
    for (const name of Object.keys(totals)) expect(html).toContain(name);
    expect(run.stdout).toMatch(/Anomalies in captures +47 of 42 kinds, most bad_ip_version \(2\)/);
  });
});
