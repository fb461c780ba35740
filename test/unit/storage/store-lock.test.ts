import { spawnSync } from 'node:child_process';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';

import { describe, expect, it } from 'vitest';

import { withStoreLock } from '#honeysift/storage/store-lock.js';

import { withTempFolder } from '../../support/temp-folder.js';

const holding = (folder: string): Promise<string> => withStoreLock(folder, () => Promise.resolve('held'));

describe('the lock of a store', () => {
  it('keeps a second writer out, naming the first, and is gone afterwards', async () => {
    await withTempFolder(async (folder) => {
      await withStoreLock(folder, async () => {
        const second = holding(folder);
        await expect(second).rejects.toMatchObject({ code: 'ERR_STORE' });
        await expect(second).rejects.toThrow(`process ${process.pid} on ${hostname()} since 2`);
      });
      expect(await readdir(folder)).toEqual([]);
      expect(await holding(folder)).toBe('held');
    });
  });

  it('lets one of many in at a time', async () => {
    await withTempFolder(async (folder) => {
      let inside = 0;
      let most = 0;
      const tries = Array.from({ length: 20 }, () =>
        withStoreLock(folder, async () => {
          most = Math.max(most, ++inside);
          await new Promise((resolve) => setTimeout(resolve, 5));
          inside -= 1;
        }),
      );
      const settled = await Promise.allSettled(tries);
      expect(settled.filter(({ status }) => status === 'fulfilled').length).toBeGreaterThanOrEqual(1);
      expect(most).toBe(1);
      expect(await readdir(folder)).toEqual([]);
    });
  });

  it('is taken over from a process of this machine that died', async () => {
    await withTempFolder(async (folder) => {
      const module = new URL('../../../dist/storage/store-lock.js', import.meta.url).href;
      const script = `const { withStoreLock } = await import(${JSON.stringify(module)});
        await withStoreLock(${JSON.stringify(folder)}, () => process.kill(process.pid, 'SIGKILL'));`;
      spawnSync(process.execPath, ['--input-type=module', '-e', script]);
      expect(await readdir(folder)).toContain('.lock');
      expect(await holding(folder)).toBe('held');
    });
  });

  it('clears away what a process left that died while it took the lock, and nobody else', async () => {
    await withTempFolder(async (folder) => {
      const dead = { pid: process.pid, host: hostname(), since: '2026-01-01', began: 'earlier', token: 'x' };
      await writeFile(join(folder, '.lock-1-x'), JSON.stringify(dead));
      await writeFile(join(folder, '.lock-2-y'), JSON.stringify({ ...dead, host: 'elsewhere' }));
      await withStoreLock(folder, async () => {
        expect((await readdir(folder)).sort()).toEqual(['.lock', '.lock-2-y']);
      });
    });
  });

  it('is taken over when the number of the dead process belongs to another one now', async () => {
    await withTempFolder(async (folder) => {
      const dead = { pid: process.pid, host: hostname(), since: '2026-01-01', began: 'earlier', token: 'x' };
      await writeFile(join(folder, '.lock'), JSON.stringify(dead));
      expect(await holding(folder)).toBe('held');
    });
  });

  it.each([
    ['another machine', JSON.stringify({ pid: 1, host: 'elsewhere', since: 'T', began: '', token: 'x' })],
    ['nobody knows whom', 'no JSON'],
  ])('is left to %s', async (_, text) => {
    await withTempFolder(async (folder) => {
      await writeFile(join(folder, '.lock'), text);
      await expect(holding(folder)).rejects.toThrow(/if that process is gone, remove .*\.lock/);
      expect(await readFile(join(folder, '.lock'), 'utf8')).toBe(text);
    });
  });

  it('tells its holder when it was taken away', async () => {
    await withTempFolder(async (folder) => {
      await withStoreLock(folder, async (lock) => {
        await lock.confirm();
        await writeFile(join(folder, '.lock'), 'other');
        await expect(lock.confirm()).rejects.toMatchObject({ code: 'ERR_STORE' });
      });
    });
  });
});
