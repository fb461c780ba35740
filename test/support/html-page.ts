import { parseHTML } from 'linkedom';

/** As much of the DOM as tests of pages ask for; the compiler knows no browser here. */
export interface PageElement {
  readonly id: string;
  readonly localName: string;
  readonly textContent: string;
  getAttribute(name: string): string | null;
  getAttributeNames(): string[];
  querySelector(selector: string): PageElement | null;
}

export interface Page {
  readonly body: PageElement;
  querySelector(selector: string): PageElement | null;
  querySelectorAll(selector: string): ArrayLike<PageElement> & Iterable<PageElement>;
  getElementById(id: string): PageElement | null;
}

export function parsePage(html: string): Page {
  return (parseHTML(html) as unknown as { readonly document: Page }).document;
}
