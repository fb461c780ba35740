import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';

import { describe, expect, it } from 'vitest';

import { hasShared, sharedPath } from '../support/shared.js';
import { withTempFolder } from '../support/temp-folder.js';

const folder = fileURLToPath(new URL('.', import.meta.url));
const addons = fileURLToPath(new URL('../../build/native-test/addons', import.meta.url));
const list = 'captures/conformance/expected.tsv';
const uqo = 'captures/uqo/uqo-2025-02.pcap.gz';

/** Node itself is not built with the sanitizer, so that its run-time library must come first. */
function asanLibrary(): string {
  return spawnSync('g++', ['-print-file-name=libasan.so'], { encoding: 'utf8' }).stdout.trim();
}

describe('the addons under AddressSanitizer and UndefinedBehaviorSanitizer, in node', () => {
  it.skipIf(!hasShared(list) || !hasShared(uqo))(
    'read all 1,112 conformance captures and that of UQO to the end without a finding (skipped without ../shared)',
    { timeout: 1_500_000 },
    async () => {
      const made = spawnSync('make', ['-s', '-j2', 'addons'], { cwd: folder, encoding: 'utf8' });
      expect(made.status, made.stdout + made.stderr).toBe(0);
      const conformance = readFileSync(sharedPath(list), 'utf8').trimEnd().split('\n').slice(1);
      const captures = conformance.map((line) =>
        sharedPath(`captures/conformance/${line.split('\t')[0] ?? ''}`),
      );
      expect(captures).toHaveLength(1112);
      await withTempFolder((temporary) => {
        const plain = join(temporary, 'uqo.pcap');
        writeFileSync(plain, gunzipSync(readFileSync(sharedPath(uqo))));
        const all = [...captures, plain];
        const { status, stdout, stderr } = spawnSync(process.execPath, ['read-with-addons.mjs', temporary], {
          cwd: folder,
          input: `${all.join('\n')}\n`,
          encoding: 'utf8',
          maxBuffer: 1 << 28,
          env: {
            ...process.env,
            HONEYSIFT_ADDON_DIR: addons,
            LD_PRELOAD: asanLibrary(),
            // Node leaves much to the end of its process.
            ASAN_OPTIONS: 'detect_leaks=0',
            UBSAN_OPTIONS: 'print_stacktrace=1',
          },
        });
        expect(stderr).toBe('');
        expect(status).toBe(0);
        const lines = stdout
          .trimEnd()
          .split('\n')
          .map((line) => line.split('\t'));
        expect(lines.map(([path]) => path)).toEqual(all);
        // The one in snoop format; the one in zstd is read.
        expect(lines.filter(([, packets]) => packets === 'none')).toHaveLength(1);
        expect(lines.at(-1)?.[1]).toBe('433806');
        return Promise.resolve();
      });
    },
  );
});
