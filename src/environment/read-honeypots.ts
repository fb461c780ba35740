import { readFileSync } from 'node:fs';

import { parse as parseToml } from 'smol-toml';

import { HoneysiftError } from '../errors.js';
import type { Environment } from '../model/environment.js';
import { checkHoneypots } from './check-honeypots.js';
import { honeypotsSchema } from './honeypots-schema.js';

/**
 * Reads a honeypots file, TOML or JSON (told by `.toml` / `.json`, else by its first character).
 * @throws HoneysiftError ERR_HONEYPOTS saying what is wrong, where, and what to do.
 */
export function readHoneypots(path: string): Environment {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new HoneysiftError('ERR_HONEYPOTS', `The honeypots file ${path} cannot be read: ${why}`, { cause });
  }
  return parseHoneypots(text, path);
}

/** The same from text; `path` is named in errors and its ending decides the notation. */
export function parseHoneypots(text: string, path: string): Environment {
  const plain = text.replace(/^\uFEFF/, '');
  const isJson = path.endsWith('.json') || (!path.endsWith('.toml') && plain.trimStart().startsWith('{'));
  const parsed = honeypotsSchema.safeParse(parseNotation(plain, path, isJson));
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    const where = issue?.path
      .map((step) => (typeof step === 'number' ? `[${step}]` : `.${String(step)}`))
      .join('');
    const place = where ? where.replace(/^\./, '') : 'the file';
    throw new HoneysiftError(
      'ERR_HONEYPOTS',
      `${path}: ${place}: ${issue?.message ?? 'not understood'}. ` +
        'Expected {"honeypots": [{"name", "ip" or "ips", "os", "platform", "country", "ports": [{"port", "from", "to"}]}]}',
    );
  }
  return { honeypots: checkHoneypots(parsed.data, path), inferred: false };
}

function parseNotation(text: string, path: string, isJson: boolean): unknown {
  try {
    return isJson ? (JSON.parse(text) as unknown) : parseToml(text);
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    const notation = isJson ? 'JSON' : 'TOML';
    throw new HoneysiftError('ERR_HONEYPOTS', `${path} is not valid ${notation}: ${why}`, { cause });
  }
}
