import type { TemplateField } from '../model/root-cause.js';

export interface ShownTemplate {
  readonly fields: readonly TemplateField[];
  /** Characters of fixed text left out, and variable fields left out count their longest length. */
  readonly cut: number;
}

/**
 * The template of a root cause out of the store's JSON, no longer than `limit` characters. A store whose JSON cannot
 * be read still gives its plain text, as one fixed field.
 */
export function readTemplate(json: string | null, plain: string, limit: number): ShownTemplate {
  return cutTemplate(parseFields(json) ?? (plain === '' ? [] : [{ kind: 'fixed', text: plain }]), limit);
}

function parseFields(json: string | null): TemplateField[] | null {
  if (json === null) return null;
  try {
    const value: unknown = JSON.parse(json);
    return Array.isArray(value) ? value.map(readField).filter((field) => field !== null) : null;
  } catch {
    return null;
  }
}

function readField(value: unknown): TemplateField | null {
  if (typeof value !== 'object' || value === null) return null;
  const field = value as Record<string, unknown>;
  if (field['kind'] === 'fixed') return { kind: 'fixed', text: textOf(field['text']) };
  if (field['kind'] !== 'variable') return null;
  const examples = Array.isArray(field['examples']) ? field['examples'] : [];
  return {
    kind: 'variable',
    alphabet: textOf(field['alphabet']),
    minLength: Number(field['minLength'] ?? 0),
    maxLength: Number(field['maxLength'] ?? 0),
    values: Number(field['values'] ?? 0),
    examples: examples.slice(0, 5).map((example) => textOf(example).slice(0, 120)),
  };
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

function cutTemplate(fields: readonly TemplateField[], limit: number): ShownTemplate {
  const shown: TemplateField[] = [];
  let left = limit;
  let cut = 0;
  for (const field of fields) {
    const length = field.kind === 'fixed' ? field.text.length : field.maxLength;
    if (left <= 0) {
      cut += length;
    } else if (field.kind === 'fixed' && length > left) {
      shown.push({ kind: 'fixed', text: field.text.slice(0, left) });
      cut += length - left;
    } else {
      shown.push(field);
    }
    left -= Math.max(1, length);
  }
  return { fields: shown, cut };
}
