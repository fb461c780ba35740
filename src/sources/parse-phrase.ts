import { invalidArgument } from '../errors.js';

/**
 * The payloads that a phrase stands for: the inverse of the rendering `text`. The empty phrase has none.
 * @throws HoneysiftError ERR_ARGUMENT for text that the rendering never yields.
 */
export function parsePhrase(phrase: string): Uint8Array[] {
  if (phrase === '') return [];
  const entries: Uint8Array[] = [];
  let bytes: number[] = [];
  let at = 0;
  while (at < phrase.length) {
    const token = tokenAt(phrase, at);
    if (token.separates) {
      entries.push(Uint8Array.from(bytes));
      bytes = [];
    } else {
      bytes.push(...token.bytes);
    }
    at += token.length;
  }
  entries.push(Uint8Array.from(bytes));
  return entries;
}

interface Token {
  readonly bytes: readonly number[];
  /** Characters it takes. */
  readonly length: number;
  readonly separates?: boolean;
}

function tokenAt(phrase: string, at: number): Token {
  const character = phrase.charAt(at);
  if (character === '\\') return escapeAt(phrase, at);
  if (character === '<') return hexAt(phrase, at);
  if (character === '|') {
    if (phrase.charAt(at + 1) !== '|') throw broken(phrase, at);
    return { bytes: [], length: 2, separates: true };
  }
  const code = phrase.charCodeAt(at);
  if (code < 0x20 || code > 0x7e) throw broken(phrase, at);
  return { bytes: [code], length: 1 };
}

function escapeAt(phrase: string, at: number): Token {
  if (phrase.startsWith('\\r\\n', at)) return { bytes: [0x0d, 0x0a], length: 4 };
  const escaped = phrase.charAt(at + 1);
  if (escaped !== '\\' && escaped !== '<' && escaped !== '|') throw broken(phrase, at);
  return { bytes: [escaped.charCodeAt(0)], length: 2 };
}

function hexAt(phrase: string, at: number): Token {
  const end = phrase.indexOf('>', at);
  const digits = end < 0 ? '' : phrase.slice(at + 1, end);
  if (!/^(?:[0-9a-f]{2})+$/.test(digits)) throw broken(phrase, at);
  return { bytes: [...Buffer.from(digits, 'hex')], length: digits.length + 2 };
}

function broken(phrase: string, at: number): Error {
  return invalidArgument('phrase', `a rendered phrase (see character ${at})`, phrase.slice(at));
}
