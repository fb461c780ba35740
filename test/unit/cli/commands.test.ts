import { existsSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { runCli } from '../../support/run-cli.js';
import { makeTempFolder } from '../../support/temp-folder.js';

describe('the command line', () => {
  const folder = makeTempFolder();
  const captures = join(folder.path, 'captures');
  const store = join(folder.path, 'store');

  beforeAll(() => {
    const simulated = runCli([
      'simulate',
      '--out',
      captures,
      '--from',
      '2003-05',
      '--to',
      '2003-05',
      '--sources',
      '300',
      '--gzip',
    ]);
    expect(simulated.status, simulated.stderr).toBe(0);
    const honeypots = join(captures, 'honeypots.json');
    const analyzed = runCli([
      'analyze',
      captures,
      '--honeypots',
      honeypots,
      '--out',
      store,
      '--quiet',
      '--json',
    ]);
    expect(analyzed.status, analyzed.stderr).toBe(0);
    expect(JSON.parse(analyzed.stdout)).toHaveProperty('header');
  });
  afterAll(() => {
    folder.remove();
  });

  it('answers queries as CSV, JSON and table', () => {
    const sql = 'SELECT count(*) AS sources FROM attack_sources';
    expect(runCli(['query', sql, '--store', store, '--format', 'csv']).stdout).toBe('sources\r\n300\r\n');
    expect(JSON.parse(runCli(['query', sql, '--store', store, '--format', 'json']).stdout)).toEqual([
      { sources: 300 },
    ]);
    expect(runCli(['query', sql, '--store', store]).stdout).toContain('300');
  });

  it('lists and answers canned queries', () => {
    const list = runCli(['query', '--list']).stdout;
    expect(list).toContain('overview');
    const name = /^ {2}(\S+)$/m.exec(list)?.[1] ?? '';
    const answer = runCli(['query', name, '--store', store, '--format', 'json']);
    expect(answer.status, answer.stderr).toBe(0);
    expect(JSON.parse(answer.stdout)).toBeInstanceOf(Array);
    expect(runCli(['query', '--store', store]).status).toBe(2);
  });

  it('prints the report of a store', () => {
    const { status, stdout } = runCli(['report', '--store', store]);
    expect(status).toBe(0);
    expect(stdout).toContain('300 attack sources');
  });

  it('lists its commands and exit codes', () => {
    const { status, stdout } = runCli(['--help']);
    expect(status).toBe(0);
    for (const word of ['analyze', 'query', 'report', 'simulate', 'quality', 'demo', 'Exit codes']) {
      expect(stdout).toContain(word);
    }
  });

  it('ends with 2 when it is called wrongly', () => {
    expect(runCli(['analyze', captures]).status).toBe(2);
    expect(runCli(['analyze', captures, '--out', store, '--workers', 'many']).status).toBe(2);
    expect(runCli(['nonsense']).status).toBe(2);
  });

  it('ends with 1 and says what is wrong, where and what to do', () => {
    const missing = runCli([
      'analyze',
      join(folder.path, 'nowhere.pcap'),
      '--out',
      join(folder.path, 'x'),
      '--quiet',
    ]);
    expect(missing.status).toBe(1);
    expect(missing.stderr).toContain('nowhere.pcap');
    expect(missing.stderr).toContain('ERR_CAPTURE');
    const refused = runCli(['query', 'DROP TABLE attack_sources', '--store', store]);
    expect(refused.status).toBe(1);
    expect(refused.stderr).toContain('ERR_QUERY');
    expect(runCli(['query', 'SELECT 1', '--store', captures]).stderr).toContain('ERR_STORE');
  });

  it('ends with 3 when a capture is damaged, with all that precedes the damage', () => {
    const whole = join(folder.path, 'whole');
    expect(
      runCli(['simulate', '--out', whole, '--from', '2003-05', '--to', '2003-05', '--sources', '20']).status,
    ).toBe(0);
    const cut = join(folder.path, 'cut.pcap');
    writeFileSync(cut, readFileSync(join(whole, '2003-05.pcap')));
    truncateSync(cut, readFileSync(cut).length - 7);
    const out = join(folder.path, 'damaged');
    const { status, stdout } = runCli(['analyze', cut, '--out', out, '--quiet']);
    expect(status).toBe(3);
    expect(stdout).toContain('damaged:');
    expect(existsSync(join(out, 'report.html'))).toBe(true);
  });
});
