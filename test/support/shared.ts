import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const shared = fileURLToPath(new URL('../../../shared/', import.meta.url));

/** Where a file of the shared test data stands; it need not exist. */
export function sharedPath(path: string): string {
  return resolve(shared, path);
}

/** Whether shared data is there. With HONEYSIFT_REQUIRE_TOOLS=1 always true, so that tests fail rather than skip. */
export function hasShared(path: string): boolean {
  return process.env['HONEYSIFT_REQUIRE_TOOLS'] === '1' || existsSync(sharedPath(path));
}
