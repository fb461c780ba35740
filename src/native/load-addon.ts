import { createRequire } from 'node:module';
import { dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

import { HoneysiftError } from '../errors.js';

const packageRoot = resolve(dirname(fileURLToPath(import.meta.url)), '..', '..');

/**
 * Loads one compiled addon by its target name in binding.gyp. The only place that loads `.node` files.
 * @throws HoneysiftError ERR_NATIVE when it was not built for this platform.
 */
export function loadAddon(name: string): unknown {
  const require = createRequire(import.meta.url);
  try {
    return require(resolve(packageRoot, 'build', 'Release', `${name}.node`));
  } catch (cause) {
    throw new HoneysiftError(
      'ERR_NATIVE',
      `The native addon ${name} could not be loaded from ${packageRoot}/build/Release; run "npm run build:native" there`,
      { cause },
    );
  }
}

/** Loads the addon of an npm package, by its path in there; raises what `require` raises. */
export function loadPackageAddon(specifier: string): unknown {
  return createRequire(import.meta.url)(specifier);
}
