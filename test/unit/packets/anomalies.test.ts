import { readFileSync } from 'node:fs';

import { expect, it } from 'vitest';

import { anomalyNames } from '#honeysift/native/packet-decoder.js';

it('documents every anomaly, in the order in which the decoder lists them, and no other', () => {
  const readme = readFileSync(new URL('../../../src/packets/README.md', import.meta.url), 'utf8');
  const documented = [...readme.matchAll(/^\| `(\w+)` \| [A-Z].+\. \|$/gm)].map((match) => match[1]);
  expect(documented).toEqual(anomalyNames);
});
