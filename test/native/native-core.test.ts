import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

import { describe, expect, it } from 'vitest';

import { conformanceCaptures, hasConformance, plainUqo } from '../support/conformance.js';
import { withTempFolder } from '../support/temp-folder.js';

const folder = fileURLToPath(new URL('.', import.meta.url));
const captureDriver = fileURLToPath(new URL('../../build/native-test/read_captures', import.meta.url));

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

  it.skipIf(!hasConformance())(
    'reads all 1,112 conformance captures and that of UQO without a finding (skipped without ../shared)',
    { timeout: 1_500_000 },
    async () => {
      const built = make('captures');
      expect(built.status, built.output).toBe(0);
      const captures = conformanceCaptures();
      expect(captures).toHaveLength(1112);
      await withTempFolder((temporary) => {
        const plain = plainUqo(temporary);
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
