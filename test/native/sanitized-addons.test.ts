import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

import { describe, expect, it } from 'vitest';

import { conformanceCaptures, hasConformance, plainUqo } from '../support/conformance.js';
import { withTempFolder } from '../support/temp-folder.js';

const folder = fileURLToPath(new URL('.', import.meta.url));
const addons = fileURLToPath(new URL('../../build/native-test/addons', import.meta.url));

/** Node itself is not built with the sanitizer, so that its run-time library must come first. */
function asanLibrary(): string {
  return spawnSync('g++', ['-print-file-name=libasan.so'], { encoding: 'utf8' }).stdout.trim();
}

describe('the addons under AddressSanitizer and UndefinedBehaviorSanitizer, in node', () => {
  it.skipIf(!hasConformance())(
    'read all 1,112 conformance captures and that of UQO to the end without a finding (skipped without ../shared)',
    { timeout: 1_500_000 },
    async () => {
      const made = spawnSync('make', ['-s', '-j2', 'addons'], { cwd: folder, encoding: 'utf8' });
      expect(made.status, made.stdout + made.stderr).toBe(0);
      const captures = conformanceCaptures();
      expect(captures).toHaveLength(1112);
      await withTempFolder((temporary) => {
        const plain = plainUqo(temporary);
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
