/**
 * The stack behind every SYN of a capture, beside `p0f -r` on the same file: whole time of both, answers checked, and
 * what the matcher costs a SYN beyond decoding. HONEYSIFT_BENCH_CAPTURE names another capture than the one in ../shared.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';

import { matchSyns } from '#honeysift/fingerprints/match-syns.js';
import { readDatabase } from '#honeysift/fingerprints/read-database.js';
import { readCapture } from '#honeysift/packets/read-capture.js';

const rounds = 5;
const shared = fileURLToPath(new URL('../../../shared/captures/uqo/uqo-2025-02.pcap.gz', import.meta.url));

async function best(work: () => unknown): Promise<number> {
  let least = Infinity;
  for (let round = 0; round < rounds; round += 1) {
    const start = performance.now();
    await work();
    least = Math.min(least, performance.now() - start);
  }
  return least;
}

export async function run(): Promise<void> {
  const given = process.env['HONEYSIFT_BENCH_CAPTURE'] ?? shared;
  if (!existsSync(given)) {
    console.log(`  left out: ${given} is not there`);
    return;
  }
  const folder = mkdtempSync(join(tmpdir(), 'honeysift-'));
  try {
    const bytes = readFileSync(given);
    const capture = join(folder, 'capture.pcap');
    // Plain, for p0f reads nothing compressed.
    writeFileSync(capture, given.endsWith('.gz') ? gunzipSync(bytes) : bytes);
    await measure(capture, folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

async function measure(capture: string, folder: string): Promise<void> {
  const database = readDatabase();
  let syns = 0;
  let signatures = new Set<string>();
  const decode = await best(() => readCapture(capture, () => undefined, { digests: false }));
  const match = await best(async () => {
    syns = 0;
    signatures = new Set();
    const { packets } = await matchSyns(
      capture,
      database,
      (_columns, _row, { text }) => {
        syns += 1;
        signatures.add(text);
      },
      { digests: false },
    );
    return packets;
  });
  const each = ((match - decode) * 1e6) / syns;
  console.log(
    `  ${syns} SYNs, ${signatures.size} signatures; ${database.facts.name}, ${database.facts.signatures} signatures`,
  );
  console.log(`  decoding alone          ${decode.toFixed(1)} ms`);
  console.log(
    `  decoding and matching   ${match.toFixed(1)} ms   ${each.toFixed(0)} ns a SYN beyond decoding`,
  );
  if (database.facts.name === 'built-in' || spawnSync('sh', ['-c', 'command -v p0f']).status !== 0) {
    console.log('  p0f is not installed: left out');
    return;
  }
  let log = '';
  const p0f = await best(() => {
    const path = join(folder, 'p0f.log');
    rmSync(path, { force: true });
    spawnSync('p0f', ['-r', capture, '-o', path, '-f', database.facts.name, '-m', '100000,500000']);
    log = readFileSync(path, 'latin1');
  });
  const theirs = new Set([...log.matchAll(/mod=syn\|.*raw_sig=(.*)$/gm)].map((found) => found[1] ?? ''));
  const agree = [...theirs].every((text) => signatures.has(text));
  if (!agree) throw new Error('p0f found a signature that honeysift did not');
  console.log(`  p0f -r                  ${p0f.toFixed(1)} ms   ${(p0f / match).toFixed(1)} times as long`);
}
