import { describe, expect, it } from 'vitest';
import { buildReport } from '#honeysift/reports/build-report.js';
import { renderTerminal } from '#honeysift/reports/render-terminal.js';
import { openReportStore } from '../../support/report-fixtures.js';
import { smallStore } from '../../support/report-fixtures-small.js';

/** Everything that is no printable character, line feeds aside. */
const unprintable = /[^\P{C}\n]|[\p{Zl}\p{Zp}]/u;

const ownColors = /\u001b\[\d+m/g;

async function smallReport() {
  const store = await smallStore();
  const report = await buildReport(store.source);
  store.close();
  return report;
}

describe('renderTerminal', () => {
  it('lets no control character of an attacker through, with colour or without', async () => {
    const report = await smallReport();
    const plain = renderTerminal(report);
    expect(plain).not.toMatch(unprintable);
    expect(plain).toContain('\\x1b[2J');
    const colored = renderTerminal(report, { color: true });
    expect(colored).toMatch(ownColors);
    expect(colored.replace(ownColors, '')).toBe(plain);
  });

  it.each([80, 100, 140])('fits %i columns', async (width) => {
    const lines = renderTerminal(await smallReport(), { width }).split('\n');
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(width);
  });

  it('shows every table', async () => {
    const text = renderTerminal(await smallReport());
    for (const part of [
      'The big picture',
      'Table 1',
      'Table 2',
      'Table 3',
      'Table 4',
      'Root causes',
      'families',
      'Rare',
    ]) {
      expect(text).toContain(part);
    }
    expect(text).toMatch(/2024-02 +4 +443,80 \(25\.0%\)/);
    expect(text).toMatch(/> 1% +2 +3 +92 \/ 152/);
  });

  it('renders an empty store', async () => {
    const store = await openReportStore();
    expect(renderTerminal(await buildReport(store.source))).toContain('not one attack source');
    store.close();
  });
});
