import { formatCount } from '../reports/format-values.js';
import { visibleText } from '../reports/hostile-text.js';

/** Names and values below a title, one line each, aligned; whatever they hold prints as it reads. */
export function factLines(title: string, facts: readonly (readonly [string, string])[]): string {
  const width = facts.reduce((most, [name]) => Math.max(most, name.length), 0);
  const lines = facts.map(([name, value]) => `  ${name.padEnd(width)}  ${visibleText(value)}\n`);
  return `${visibleText(title)}\n${lines.join('')}`;
}

/** `TCP: 3; UDP: 1`, those above zero, or `none`. */
export function counted(counts: readonly (readonly [string, number])[]): string {
  const some = counts.filter(([, count]) => count > 0);
  return some.length === 0
    ? 'none'
    : some.map(([name, count]) => `${name}: ${formatCount(count)}`).join('; ');
}
