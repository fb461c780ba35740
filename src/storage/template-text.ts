import type { TemplateField } from '../model/root-cause.js';

/** A template on one line: fixed text as it is, variable fields as `{a-z0-9:3-8}` (characters : shortest-longest). */
export function templateText(fields: readonly TemplateField[]): string {
  return fields
    .map((field) =>
      field.kind === 'fixed' ? field.text : `{${field.alphabet}:${field.minLength}-${field.maxLength}}`,
    )
    .join('');
}
