import type { z } from 'zod';

/** What is wrong with a mapping first, after the key where it is. */
export function issueText({ issues }: z.ZodError): string {
  const issue = issues[0];
  const key = issue?.path.map(String).join('.') ?? '';
  return `${key === '' ? 'the mapping' : key}: ${issue?.message ?? 'not understood'}`;
}
