import { readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';

import { describe, expect, it } from 'vitest';

import { HoneysiftError } from '#honeysift/errors.js';

import { decodedLayers } from '../../support/decoded-layers.js';
import {
  type Difference,
  differencesOf,
  readExplainedDifferences,
} from '../../support/explained-differences.js';
import type { PacketLayers } from '../../support/packet-layers.js';
import { hasShared, sharedPath } from '../../support/shared.js';
import { withTempFolder } from '../../support/temp-folder.js';
import { requireTool } from '../../support/tools.js';
import { tsharkLayers } from '../../support/tshark-layers.js';

const list = 'captures/conformance/expected.tsv';
const table = new URL('./tshark-differences.tsv', import.meta.url);

/** None when it is no capture for us. */
async function ourLayers(capture: string): Promise<(PacketLayers | null)[]> {
  try {
    return await decodedLayers(capture);
  } catch (error) {
    if (error instanceof HoneysiftError && error.code === 'ERR_CAPTURE') return [];
    throw error;
  }
}

async function differencesFound(paths: readonly string[]): Promise<Difference[]> {
  const found = new Map<string, Difference[]>();
  const waiting = [...paths];
  const work = async (home: string): Promise<void> => {
    for (let path = waiting.shift(); path !== undefined; path = waiting.shift()) {
      const capture = sharedPath(`captures/conformance/${path}`);
      found.set(path, differencesOf(path, await ourLayers(capture), await tsharkLayers(capture, home)));
    }
  };
  await withTempFolder((home) =>
    Promise.all(Array.from({ length: availableParallelism() }, () => work(home))),
  );
  return paths.flatMap((path) => found.get(path) ?? []);
}

describe('tshark, packet by packet', () => {
  const { reasons, differences } = readExplainedDifferences(table);

  it('is differed from for named reasons alone, all of which occur', () => {
    expect([...new Set(differences.map(({ reason }) => reason))].sort()).toEqual([...reasons.keys()].sort());
  });

  it.skipIf(!hasShared(list) || !requireTool('tshark'))(
    'agrees on addresses, protocol, ports and payload length of all conformance captures, but for the differences explained (skipped without ../shared or tshark)',
    { timeout: 1_800_000 },
    async () => {
      const lines = readFileSync(sharedPath(list), 'utf8').trimEnd().split('\n').slice(1);
      const paths = lines.map((line) => line.split('\t')[0] ?? '');
      expect(paths).toHaveLength(1112);
      const asLines = (some: readonly Difference[]): string[] =>
        some.map(({ path, packets, fields }) => `${path}\t${packets}\t${fields}`).sort();
      expect(asLines(await differencesFound(paths))).toEqual(asLines(differences));
    },
  );
});
