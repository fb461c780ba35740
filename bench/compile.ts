import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The project's folder; benchmarks run from dist/.bench. */
export const root = fileURLToPath(new URL('../../', import.meta.url));

/**
 * Compiles C++ baselines (paths from the project's folder) as the addons are, hands the program to `work`, and removes it.
 * Undefined where g++ or a library is missing.
 */
export function withProgram<Result>(
  sources: readonly string[],
  libraries: readonly string[],
  work: (program: string) => Result,
): Result | undefined {
  const folder = mkdtempSync(join(tmpdir(), 'honeysift-bench-'));
  try {
    const program = join(folder, 'program');
    const flags = [
      '-std=c++20',
      '-O3',
      '-fPIC',
      '-Inative',
      ...sources,
      '-o',
      program,
      ...libraries.map((library) => `-l${library}`),
    ];
    if (spawnSync('g++', flags, { cwd: root }).status !== 0) return undefined;
    return work(program);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** What a program printed, line by line, in words. */
export function linesOf(program: string, args: readonly string[] = [], input = ''): string[][] {
  const { status, stdout, stderr, error } = spawnSync(program, args, {
    encoding: 'utf8',
    input,
    maxBuffer: 2 ** 30,
  });
  if (status !== 0) throw new Error(`${program}: ${error?.message ?? ''} ${stderr}`);
  return stdout
    .trim()
    .split('\n')
    .map((line) => line.split(/\s+/));
}
