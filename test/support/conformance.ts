import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';

import { hasShared, sharedPath } from './shared.js';

const list = 'captures/conformance/expected.tsv';
const uqo = 'captures/uqo/uqo-2025-02.pcap.gz';

/** Whether the conformance captures and that of UQO are beside the project. */
export function hasConformance(): boolean {
  return hasShared(list) && hasShared(uqo);
}

/** Paths of all captures that expected.tsv lists. */
export function conformanceCaptures(): string[] {
  const lines = readFileSync(sharedPath(list), 'utf8').trimEnd().split('\n').slice(1);
  return lines.map((line) => sharedPath(`captures/conformance/${line.split('\t')[0] ?? ''}`));
}

/** The capture of UQO as a plain file in `folder`. */
export function plainUqo(folder: string): string {
  const plain = join(folder, 'uqo.pcap');
  writeFileSync(plain, gunzipSync(readFileSync(sharedPath(uqo))));
  return plain;
}
