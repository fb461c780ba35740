import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';

import { HoneysiftError } from '../errors.js';
import { builtInSignatures } from './built-in-signatures.js';
import { parseDatabase } from './parse-database.js';
import type { SignatureDatabase } from './signature-database.js';

/** Chooses the signatures that come with honeysift, whatever the machine has. */
export const builtInName = 'built-in';
/** Where Debian and others install p0f's own. */
const installedFile = '/etc/p0f/p0f.fp';

/**
 * The signature database to ask: the file named, or `built-in`; by default the one that p0f installed, else the built-in
 * one.
 * @throws HoneysiftError ERR_ARGUMENT when the file cannot be read, or a line of it is wrong
 */
export function readDatabase(name?: string): SignatureDatabase {
  if (name === builtInName) return databaseOf(builtInName, Buffer.from(builtInSignatures));
  if (name !== undefined) return databaseOf(name, readNamed(name));
  const installed = readInstalled();
  if (installed === null) return databaseOf(builtInName, Buffer.from(builtInSignatures));
  return databaseOf(installedFile, installed);
}

function readInstalled(): Buffer | null {
  try {
    return readFileSync(installedFile);
  } catch {
    return null;
  }
}

function readNamed(name: string): Buffer {
  try {
    return readFileSync(name);
  } catch (cause) {
    throw new HoneysiftError(
      'ERR_ARGUMENT',
      `Cannot read the p0f signatures ${name} (${(cause as Error).message}); name a p0f.fp file, or ${builtInName}`,
      { cause },
    );
  }
}

function databaseOf(name: string, bytes: Buffer): SignatureDatabase {
  const parsed = parseDatabase(bytes.toString('utf8'), name);
  const { classes, requests, responses, links, httpSignatures } = parsed;
  const digest = createHash('sha256').update(bytes).digest('hex');
  const facts = { name, digest, signatures: requests.length, links: links.size };
  return { classes, requests, responses, links, httpSignatures, facts };
}
