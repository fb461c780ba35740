import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cp, rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { checkStore, openStore } from '#honeysift/index.js';

import { contentDigests, ingestInto, readManifestOf, simulateDays } from '../../support/feed.js';
import { makeTempFolder } from '../../support/temp-folder.js';

const main = resolve(fileURLToPath(new URL('../../../dist/cli/main.js', import.meta.url)));
const kills = 20;

/** A fixed sequence of numbers in 0..1 (minimal standard generator of Park and Miller). */
function* drawn(seed: number): Generator<number, never> {
  for (let state = seed; ;) {
    state = (state * 48_271) % 2_147_483_647;
    yield state / 2_147_483_647;
  }
}

describe('an ingest that is killed', () => {
  const folder = makeTempFolder();
  const store = join(folder.path, 'store');
  const base = join(folder.path, 'base');
  let files: readonly string[];
  let reference: Record<string, string>;

  beforeAll(async () => {
    const simulation = await simulateDays(folder.path, 5);
    ({ files } = simulation);
    await ingestInto(base, files.slice(0, 1), { honeypots: simulation.honeypotsFile });
    await reset();
    reference = contentDigests((await ingestInto(store, files)).manifest);
  });
  afterAll(() => {
    folder.remove();
  });

  const reset = async (): Promise<void> => {
    await rm(store, { recursive: true, force: true });
    await cp(base, store, { recursive: true, verbatimSymlinks: true });
  };

  /** Milliseconds that the process ran, whether it was killed or came to its end. */
  const ingestFor = async (ms: number): Promise<number> => {
    const started = performance.now();
    const child = spawn(
      process.execPath,
      [main, 'ingest', ...files, '--store', store, '--workers', '2', '--quiet'],
      {
        stdio: 'ignore',
      },
    );
    const exited = once(child, 'exit');
    await Promise.race([exited, sleep(ms)]);
    child.kill('SIGKILL');
    await exited;
    return performance.now() - started;
  };

  it(
    'leaves a store that can be read, and ends as if it had not been, wherever it was killed',
    { timeout: 400_000 },
    async () => {
      await reset();
      let whole = await ingestFor(60_000);
      expect(contentDigests(readManifestOf(store))).toEqual(reference);
      const random = drawn(20_261_122);
      let broken = 0;
      for (let kill = 0; kill < kills; kill += 1) {
        await reset();
        const ran = await ingestFor(random.next().value * whole);
        const left = await openStore(store);
        const captures = left.manifest.captures.length;
        await left.close();
        expect([1, files.length]).toContain(captures);
        if (captures === 1) broken += 1;
        // It came to its end before it was killed: the machine is faster now than it was.
        else whole = Math.min(whole, ran);
        const { manifest } = await ingestInto(store, files);
        expect(contentDigests(manifest)).toEqual(reference);
        expect(await checkStore(store)).toMatchObject({ problems: [], leftovers: [] });
      }
      // Kills that all came too late would prove nothing.
      expect(broken).toBeGreaterThan(kills / 3);
    },
  );

  it('and again and again goes on from where it was', async () => {
    await reset();
    const whole = await ingestFor(60_000);
    await reset();
    for (const share of [0.4, 0.5, 0.6, 0.7]) await ingestFor(share * whole);
    const { manifest } = await ingestInto(store, files);
    expect(contentDigests(manifest)).toEqual(reference);
  });
});
