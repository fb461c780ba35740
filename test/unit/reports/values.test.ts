import { describe, expect, it } from 'vitest';
import { daysBetween, monthsOf } from '#honeysift/reports/calendar.js';
import {
  formatBytes,
  formatCount,
  formatDecimal,
  formatDuration,
  formatRounded,
  formatShare,
} from '#honeysift/reports/format-values.js';
import { visibleText } from '#honeysift/reports/hostile-text.js';
import { sparkline } from '#honeysift/reports/sparkline.js';
import { readTemplate } from '#honeysift/reports/template-fields.js';
import { templateLine } from '#honeysift/reports/template-text.js';

describe('numbers as texts', () => {
  it('groups thousands and writes the unknown as a dash', () => {
    expect(formatCount(4102635)).toBe('4,102,635');
    expect(
      [formatCount, formatShare, formatDecimal, formatDuration, formatBytes].map((format) => format(null)),
    ).toEqual(new Array(5).fill('–'));
  });

  it('rounds shares but never to nothing or to all', () => {
    expect([0, 0.0001, 0.7131, 0.9999, 1].map(formatShare)).toEqual([
      '0.0%',
      '<0.1%',
      '71.3%',
      '>99.9%',
      '100.0%',
    ]);
  });

  it('gives decimals the digits they need', () => {
    expect([0, 0.001, 0.4, 2, 22.04, 641.3, 1213].map(formatDecimal)).toEqual([
      '0',
      '<0.01',
      '0.40',
      '2',
      '22.0',
      '641',
      '1,213',
    ]);
  });

  it('writes durations, bytes and rounded counts', () => {
    expect([0.5, 59.96, 200, 3600, 273_600].map(formatDuration)).toEqual([
      '0.50 s',
      '60.0 s',
      '3 min 20 s',
      '1 h',
      '3 d 4 h',
    ]);
    expect([999, 1000, 999_999, 281_000_000].map(formatBytes)).toEqual([
      '999 B',
      '1.0 kB',
      '1.0 MB',
      '281.0 MB',
    ]);
    expect([45_360, 380_000, 4_102_635, 123_000_000].map(formatRounded)).toEqual([
      '45,360',
      '380 k',
      '4.1 M',
      '123 M',
    ]);
  });
});

describe('visibleText', () => {
  it('writes out what cannot be seen and leaves the rest alone', () => {
    expect(visibleText('a\u0000\u001b\u007f\u0085\u202e\u2028\ufeff\u{e0041}z')).toBe(
      'a\\x00\\x1b\\x7f\\x85\\u{202e}\\u{2028}\\u{feff}\\u{e0041}z',
    );
    expect(visibleText('naïve – 東京 <b>')).toBe('naïve – 東京 <b>');
    expect(visibleText('\ud800')).toBe('\\u{d800}');
  });
});

describe('sparkline', () => {
  it('tells silence from little, and sums long series', () => {
    expect(sparkline([0, 1, 4, 8], 10)).toBe(' ▁▄█');
    expect(sparkline([1, 1, 0, 0, 4, 4], 3)).toBe('▂ █');
    expect(sparkline([], 5)).toBe('');
  });
});

describe('templates', () => {
  it('reads fields, cuts at the limit and falls back on the plain text', () => {
    const json = JSON.stringify([
      { kind: 'fixed', text: 'USER ' },
      { kind: 'variable', alphabet: 'a-z', minLength: 1, maxLength: 8, values: 3, examples: ['bob'] },
      { kind: 'fixed', text: 'x'.repeat(50) },
    ]);
    expect(templateLine(readTemplate(json, '', 100).fields)).toBe(`USER {a-z × 1–8}${'x'.repeat(50)}`);
    expect(readTemplate(json, '', 20)).toMatchObject({ cut: 43 });
    expect(readTemplate('{broken', 'plain', 20).fields).toEqual([{ kind: 'fixed', text: 'plain' }]);
    expect(readTemplate(null, '', 20)).toEqual({ fields: [], cut: 0 });
  });
});

describe('days and months', () => {
  it('lists them without gaps, across a leap day', () => {
    const days = daysBetween('2024-02-28', '2024-03-01');
    expect(days).toEqual(['2024-02-28', '2024-02-29', '2024-03-01']);
    expect(monthsOf(days)).toEqual(['2024-02', '2024-03']);
  });
});
