import { spawnSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { cp, rm, statfs, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { checkStore, type SimulationSummary } from '#honeysift/index.js';
import { withStoreLock } from '#honeysift/storage/store-lock.js';

import { contentDigests, ingestInto, readManifestOf, simulateDays } from '../../support/feed.js';
import { runCli } from '../../support/run-cli.js';
import { makeTempFolder } from '../../support/temp-folder.js';

const main = resolve(fileURLToPath(new URL('../../../dist/cli/main.js', import.meta.url)));
const folder = makeTempFolder();
const disk = join(folder.path, 'disk');
const base = join(folder.path, 'base');
mkdirSync(disk);
const mounting = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=24m', 'tmpfs', disk]);
/** Only the superuser may mount; others have the limit of file sizes tested alone. */
const isMounted = mounting.status === 0;

describe('writers that cannot write', () => {
  let simulation: SimulationSummary;
  let files: readonly string[];
  let reference: Record<string, string>;

  beforeAll(async () => {
    simulation = await simulateDays(folder.path, 5);
    ({ files } = simulation);
    await ingestInto(base, files.slice(0, 1), { honeypots: simulation.honeypotsFile });
    const whole = join(folder.path, 'whole');
    reference = contentDigests(
      (await ingestInto(whole, files, { honeypots: simulation.honeypotsFile })).manifest,
    );
  });
  afterAll(() => {
    if (isMounted) spawnSync('umount', [disk]);
    folder.remove();
  });

  it.skipIf(!isMounted).each([20_000, 150_000, 350_000])(
    'keep the store when the disk has %i bytes left, name what they could not write, and go on later',
    async (room) => {
      const store = join(disk, 'store');
      await rm(store, { recursive: true, force: true });
      await cp(base, store, { recursive: true, verbatimSymlinks: true });
      const before = readManifestOf(store);
      const { bavail, bsize } = await statfs(disk);
      await writeFile(join(disk, 'filler'), Buffer.alloc(bavail * bsize - room));
      const run = runCli(['ingest', ...files, '--store', store, '--quiet', '--workers', '2']);
      expect(run.status).toBe(1);
      expect(run.stderr).toMatch(/ERR_STORE/);
      expect(run.stderr).toMatch(/no space left|ENOSPC/i);
      expect(run.stderr).toContain(store);
      expect(readManifestOf(store)).toEqual(before);
      expect((await checkStore(store)).problems).toEqual([]);
      await rm(join(disk, 'filler'));
      const { manifest } = await ingestInto(store, files);
      expect(contentDigests(manifest)).toEqual(reference);
    },
  );

  it('say so when a file would grow beyond the limit of the system', async () => {
    const store = join(folder.path, 'limited');
    await cp(base, store, { recursive: true, verbatimSymlinks: true });
    const before = readManifestOf(store);
    const quoted = [process.execPath, main, 'ingest', ...files, '--store', store, '--quiet']
      .map((word) => `'${word}'`)
      .join(' ');
    const limited = `trap '' XFSZ; ulimit -f 8; exec ${quoted}`;
    const { status, stderr } = spawnSync('sh', ['-c', limited], { encoding: 'utf8' });
    expect(status).toBe(1);
    expect(stderr).toMatch(/Cannot write .*limited.*(EFBIG|too large)/s);
    expect(readManifestOf(store)).toEqual(before);
    expect((await checkStore(store)).problems).toEqual([]);
    expect(contentDigests((await ingestInto(store, files)).manifest)).toEqual(reference);
  });

  it('are kept out while another one writes, which is named; readers are not', async () => {
    await withStoreLock(base, () => {
      for (const args of [
        ['ingest', files[1] ?? '', '--store', base, '--quiet'],
        ['prune', '--before', '2003-11-01', '--store', base, '--quiet'],
        ['analyze', files[1] ?? '', '--out', base, '--quiet'],
      ]) {
        const run = runCli(args);
        expect(run.status).toBe(1);
        expect(run.stderr).toContain(`is being written by process ${process.pid} on `);
      }
      const read = runCli(['query', 'select count(*) from captures', '--store', base, '--format', 'csv']);
      expect(read.stdout).toMatch(/\r\n1\r\n/);
      return Promise.resolve();
    });
  });
});
