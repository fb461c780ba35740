import { visibleText } from '../reports/hostile-text.js';

/** Names and values below a title, one line each, aligned; whatever they hold prints as it reads. */
export function factLines(title: string, facts: readonly (readonly [string, string])[]): string {
  const width = facts.reduce((most, [name]) => Math.max(most, name.length), 0);
  const lines = facts.map(([name, value]) => `  ${name.padEnd(width)}  ${visibleText(value)}\n`);
  return `${visibleText(title)}\n${lines.join('')}`;
}
