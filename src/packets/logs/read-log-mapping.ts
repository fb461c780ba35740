import { readFile } from 'node:fs/promises';

import { parse as parseToml } from 'smol-toml';

import { HoneysiftError } from '../../errors.js';
import { type LogMapping, logMappingSchema } from './log-mapping.js';
import { issueText } from './mapping-issue.js';

/**
 * Reads a mapping of CSV columns, TOML or JSON (told by `.toml` / `.json`, else by its first character).
 * @throws HoneysiftError ERR_USAGE naming the file and the key.
 */
export async function readLogMapping(path: string): Promise<LogMapping> {
  const text = await readFile(path, 'utf8').catch((cause: unknown) => {
    throw new HoneysiftError('ERR_USAGE', `The log mapping ${path} cannot be read: ${reason(cause)}`, {
      cause,
    });
  });
  const parsed = logMappingSchema.safeParse(parseNotation(text.replace(/^\uFEFF/, ''), path));
  if (parsed.success) return parsed.data;
  throw new HoneysiftError(
    'ERR_USAGE',
    `The log mapping ${path}: ${issueText(parsed.error)}. Its keys: delimiter, header, time {column, format}, ` +
      'source {address, port}, honeypot {address, port}, protocol, payload {column, encoding}, packets',
  );
}

function parseNotation(text: string, path: string): unknown {
  const isJson = path.endsWith('.json') || (!path.endsWith('.toml') && text.trimStart().startsWith('{'));
  try {
    return isJson ? (JSON.parse(text) as unknown) : parseToml(text);
  } catch (cause) {
    const notation = isJson ? 'JSON' : 'TOML';
    throw new HoneysiftError(
      'ERR_USAGE',
      `The log mapping ${path} is not valid ${notation}: ${reason(cause)}`,
      {
        cause,
      },
    );
  }
}

function reason(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause);
}
