import { join } from 'node:path';

import { afterAll, describe, expect, it } from 'vitest';

import { readHoneypots } from '#honeysift/environment/read-honeypots.js';
import { createInlineRunner } from '#honeysift/pool/inline-runner.js';
import { simulate } from '#honeysift/simulation/simulate.js';
import { collectSources } from '#honeysift/sources/collect-sources.js';
import { finalizeSources } from '#honeysift/sources/finalize-sources.js';

import { makeTempFolder } from '../../support/temp-folder.js';

describe('the size of the pieces in which captures are read', () => {
  const folder = makeTempFolder();
  afterAll(() => {
    folder.remove();
  });

  it('changes neither facts nor attack sources nor a byte of the packets table', async () => {
    const { files, honeypotsFile } = await simulate({
      out: join(folder.path, 'captures'),
      from: '2003-10-30',
      to: '2003-11-01',
      sources: 150,
      seed: 5,
      lossRate: 0.01,
    });
    const environment = readHoneypots(honeypotsFile);
    const runner = createInlineRunner();
    const read = async (chunkBytes?: number) => {
      const packetFolder = makeTempFolder();
      try {
        const input = { captures: files, environment, packetFolder: packetFolder.path, chunkBytes };
        const collected = await runner.run(collectSources, input);
        const sources = await runner.run(finalizeSources, { days: collected.days, environment });
        return { facts: collected.captures, packets: collected.packets, sources };
      } finally {
        packetFolder.remove();
      }
    };
    const reference = await read();
    expect(reference.sources.count).toBe(150);
    expect(reference.packets.flatMap((part) => part.files)).not.toHaveLength(0);
    for (const chunkBytes of [1021, 65_536, 1 << 23]) expect(await read(chunkBytes)).toEqual(reference);
  });
});
