import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';

import { describe, expect, it } from 'vitest';

import { hasShared, sharedPath } from '../support/shared.js';
import { withTempFolder } from '../support/temp-folder.js';

const folder = fileURLToPath(new URL('.', import.meta.url));
const captureDriver = fileURLToPath(new URL('../../build/native-test/read_captures', import.meta.url));
const list = 'captures/conformance/expected.tsv';
const uqo = 'captures/uqo/uqo-2025-02.pcap.gz';

/** What the driver takes for no capture: the one in snoop format, and the one in zstd, which TypeScript decompresses. */
const noCaptures = 2;

function make(target: string): { status: number | null; output: string } {
  const { status, stdout, stderr } = spawnSync('make', ['-s', '-j2', target], {
    cwd: folder,
    encoding: 'utf8',
  });
  return { status, output: stdout + stderr };
}

describe('the native core under AddressSanitizer and UndefinedBehaviorSanitizer', () => {
  it('passes its C++ tests', { timeout: 1_500_000 }, () => {
    const { status, output } = make('check');
    expect(status, output).toBe(0);
  });

  it('replays every fuzz corpus and regression without a finding', { timeout: 1_500_000 }, () => {
    const { status, output } = make('replay');
    expect(status, output).toBe(0);
  });

  it.skipIf(!hasShared(list) || !hasShared(uqo))(
    'reads all 1,112 conformance captures and that of UQO without a finding (skipped without ../shared)',
    { timeout: 1_500_000 },
    async () => {
      const built = make('captures');
      expect(built.status, built.output).toBe(0);
      const conformance = readFileSync(sharedPath(list), 'utf8').trimEnd().split('\n').slice(1);
      const captures = conformance.map((line) =>
        sharedPath(`captures/conformance/${line.split('\t')[0] ?? ''}`),
      );
      expect(captures).toHaveLength(1112);
      await withTempFolder((temporary) => {
        const plain = join(temporary, 'uqo.pcap');
        writeFileSync(plain, gunzipSync(readFileSync(sharedPath(uqo))));
        const all = [...captures, plain];
        const { status, stdout, stderr } = spawnSync(captureDriver, {
          input: `${all.join('\n')}\n`,
          encoding: 'utf8',
        });
        expect(stderr).toBe('');
        expect(status).toBe(0);
        const lines = stdout
          .trimEnd()
          .split('\n')
          .map((line) => line.split('\t'));
        expect(lines.map(([path]) => path)).toEqual(all);
        expect(lines.filter(([, packets]) => packets === 'none')).toHaveLength(noCaptures);
        expect(lines.at(-1)).toEqual([plain, '433806', '5581']);
        return Promise.resolve();
      });
    },
  );
});
