import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

import { afterAll, beforeAll, expect, it } from 'vitest';

import { expandCaptures } from '#honeysift/packets/expand-captures.js';

import { pcapHeader } from '../../support/packet-bytes.js';
import { PcapngWriter } from '../../support/pcapng-bytes.js';

let folder = '';
const at = (name: string): string => join(folder, name);

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'honeysift-expand-'));
  mkdirSync(at('2003/02'), { recursive: true });
  mkdirSync(at('notes'));
  const files: Record<string, Uint8Array | string> = {
    'b.pcap': pcapHeader(),
    'a.cap': 'named like a capture',
    'log.1': new PcapngWriter().section(),
    'log.2.gz': gzipSync(pcapHeader()),
    'notes/readme.txt': 'no capture',
    'notes/archive.gz': gzipSync('no capture'),
    'notes/broken.gz': Uint8Array.of(0x1f, 0x8b, 1, 2, 3),
    'notes/empty': '',
    '2003/02/03.pcapng.gz': gzipSync(''),
  };
  for (const [name, content] of Object.entries(files)) writeFileSync(at(name), content);
  symlinkSync(folder, at('2003/loop'));
  symlinkSync(at('absent'), at('2003/dangling.pcap'));
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

it('finds captures below a folder by name or content, sorted', async () => {
  const found = ['2003/02/03.pcapng.gz', 'a.cap', 'b.pcap', 'log.1', 'log.2.gz'].map(at);
  expect(await expandCaptures([folder])).toEqual(found);
});

it('keeps the order given, standard input and files of any name, each once', async () => {
  const paths = ['-', at('notes/readme.txt'), at('b.pcap'), at('2003/02'), at('./b.pcap'), '-'];
  expect(await expandCaptures(paths)).toEqual([
    '-',
    at('notes/readme.txt'),
    at('b.pcap'),
    at('2003/02/03.pcapng.gz'),
  ]);
});

it('refuses what is not there', async () => {
  await expect(expandCaptures([at('absent.pcap')])).rejects.toMatchObject({ code: 'ERR_CAPTURE' });
  await expect(expandCaptures([at('notes')])).rejects.toThrow(/holds no capture/);
});

it('names the subfolder that cannot be read, and skips none', async () => {
  // Even a superuser cannot read a folder whose path is longer than the system takes (4,096 bytes on Linux).
  const name = 'd'.repeat(250);
  const deep = `for i in $(seq 20); do mkdir ${name} && cd -P ${name} || exit 1; done`;
  expect(spawnSync('sh', ['-c', deep], { cwd: at('notes') }).status).toBe(0);
  writeFileSync(join(at('notes'), name, 'seen.pcap'), pcapHeader());
  try {
    const failure: unknown = await expandCaptures([at('notes')]).catch((error: unknown) => error);
    expect(failure).toMatchObject({ code: 'ERR_CAPTURE' });
    expect((failure as Error).message).toContain(join(at('notes'), name));
    expect((failure as Error).message).toMatch(/cannot be read: .*(ENAMETOOLONG|EACCES)/);
  } finally {
    spawnSync('rm', ['-rf', name], { cwd: at('notes') });
  }
});
