import { availableParallelism } from 'node:os';

import { InvalidArgumentError } from 'commander';

export function positiveInteger(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value) || value < 1)
    throw new InvalidArgumentError('Expected a whole number of at least 1.');
  return value;
}

export function wholeNumber(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value) || value < 0) throw new InvalidArgumentError('Expected a whole number.');
  return value;
}

/** `0.01` or `1%`. */
export function share(text: string): number {
  const value = text.endsWith('%') ? Number(text.slice(0, -1)) / 100 : Number(text);
  if (text.trim() === '' || !(value >= 0 && value <= 1)) {
    throw new InvalidArgumentError('Expected a share between 0 and 1, or a percentage such as 1%.');
  }
  return value;
}

export const filterHelp = 'read only packets that this capture filter accepts ("man pcap-filter")';

export const p0fDbHelp =
  'p0f v3 signature file that names operating systems, or "built-in" (default: /etc/p0f/p0f.fp if there, else built-in)';

export function defaultWorkers(): number {
  return availableParallelism();
}

/** Collects `name=value` options into one object. */
export function keyValue(text: string, collected: Record<string, string>): Record<string, string> {
  const at = text.indexOf('=');
  if (at < 1) throw new InvalidArgumentError('Expected name=value.');
  return { ...collected, [text.slice(0, at)]: text.slice(at + 1) };
}
