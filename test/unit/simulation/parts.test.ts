import { addressNumber, addressText, sourceAddress } from '#honeysift/simulation/addresses.js';
import { dayNumber, dayText, monthSpan, spansBetween, spanShare } from '#honeysift/simulation/calendar.js';
import { monthMix, reportMonths } from '#honeysift/simulation/month-mix.js';
import { PacketArena } from '#honeysift/simulation/packet-arena.js';
import { attempt, choice, payload, random } from '#honeysift/simulation/payload-parts.js';
import { reportPorts } from '#honeysift/simulation/port-pool.js';
import { Rng } from '#honeysift/simulation/rng.js';
import { describe, expect, it } from 'vitest';

describe('Rng', () => {
  it('gives every value of a small range about as often', () => {
    const rng = new Rng(3);
    const drawn = Array.from({ length: 100_000 }, () => rng.int(10));
    for (let value = 0; value < 10; value++) {
      const count = drawn.filter((one) => one === value).length;
      expect(Math.abs(count - 10_000)).toBeLessThan(500);
    }
  });

  it('repeats itself from the same seed and salts, and from no other', () => {
    const first = (seed: number, ...salts: number[]): number[] => {
      const rng = new Rng(seed, ...salts);
      return Array.from({ length: 4 }, () => rng.uint32());
    };
    expect(first(1, 2)).toEqual(first(1, 2));
    const others = [
      first(1, 2),
      first(2, 1),
      first(1),
      first(1, 2, 0),
      first(2 ** 32 + 1, 2),
      first(0),
      first(0, 0),
    ];
    expect(new Set(others.map(String)).size).toBe(others.length);
  });

  it('draws with weights and shuffles without losing anything', () => {
    const rng = new Rng(5);
    const drawn = Array.from({ length: 10_000 }, () => rng.weighted([1, 0, 3]));
    expect(drawn.includes(1)).toBe(false);
    expect(Math.abs(drawn.filter((place) => place === 2).length - 7500)).toBeLessThan(200);
    expect([...rng.shuffled([1, 2, 3, 4, 5])].sort()).toEqual([1, 2, 3, 4, 5]);
  });
});

describe('sourceAddress', () => {
  it('never repeats over months, and looks like a host', () => {
    const seen = new Set<number>();
    for (const month of [24_037, 24_038, 24_054]) {
      for (let index = 0; index < 50_000; index++) seen.add(sourceAddress(9, month, index));
    }
    expect(seen.size).toBe(150_000);
    expect([...seen].filter((address) => (address & 255) === 0 || (address & 255) === 255)).toEqual([]);
  });

  it('is written and read back', () => {
    expect(addressText(addressNumber('203.0.113.9') ?? 0)).toBe('203.0.113.9');
    for (const text of ['1.2.3', '1.2.3.256', '01.2.3.4', 'a.b.c.d', '::1'])
      expect(addressNumber(text)).toBeNull();
  });

  it('refuses more sources than a month can have', () => {
    expect(() => sourceAddress(1, 24_000, 1 << 21)).toThrow(expect.objectContaining({ code: 'ERR_BOUND' }));
  });
});

describe('calendar', () => {
  it('knows leap years and the ends of years', () => {
    expect(monthSpan('2004-02').daysInMonth).toBe(29);
    expect(dayText(monthSpan('2003-12').lastDay)).toBe('2003-12-31');
    expect(dayNumber('1970-01-02')).toBe(1);
    expect(() => dayNumber('2003-02-29')).toThrow(expect.objectContaining({ code: 'ERR_ARGUMENT' }));
  });

  it('cuts the first and the last month at the days given', () => {
    const spans = spansBetween('2003-12-30', '2004-02-02');
    expect(spans.map(({ firstDay, lastDay }) => [dayText(firstDay), dayText(lastDay)])).toEqual([
      ['2003-12-30', '2003-12-31'],
      ['2004-01-01', '2004-01-31'],
      ['2004-02-01', '2004-02-02'],
    ]);
    expect(spans.map(spanShare)).toEqual([2 / 31, 1, 2 / 29]);
  });
});

describe('monthMix', () => {
  it('sums to 100 in every month, November 2003 with its 102 too', () => {
    for (const month of ['1999-01', '2003-02', ...Object.keys(reportMonths), '2004-05', '2030-01']) {
      const { sequences, others } = monthMix(month);
      const sum = Object.values(sequences).reduce((total, percent) => total + percent, others);
      expect(sum, month).toBeCloseTo(100, 9);
      expect(others, month).toBeGreaterThan(4);
    }
    expect(monthMix('2003-11').sequences['135']).toBeCloseTo((28.9 * 100) / 102, 9);
  });

  it('draws on 205 ports', () => {
    expect(new Set(reportPorts).size).toBe(205);
  });
});

describe('PacketArena', () => {
  const record = (arena: PacketArena, timeUs: number, label: number): void => {
    const at = arena.reserve(timeUs, 17);
    arena.bytes.fill(0, at, at + 16);
    arena.bytes[at + 8] = 1;
    arena.bytes[at + 16] = label;
  };
  const labels = (bytes: Uint8Array): number[] => [...bytes].filter((_, index) => index % 17 === 16);

  it('hands records out by time, equal times in the order they came', () => {
    const arena = new PacketArena(8);
    [500, 100, 86_399_999_999, 100, 64, 100].forEach((time, index) => record(arena, time, index + 1));
    expect(labels(arena.flush(Infinity))).toEqual([5, 2, 4, 6, 1, 3]);
    expect(arena.flush(Infinity).length).toBe(0);
  });

  it('keeps what is not settled yet for later', () => {
    const rng = new Rng(4);
    const times = Array.from({ length: 200 }, () => rng.int(10_000));
    const arena = new PacketArena(8);
    const out: number[] = [];
    for (let step = 0; step < 4; step++) {
      const due = times.filter((time) => Math.floor(time / 2500) === step);
      for (const time of due) record(arena, time + rng.int(3) * 2500, 1);
      out.push(arena.flush(step * 2500).length / 17);
    }
    out.push(arena.flush(Infinity).length / 17);
    expect(out.reduce((sum, count) => sum + count, 0)).toBe(200);
    expect(out[0]).toBe(0);
  });
});

describe('Payload', () => {
  const fields = (seed: number) => ({
    rng: new Rng(seed),
    named: new Map<string, Uint8Array>(),
    randomFields: true,
  });
  const text = (segments: readonly { readonly bytes: Uint8Array }[]): string =>
    Buffer.concat(segments.map(({ bytes }) => bytes)).toString('latin1');

  it('draws fields of the kind and length asked for', () => {
    const grammar = payload(
      'a=',
      random('hex', 4, 8),
      ' b=',
      random('numeric', 3),
      ' c=',
      choice(['x', 'y']),
    );
    for (let seed = 0; seed < 50; seed++) {
      expect(text(grammar.render(fields(seed), 0))).toMatch(/^a=[0-9a-f]{4,8} b=\d{3} c=[xy]$/);
    }
  });

  it('gives a named field one value per source', () => {
    const grammar = payload(random('alnum', 8, 8, 'login'), ' ', random('alnum', 8, 8, 'login'));
    const [first, second] = text(grammar.render(fields(1), 0)).split(' ');
    expect(first).toBe(second);
  });

  it('takes the words of a dictionary in turn', () => {
    const grammar = payload('PASS ', attempt(['one', 'two', 'three']));
    expect([0, 1, 2, 3].map((turn) => text(grammar.render(fields(1), turn)))).toEqual([
      'PASS one',
      'PASS two',
      'PASS three',
      'PASS one',
    ]);
  });

  it('cuts long payloads into segments with their sums', () => {
    const segments = payload(new Uint8Array(3001).fill(1)).render(fields(1), 0);
    expect(segments.map(({ bytes }) => bytes.length)).toEqual([1460, 1460, 81]);
    expect(segments[0]?.sum).toBe(730 * 0x0101);
    expect(segments[2]?.sum).toBe(40 * 0x0101 + 0x0100);
  });
});
