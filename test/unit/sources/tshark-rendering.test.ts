import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { listSources, type SourceList } from '#honeysift/operations/list-sources.js';
import type { SourceRecord } from '#honeysift/operations/source-records.js';
import { simulate } from '#honeysift/simulation/simulate.js';
import { parsePhrase } from '#honeysift/sources/parse-phrase.js';
import type { SourceOptions } from '#honeysift/sources/source-options.js';

import { compressWith } from '../../support/compressed.js';
import { runCli } from '../../support/run-cli.js';
import { hasShared, sharedPath } from '../../support/shared.js';
import { makeTempFolder } from '../../support/temp-folder.js';
import { requireTool } from '../../support/tools.js';

const hasTshark = requireTool('tshark');
const folder = makeTempFolder();
afterAll(() => {
  folder.remove();
});

interface Packet {
  readonly source: string;
  readonly target: string;
  readonly info: string;
}

/** What tshark itself prints, in order of the file. */
function packetsOf(capture: string): Packet[] {
  const fields = ['frame.time_epoch', 'ip.src', 'ip.dst', '_ws.col.Info'].flatMap((field) => ['-e', field]);
  const { stdout } = spawnSync('tshark', ['-n', '-r', capture, '-T', 'fields', ...fields], {
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  });
  return stdout
    .trimEnd()
    .split('\n')
    .map((line) => {
      const [time = '', src = '', target = '', ...info] = line.split('\t');
      const day = new Date(Number(time) * 1000).toISOString().slice(0, 10);
      // Of a packet quoted within an ICMP error a second address follows.
      return {
        source: `${src.split(',')[0]}@${day}`,
        target: target.split(',')[0] ?? '',
        info: info.join('\t').trimEnd(),
      };
    });
}

async function list(
  captures: string[],
  honeypots: string,
  sources: Partial<SourceOptions>,
  workers = 0,
): Promise<SourceList> {
  return listSources(captures, { honeypots, workers, sources });
}

function linesOf({ phrase }: SourceRecord): string[] {
  return parsePhrase(phrase).map((entry) => Buffer.from(entry).toString());
}

function withoutPhrase({
  phrase: _,
  phrase_cut: __,
  ...rest
}: SourceRecord): Omit<SourceRecord, 'phrase' | 'phrase_cut'> {
  return rest;
}

/** Whether `part` is left when some items of `whole` are struck out. */
function isPartOf(part: readonly string[], whole: readonly string[]): boolean {
  let at = 0;
  for (const item of whole) if (item === part[at]) at += 1;
  return at === part.length;
}

async function expectInfoLines(capture: string, honeypots: string, file: string): Promise<void> {
  const packets = packetsOf(file);
  const own = new Set(
    (
      JSON.parse(readFileSync(honeypots, 'utf8')) as { honeypots: { ip?: string; ips?: string[] }[] }
    ).honeypots.flatMap(({ ip, ips }) => ips ?? [ip]),
  );
  const found = await list([capture], honeypots, {
    rendering: 'tshark',
    phraseOrder: 'time',
    phraseBound: 1 << 24,
  });
  const records = [...found.records()];
  expect(records.length).toBeGreaterThan(5);
  for (const record of records) {
    const inbound = packets
      .filter(({ source, target }) => source === record.source_id && own.has(target))
      .map(({ info }) => info);
    const lines = linesOf(record);
    if (record.packets === record.canonical_packets) expect(lines).toEqual(inbound);
    // A late segment that brings new bytes is a retransmission in the counts alone.
    else expect(lines.length).toBeGreaterThanOrEqual(record.canonical_packets);
    expect(isPartOf(lines, inbound)).toBe(true);
  }
}

describe.skipIf(!hasTshark)('rendering tshark', () => {
  let capture = '';
  let honeypots = '';
  beforeAll(async () => {
    await simulate({
      out: folder.path,
      months: ['2003-05'],
      sources: 40,
      seed: 5,
      retransmissionRate: 0.05,
      lossRate: 0.02,
    });
    capture = join(folder.path, '2003-05.pcap');
    honeypots = join(folder.path, 'honeypots.json');
  });

  it("makes phrases of tshark's Info lines of all inbound packets but retransmissions", async () => {
    await expectInfoLines(capture, honeypots, capture);
  });

  it.skipIf(!hasShared('captures/uqo'))('does so for a real capture', async () => {
    const whole = sharedPath('captures/uqo/uqo-2025-02.pcap.gz');
    const slice = join(folder.path, 'slice.pcap');
    expect(spawnSync('tshark', ['-n', '-r', whole, '-c', '4000', '-F', 'pcap', '-w', slice]).status).toBe(0);
    await expectInfoLines(slice, sharedPath('captures/uqo/honeypots.json'), slice);
  });

  it('changes nothing but phrases', async () => {
    const text = await list([capture], honeypots, {});
    const tshark = await list([capture], honeypots, { rendering: 'tshark' });
    expect([...tshark.records()].map(withoutPhrase)).toEqual([...text.records()].map(withoutPhrase));
    expect(tshark.captures).toEqual(text.captures);
  });

  it('gives the same phrases for compressed captures and any number of workers', async () => {
    const expected = [...(await list([capture], honeypots, { rendering: 'tshark' })).records()];
    const content = readFileSync(capture);
    for (const [program, suffix] of [
      ['gzip', 'gz'],
      ['zstd', 'zst'],
      ['xz', 'xz'],
    ] as const) {
      if (!requireTool(program)) continue;
      const compressed = `${capture}.${suffix}`;
      writeFileSync(compressed, compressWith(program, content));
      const found = await list([compressed], honeypots, { rendering: 'tshark' }, suffix === 'gz' ? 2 : 0);
      expect([...found.records()]).toEqual(expected);
    }
  });

  it('cuts phrases at the bound, and says so', async () => {
    const whole = [...(await list([capture], honeypots, { rendering: 'tshark' })).records()];
    const cut = [...(await list([capture], honeypots, { rendering: 'tshark', phraseBound: 200 })).records()];
    for (const [i, record] of cut.entries()) {
      const { phrase } = whole[i] as SourceRecord;
      expect(record.phrase.length).toBeLessThanOrEqual(200);
      if (phrase.length > 200) expect(record.phrase_cut).toBe(true);
      if (!record.phrase_cut) expect(record.phrase).toBe(phrase);
    }
    expect(cut.some((record) => record.phrase_cut)).toBe(true);
  });

  it('counts packets that tshark does not reach behind damage', async () => {
    const broken = join(folder.path, 'broken.pcap');
    const content = readFileSync(capture);
    writeFileSync(broken, content.subarray(0, content.length - 5));
    const { captures } = await list([broken], honeypots, { rendering: 'tshark' });
    expect(captures[0]?.losses.length).toBe(1);
    expect(captures[0]?.anomalies['packets_without_tshark_info'] ?? 0).toBeLessThanOrEqual(1);
  });

  it('records the rendering with the store', () => {
    const out = join(folder.path, 'store');
    const analyzed = runCli([
      'analyze',
      capture,
      '--honeypots',
      honeypots,
      '--rendering',
      'tshark',
      '--out',
      out,
    ]);
    expect(analyzed.stderr).not.toContain('ERR_');
    expect(analyzed.status).toBe(0);
    const manifest = readFileSync(join(out, 'manifest.json'), 'utf8');
    expect(manifest).toMatch(/"rendering": *"tshark"/);
  });
});

describe('rendering tshark without tshark', () => {
  it('says what is missing and what to do', () => {
    const file = join(folder.path, 'empty.pcap');
    writeFileSync(file, Buffer.from('d4c3b2a102000400000000000000000000000400010000000', 'hex'));
    const nowhere = { ...process.env, PATH: folder.path };
    const { status, stderr } = runCli(['sources', file, '--rendering', 'tshark'], { env: nowhere });
    expect(status).toBe(1);
    expect(stderr).toContain('install it');
    expect(stderr).toContain('ERR_TOOL');
  });
});
