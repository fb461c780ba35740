import { z } from 'zod';

import type { Environment } from '../model/environment.js';
import type { TimeUnit } from './schema/table-schema.js';
import type { OptionValue } from './store-content.js';

/** Raised when files of an older version can no longer be read as they are. */
export const storeFormatVersion = 1;

export interface StoreFile {
  /** Path below the folder of the manifest, with `/`. */
  readonly path: string;
  /** Size in bytes. */
  readonly bytes: number;
  /** SHA-256 of the file, hex. */
  readonly sha256: string;
}

export interface StoreTable {
  readonly rows: number;
  /** SHA-256 of the rows' canonical text in canonical order, hex; the same for the same rows in any files. */
  readonly digest: string;
  readonly files: readonly StoreFile[];
}

/** What `manifest.json` says. The same content gives the same bytes: no times of writing, no machine, no folder. */
export interface StoreManifest {
  readonly format: 'honeysift-store';
  readonly formatVersion: number;
  /** Version of honeysift that wrote the store. */
  readonly honeysift: string;
  /** Precision of every time: whole microseconds where they suffice, else nanoseconds. */
  readonly timeUnit: TimeUnit;
  readonly options: Readonly<Record<string, OptionValue>>;
  readonly environment: Environment;
  /** Captures by path; the digest is of the file as stored. */
  readonly captures: readonly { readonly path: string; readonly digest: string }[];
  /** Of a store that `ingest` keeps: the file that says which captures it is made of. */
  readonly feed?: StoreFile | undefined;
  readonly tables: Readonly<Record<string, StoreTable>>;
}

const honeypotShape = z.strictObject({
  name: z.string(),
  ips: z.array(z.string()),
  os: z.string().optional(),
  platform: z.string().optional(),
  country: z.string().optional(),
  ports: z
    .array(z.strictObject({ port: z.string(), from: z.string().optional(), to: z.string().optional() }))
    .optional(),
});

export const environmentShape = z.strictObject({ honeypots: z.array(honeypotShape), inferred: z.boolean() });

const fileFacts = { bytes: z.number().int().nonnegative(), sha256: z.string() };
const fileShape = z.strictObject({
  path: z.string().regex(/^tables\/(?!.*\.\.)[\w=./-]+\.parquet$/, 'a path below tables/'),
  ...fileFacts,
});

const manifestShape = z.object({
  format: z.literal('honeysift-store'),
  formatVersion: z.literal(storeFormatVersion),
  honeysift: z.string(),
  timeUnit: z.enum(['us', 'ns']),
  options: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])),
  environment: environmentShape,
  captures: z.array(z.strictObject({ path: z.string(), digest: z.string() })),
  feed: z.strictObject({ path: z.literal('feed.json'), ...fileFacts }).optional(),
  tables: z.record(
    z.string(),
    z.strictObject({ rows: z.number().int().nonnegative(), digest: z.string(), files: z.array(fileShape) }),
  ),
});

export type ManifestReading =
  { readonly ok: true; readonly manifest: StoreManifest } | { readonly ok: false; readonly problem: string };

/** Reads the text of a manifest; `problem` says what is wrong with it, in words for the user. */
export function parseManifest(text: string): ManifestReading {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return { ok: false, problem: 'its manifest.json is not JSON' };
  }
  const version = (value as { formatVersion?: unknown } | null)?.formatVersion;
  if (typeof version === 'number' && version !== storeFormatVersion) {
    return {
      ok: false,
      problem: `it has format version ${version}, this honeysift reads ${storeFormatVersion}`,
    };
  }
  const result = manifestShape.safeParse(value);
  if (result.success) return { ok: true, manifest: result.data };
  const issue = result.error.issues[0];
  return {
    ok: false,
    problem: `its manifest.json is wrong at "${issue?.path.join('.') ?? ''}": ${issue?.message ?? ''}`,
  };
}

/** The manifest's bytes: two-space JSON, options in order of name, tables in the order given. */
export function manifestText(manifest: StoreManifest): string {
  const options = Object.fromEntries(Object.entries(manifest.options).sort(([a], [b]) => (a < b ? -1 : 1)));
  return `${JSON.stringify({ ...manifest, options }, null, 2)}\n`;
}
