import { createRequire } from 'node:module';
import { dirname, isAbsolute, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

import { HoneysiftError } from '../errors.js';

const packageRoot = resolve(dirname(fileURLToPath(import.meta.url)), '..', '..');

/**
 * Where the addons are: HONEYSIFT_ADDON_DIR, an absolute folder, for builds with sanitizers or debug symbols. A relative
 * one would make the current folder say which code is run.
 */
function addonFolder(): string {
  const given = process.env['HONEYSIFT_ADDON_DIR'] ?? '';
  if (given === '') return resolve(packageRoot, 'build', 'Release');
  if (isAbsolute(given)) return given;
  throw new HoneysiftError('ERR_NATIVE', `HONEYSIFT_ADDON_DIR must be an absolute path, not ${given}`);
}

/**
 * Loads one compiled addon by its target name in binding.gyp, see addonFolder. The only place that loads `.node` files.
 * @throws HoneysiftError ERR_NATIVE when it was not built for this platform.
 */
export function loadAddon(name: string): unknown {
  const require = createRequire(import.meta.url);
  const folder = addonFolder();
  try {
    return require(resolve(folder, `${name}.node`));
  } catch (cause) {
    throw new HoneysiftError(
      'ERR_NATIVE',
      `The native addon ${name} could not be loaded from ${folder}; run "npm run build:native" in ${packageRoot}`,
      { cause },
    );
  }
}

/** Loads the addon of an npm package, by its path in there; raises what `require` raises. */
export function loadPackageAddon(specifier: string): unknown {
  return createRequire(import.meta.url)(specifier);
}
