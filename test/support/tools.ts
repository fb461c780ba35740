import { spawnSync } from 'node:child_process';

/**
 * Whether an external program can be run. With HONEYSIFT_REQUIRE_TOOLS=1 always true, so that tests fail rather than
 * skip.
 */
export function requireTool(name: string): boolean {
  if (process.env['HONEYSIFT_REQUIRE_TOOLS'] === '1') return true;
  return spawnSync('sh', ['-c', `command -v "${name}"`]).status === 0;
}
