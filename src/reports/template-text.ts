import type { TemplateField } from '../model/root-cause.js';
import { formatCount } from './format-values.js';

/** `4` or `4-8`. */
export function lengthText(field: { readonly minLength: number; readonly maxLength: number }): string {
  return field.minLength === field.maxLength ? `${field.minLength}` : `${field.minLength}–${field.maxLength}`;
}

/** One line saying what a variable field holds. Its alphabet and examples are hostile text. */
export function fieldText(field: Extract<TemplateField, { kind: 'variable' }>): string {
  const examples =
    field.examples.length === 0 ? '' : `, e.g. ${field.examples.map((text) => `"${text}"`).join(', ')}`;
  return (
    `alphabet ${field.alphabet === '' ? 'empty' : field.alphabet}, length ${lengthText(field)}, ` +
    `${formatCount(field.values)} distinct${examples}`
  );
}

/** The template as one line; variable fields read `{a-z0-9 × 4–8}`. Still hostile text. */
export function templateLine(template: readonly TemplateField[]): string {
  return template
    .map((field) => (field.kind === 'fixed' ? field.text : `{${field.alphabet} × ${lengthText(field)}}`))
    .join('');
}
