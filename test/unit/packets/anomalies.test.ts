import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { describe, expect, it } from 'vitest';

import { anomalyNames } from '#honeysift/native/packet-decoder.js';
import { readCapture } from '#honeysift/packets/read-capture.js';

import { anomalyCaptures } from '../../support/anomaly-captures.js';
import { withTempFolder } from '../../support/temp-folder.js';

const readme = readFileSync(new URL('../../../src/packets/README.md', import.meta.url), 'utf8');
const documented = [...readme.matchAll(/^\| `(\w+)` \| ([A-Z].+\.) \|$/gm)].map(
  ([, name = '', meaning = '']) => [name, meaning] as const,
);

describe('the list of anomalies', () => {
  it('has every anomaly, in the order in which the decoder lists them, and no other', () => {
    expect(documented.map(([name]) => name)).toEqual(anomalyNames);
  });

  it('has a capture for every name', () => {
    expect(Object.keys(anomalyCaptures).sort()).toEqual([...anomalyNames].sort());
  });

  it('says of the right ones that bytes are lost', () => {
    for (const [name, meaning] of documented) {
      expect([name, meaning.includes('(loss')]).toEqual([
        name,
        // Without a byte order mark a section is lost, see damage.test.ts; of another version it is not.
        anomalyCaptures[name]?.loss !== undefined || name === 'bad_pcapng_section',
      ]);
    }
  });
});

describe('a capture with one thing wrong', () => {
  it.each(Object.entries(anomalyCaptures))(
    'shows %s and nothing else',
    async (name, { bytes, packets, count = 1, loss }) => {
      await withTempFolder(async (folder) => {
        const path = join(folder, 'capture');
        writeFileSync(path, bytes);
        const summary = await readCapture(path, () => undefined);
        expect(summary.anomalies).toEqual({ [name]: count });
        expect(summary.packets).toBe(packets);
        expect(summary.losses).toEqual(loss === undefined ? [] : [{ anomaly: name, ...loss }]);
      });
    },
  );
});
