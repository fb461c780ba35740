import type { TemplateField } from '../model/root-cause.js';

/** A template in one line: fixed text as it is, variable fields as `{alphabet:min-max}` (`{a-z0-9:3-8}`). */
export function renderTemplate(template: readonly TemplateField[]): string {
  return template
    .map((field) => {
      if (field.kind === 'fixed') return field.text;
      const length =
        field.minLength === field.maxLength ? `${field.minLength}` : `${field.minLength}-${field.maxLength}`;
      return `{${field.alphabet}:${length}}`;
    })
    .join('');
}

/** What defines a template, without what grows as more values are seen. */
export function templateSkeleton(template: readonly TemplateField[]): string {
  return template.map((field) => (field.kind === 'fixed' ? field.text : '\u0000')).join('');
}
