import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

import { describe, expect, it } from 'vitest';

const root = resolve(fileURLToPath(new URL('../..', import.meta.url)));

function files(folder: string, ending: RegExp): string[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => ending.test(name))
    .map((name) => join(folder, name));
}

interface Import {
  readonly file: string;
  /** Folder of src the file stands in; '' for src itself. */
  readonly from: string;
  /** Folder of src it imports, or the package name. */
  readonly to: string;
  readonly isPackage: boolean;
}

function importsOf(file: string): Import[] {
  const text = readFileSync(join(root, file), 'utf8');
  const specifiers = [...text.matchAll(/(?:\bfrom\s+|\bimport\s*\(?\s*)'([^']+)'/g)].map(
    (match) => match[1] ?? '',
  );
  const stageFolder = (path: string): string => (path.includes(sep) ? (path.split(sep)[0] ?? '') : '');
  const inSrc = relative('src', file);
  return specifiers.map((specifier) => {
    const isPackage = !specifier.startsWith('.');
    const to = isPackage ? specifier : stageFolder(relative('src', join(dirname(file), specifier)));
    return { file, from: stageFolder(inSrc), to, isPackage };
  });
}

const imports = files('src', /\.ts$/).flatMap(importsOf);
const offenders = (isOffence: (one: Import) => boolean): string[] =>
  imports.filter(isOffence).map(({ file, to }) => `${file} imports ${to}`);

/** The flow; a stage imports only stages before it. */
const flow = [
  'packets',
  'environment',
  'sources',
  'fingerprints',
  'enrichment',
  'sequences',
  'clusters',
  'distances',
  'causes',
  'storage',
  'reports',
];

describe('the rules of the house', () => {
  it('model imports nothing but model', () => {
    expect(offenders(({ from, to, isPackage }) => from === 'model' && (isPackage || to !== 'model'))).toEqual(
      [],
    );
  });

  it('only pool imports piscina', () => {
    expect(offenders(({ from, to }) => to === 'piscina' && from !== 'pool')).toEqual([]);
  });

  it('only the native folder loads addons', () => {
    const loads = files('src', /\.ts$/).filter((file) =>
      /createRequire|\.node['"`]|process\.dlopen/.test(readFileSync(join(root, file), 'utf8')),
    );
    expect(loads).toEqual([join('src', 'native', 'load-addon.ts')]);
  });

  it('only storage, packets, environment, fingerprints, enrichment, simulation, live and the faces touch files', () => {
    const allowed = new Set([
      'storage',
      'packets',
      'environment',
      'fingerprints',
      'enrichment',
      'simulation',
      'live',
      'cli',
      'web',
    ]);
    expect(offenders(({ from, to }) => /^node:(fs|fs\/promises)$/.test(to) && !allowed.has(from))).toEqual(
      [],
    );
  });

  it('live capture imports errors and native alone, and only faces and the library import it', () => {
    const imported = new Set(['', 'native', 'live']);
    expect(
      offenders(
        ({ from, to, isPackage }) =>
          (from === 'live' && !(isPackage ? to.startsWith('node:') : imported.has(to))) ||
          (to === 'live' && !['live', 'cli', 'web', ''].includes(from)),
      ),
    ).toEqual([]);
  });

  it('only the faces print', () => {
    const prints = files('src', /\.ts$/).filter(
      (file) =>
        !/^src.(cli|web)./.test(file) &&
        /\bconsole\.\w+\(|process\.(stdout|stderr)\.write/.test(readFileSync(join(root, file), 'utf8')),
    );
    expect(prints).toEqual([]);
  });

  it('stages import only stages before them', () => {
    const position = (folder: string): number => flow.indexOf(folder);
    expect(
      offenders(
        ({ from, to, isPackage }) => !isPackage && position(from) >= 0 && position(to) > position(from),
      ),
    ).toEqual([]);
  });

  it('only faces and the library import the pipeline; stages never import pool or faces', () => {
    const stages = new Set(flow);
    expect(
      offenders(
        ({ from, to, isPackage }) => !isPackage && stages.has(from) && ['pool', 'cli', 'web'].includes(to),
      ),
    ).toEqual([]);
  });

  it('napi.h stands in binding.cc alone, node.h in fast_call.h, which binding.cc alone includes', () => {
    const whoInclude = (header: string): string[] =>
      files('native', /\.(cc|h)$/).filter((file) => readFileSync(join(root, file), 'utf8').includes(header));
    const isBinding = (file: string): boolean => /^native.\w+.binding\.cc$/.test(file);
    expect(whoInclude('napi.h>').filter((file) => !isBinding(file))).toEqual([]);
    expect(whoInclude('<node')).toEqual([join('native', 'phrase', 'fast_call.h')]);
    expect(whoInclude('fast_call.h"').filter((file) => !isBinding(file))).toEqual([]);
  });

  it('keeps the agreed top level', () => {
    const agreed = new Set([
      'package.json',
      'package-lock.json',
      'binding.gyp',
      'README.md',
      'LICENSE',
      'native',
      'src',
      'bench',
      'test',
    ]);
    const ignored = new Set(['node_modules', 'dist', 'build', 'out', 'coverage']);
    const odd = readdirSync(root).filter(
      (name) => !name.startsWith('.') && !agreed.has(name) && !ignored.has(name),
    );
    expect(odd).toEqual([]);
  });

  it('keeps source files under 400 lines', () => {
    const long = [
      ...files('src', /\.ts$/),
      ...files('native', /\.(cc|h)$/),
      ...files('bench', /\.ts$/),
    ].filter((file) => readFileSync(join(root, file), 'utf8').split('\n').length > 401);
    expect(long).toEqual([]);
  });
});
