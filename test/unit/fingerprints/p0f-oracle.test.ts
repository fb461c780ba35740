import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { afterAll, describe, expect, it } from 'vitest';

import { matchSyns } from '#honeysift/fingerprints/match-syns.js';
import { builtInSignatures } from '#honeysift/fingerprints/built-in-signatures.js';
import { readDatabase } from '#honeysift/fingerprints/read-database.js';
import type { RawSignature } from '#honeysift/model/source-fingerprints.js';

import { bytesOf, ethernet, pcapHeader, pcapRecord } from '../../support/packet-bytes.js';
import { randomNumbers, randomSyn, synBytes } from '../../support/random-syns.js';
import { p0fAddress, type P0fSyn, runP0f } from '../../support/run-p0f.js';
import { makeTempFolder } from '../../support/temp-folder.js';
import { requireTool } from '../../support/tools.js';

const folder = makeTempFolder();
afterAll(() => folder.remove());

const installed = '/etc/p0f/p0f.fp';
const syns = 20_000;

interface Comparable {
  readonly label: string | null;
  readonly kind: 'os' | 'app';
  readonly generic: boolean;
  readonly fuzzy: boolean;
  /** Null where p0f says 0 for want of an answer: it has one tool's signature that nearly fits, and forgets the guess. */
  readonly distance: number | null;
  readonly rawSignature: string;
}

function ours({ label, text, distance }: RawSignature, theirs: P0fSyn | undefined): Comparable {
  return {
    label: label?.name ?? null,
    // p0f calls its own test program a system in the database and a tool in the log.
    kind: label?.osClass === null || text.includes(':1331:1337,') ? 'app' : 'os',
    generic: label?.quality.includes('generic') ?? false,
    fuzzy: label?.quality.includes('fuzzy') ?? false,
    distance: theirs && forgotten(theirs) ? null : distance,
    rawSignature: text,
  };
}

function comparable(syn: P0fSyn): Comparable {
  const { label, kind, params, distance, rawSignature } = syn;
  return {
    label,
    kind: rawSignature.includes(':1331:1337,') ? 'app' : kind,
    generic: params.includes('generic'),
    fuzzy: params.includes('fuzzy'),
    distance: forgotten(syn) ? null : distance,
    rawSignature,
  };
}

const forgotten = ({ label, distance }: P0fSyn): boolean => label === null && distance === 0;

describe.skipIf(!requireTool('p0f'))('p0f 3.09b (skipped without it)', () => {
  it.each([
    ['its own signatures', installed, 1],
    ['its own signatures', installed, 2],
    ['the built-in signatures', null, 3],
  ])('says the same of crafted SYNs, by %s (%s, seed %i)', async (_name, path, seed) => {
    const file = path ?? join(folder.path, 'built-in.fp');
    if (path === null) writeFileSync(file, builtInSignatures);
    const database = readDatabase(file);
    const capture = join(folder.path, `crafted-${seed}.pcap`);
    const random = randomNumbers(seed);
    const stacks = [...database.requests].map(({ signature }) => signature);
    writeFileSync(
      capture,
      bytesOf(
        pcapHeader(),
        ...Array.from({ length: syns }, (_, client) => {
          const syn = randomSyn(random, stacks);
          const type = syn.version === 4 ? 0x0800 : 0x86dd;
          return pcapRecord({
            bytes: ethernet(synBytes(syn, client), type),
            seconds: 1_000_000_000 + client,
          });
        }),
      ),
    );

    const expected = runP0f(capture, file, folder.path);
    const byClient = new Map(expected.syns.map((syn) => [syn.client, syn]));
    expect(byClient.size).toBe(syns);
    const seen = new Set<string>();
    const different: unknown[] = [];
    let labelled = 0;
    await matchSyns(capture, database, (columns, row, found) => {
      const client = `${p0fAddress(columns.srcAddress, row)}/${columns.srcPort[row]}`;
      seen.add(client);
      const theirs = byClient.get(client);
      if (typeof theirs?.label === 'string') labelled += 1;
      const pair = [ours(found, theirs), theirs && comparable(theirs)];
      if (JSON.stringify(pair[0]) !== JSON.stringify(pair[1])) different.push(pair);
    });
    expect(different.slice(0, 5)).toEqual([]);
    expect(seen.size).toBe(syns);
    expect(labelled).toBeGreaterThan(syns / 10);
  });
});
