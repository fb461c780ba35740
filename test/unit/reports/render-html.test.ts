import { createHash } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { buildReport } from '#honeysift/reports/build-report.js';
import { renderHtml } from '#honeysift/reports/render-html/render-html.js';
import { parsePage } from '../../support/html-page.js';
import type { Page } from '../../support/html-page.js';
import { openReportStore } from '../../support/report-fixtures.js';
import { realisticStore } from '../../support/report-fixtures-realistic.js';
import { hostile, smallStore } from '../../support/report-fixtures-small.js';

const voidElements = new Set(['meta', 'br', 'img', 'link', 'input', 'hr']);

/** Names of elements left open or closed out of order; a page that nests well gives none. */
function badNesting(page: string): string[] {
  const open: string[] = [];
  const bad: string[] = [];
  const body = page.replace(/<(script|style)>[\s\S]*?<\/\1>/g, '');
  for (const [, closing, name = '', attributes = ''] of body.matchAll(
    /<(\/?)([a-zA-Z][a-zA-Z0-9]*)((?:[^>"]|"[^"]*")*)>/g,
  )) {
    if (closing === '/') {
      if (open.pop() !== name) bad.push(name);
    } else if (!voidElements.has(name) && !attributes.endsWith('/')) {
      open.push(name);
    }
  }
  return [...bad, ...open];
}

async function pageOf(open: () => Promise<Awaited<ReturnType<typeof smallStore>>>): Promise<string> {
  const store = await open();
  const page = await renderHtml(await buildReport(store.source));
  store.close();
  return page;
}

describe('the HTML report of hostile data', () => {
  let page: string;
  let document: Page;

  beforeAll(async () => {
    page = await pageOf(smallStore);
    document = parsePage(page);
  });

  it('is well-formed, with every id once', () => {
    expect(badNesting(page)).toEqual([]);
    const ids = [...document.querySelectorAll('[id]')].map((element) => element.id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids.every((id) => id !== '')).toBe(true);
  });

  it('has no element and no attribute that the data made', () => {
    const names = new Set([...document.querySelectorAll('*')].map((element) => element.localName));
    expect(names).not.toContain('img');
    expect(document.querySelectorAll('script')).toHaveLength(1);
    for (const element of document.querySelectorAll('*')) {
      for (const attribute of element.getAttributeNames()) {
        expect(attribute).not.toMatch(/^on|^style$|^src$/);
      }
    }
  });

  it('shows hostile text as text', () => {
    const text = document.body.textContent;
    expect(text).toContain(hostile.script);
    expect(text).toContain('gnp.exe\\u{202e}gpj.\\u{2066}x\\u{2069}\\u{200b}');
    expect(text).toContain('\\x1b[2J');

    expect(page).not.toMatch(
      /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u200b-\u200f\u202a-\u202e\u2066-\u2069]/,
    );
  });

  it('reaches out to nothing', () => {
    for (const element of document.querySelectorAll('[href], [src], [action], [xlink\\:href]')) {
      expect(element.getAttribute('href') ?? '').toMatch(/^#[\w-]+$/);
    }
    expect(page.replace(/<[^>]*>/g, '')).not.toMatch(/@import|url\(/);
    expect(page).not.toMatch(/https?:\/\//);
  });

  it('allows only its own style and script', () => {
    const policy =
      document.querySelector('meta[http-equiv="Content-Security-Policy"]')?.getAttribute('content') ?? '';
    expect(policy).toContain("default-src 'none'");
    expect(policy).not.toContain('unsafe');
    for (const element of ['style', 'script']) {
      const [, content = ''] = new RegExp(`<${element}>([\\s\\S]*?)</${element}>`).exec(page) ?? [];
      const hash = createHash('sha256').update(content).digest('base64');
      expect(policy).toContain(`${element}-src 'sha256-${hash}'`);
    }
    expect(document.querySelectorAll('style')).toHaveLength(1);
  });

  it('leads every link of the page somewhere', () => {
    for (const link of document.querySelectorAll('a[href]')) {
      const target = link.getAttribute('href')?.slice(1) ?? '';
      expect(document.getElementById(target), target).not.toBeNull();
    }
  });

  it('marks variable fields and says what they hold', () => {
    const mark = [...document.querySelectorAll('.template mark')].at(0);
    expect(mark?.getAttribute('title')).toContain('length 3–9, 12 distinct');
    expect(document.querySelector('.template details.fold summary')?.textContent).toMatch(/characters/);
  });
});

describe('the HTML report of a realistic store', () => {
  it('has every part, an anchor for every root cause, and charts', async () => {
    const store = await realisticStore(4000);
    const report = await buildReport(store.source);
    store.close();
    const page = await renderHtml(report);
    const document = parsePage(page);
    expect(badNesting(page)).toEqual([]);
    expect([...document.querySelectorAll('h2')].map((heading) => heading.id)).toEqual([
      'big-picture',
      'activity',
      'sequences',
      'itemsets',
      'coherence',
      'counts',
      'root-causes',
      'cause-pages',
      'families',
      ...(report.rare.total > 0 ? ['rare'] : []),
      'provenance',
    ]);
    for (const row of report.rootCauses.rows) expect(document.getElementById(row.rootCauseId)).not.toBeNull();
    expect(document.querySelectorAll('svg.plot')).toHaveLength(8);
    expect(await renderHtml(report)).toBe(page);
  });

  it('renders an empty store', async () => {
    const page = await pageOf(() => openReportStore());
    expect(badNesting(page)).toEqual([]);
    expect(page).toContain('not one attack source');
  });
});
