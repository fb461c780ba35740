import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';

import { describe, expect, it } from 'vitest';

import { loadAddon } from '#honeysift/native/load-addon.js';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** The addons that binding.gyp builds. */
const addons = [
  ...readFileSync(resolve(root, 'binding.gyp'), 'utf8').matchAll(/"target_name": "(\w+)"/g),
].map((match) => match[1] ?? '');

const loadInWorker = `
  const { workerData } = require('node:worker_threads');
  for (const path of workerData) require(path);
`;

function addonPaths(): string[] {
  return addons.map((name) => resolve(root, 'build', 'Release', `${name}.node`));
}

describe('the addons', () => {
  it('are the six of native/', () => {
    expect(addons.sort()).toEqual([
      'itemset_miner',
      'packet_decoder',
      'packet_table',
      'phrase_matcher',
      'source_aggregator',
      'stack_matcher',
    ]);
    for (const name of addons) expect(loadAddon(name)).toBeTypeOf('object');
  });

  it('load again and again in threads that end', async () => {
    for (let round = 0; round < 5; round += 1) {
      const worker = new Worker(loadInWorker, { eval: true, workerData: addonPaths() });
      const code = await new Promise((done) => worker.once('exit', done));
      expect(code).toBe(0);
    }
  });

  it('survive threads that are terminated while they hold native objects', () => {
    const script = `
      import { Worker } from 'node:worker_threads';
      const hold = \`
        import('${root}dist/native/packet-decoder.js').then(async ({ PacketDecoder }) => {
          const { SourceAggregator } = await import('${root}dist/native/source-aggregator.js');
          globalThis.held = [new PacketDecoder(), new SourceAggregator(new Uint8Array(16), 65536)];
          (await import('node:worker_threads')).parentPort.postMessage('held');
          setInterval(() => undefined, 1000);
        });\`;
      for (let round = 0; round < 5; round += 1) {
        const worker = new Worker(hold, { eval: true });
        await new Promise((done) => worker.once('message', done));
        await worker.terminate();
      }
      console.log('survived');
    `;
    const { status, stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', script], {
      encoding: 'utf8',
    });
    expect({ status, stdout, stderr }).toEqual({ status: 0, stdout: 'survived\n', stderr: '' });
  });

  it('say what to do when one is missing', () => {
    expect(() => loadAddon('no_such_addon')).toThrow(/npm run build:native/);
    expect(() => loadAddon('no_such_addon')).toThrow(expect.objectContaining({ code: 'ERR_NATIVE' }));
  });
});
