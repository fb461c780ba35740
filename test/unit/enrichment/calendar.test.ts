import { describe, expect, it } from 'vitest';

import { Calendars, countryCodeOf } from '#honeysift/enrichment/calendars.js';
import { ZoneClock } from '#honeysift/enrichment/zone-clock.js';

const calendars = new Calendars();
const ns = (iso: string): bigint => BigInt(Date.parse(iso)) * 1_000_000n;

describe('the calendar of a country', () => {
  it.each([
    // A Tuesday at noon, Christmas, a Saturday, early and late on a Monday.
    ['DE', '2003-11-25T11:00:00Z', { localHour: 12, workingDay: true, workingHour: true, holiday: null }],
    ['DE', '2003-12-25T11:00:00Z', { workingDay: false, workingHour: false, holiday: '1. Weihnachtstag' }],
    ['DE', '2003-11-22T11:00:00Z', { workingDay: false, workingHour: false, holiday: null }],
    ['DE', '2003-11-24T06:59:00Z', { localHour: 7, workingDay: true, workingHour: false }],
    ['DE', '2003-11-24T17:00:00Z', { localHour: 18, workingDay: true, workingHour: false }],
    // Half an hour off, a weekend of Friday and Saturday, a day that has already begun.
    ['IN', '2003-11-25T04:45:00Z', { localHour: 10, timeZone: 'Asia/Kolkata' }],
    ['EG', '2003-11-21T09:00:00Z', { workingDay: false }],
    ['EG', '2003-11-23T09:00:00Z', { workingDay: true }],
    ['JP', '2003-11-21T20:00:00Z', { localHour: 5, workingDay: false }],
    // Summer time: one hour more.
    ['FR', '2003-07-15T10:00:00Z', { localHour: 12 }],
  ] as const)('of %s at %s', (country, time, wanted) => {
    expect(calendars.at(country, ns(time))).toMatchObject({ country, ...wanted });
  });

  it('covers every day of a holiday that lasts several', () => {
    const eid = [24, 25, 26, 27].map((day) => calendars.at('TR', ns(`2003-11-${day}T09:00:00Z`))?.workingDay);
    expect(eid).toContain(false);
    expect(calendars.at('TR', ns('2003-11-26T09:00:00Z'))?.holiday).not.toBeNull();
  });

  it('is not known of no country', () => {
    expect(calendars.at(null, ns('2003-11-25T11:00:00Z'))).toBeNull();
    expect(calendars.at('ZZ', ns('2003-11-25T11:00:00Z'))).toBeNull();
  });

  it('goes by the name of a country as well', () => {
    expect(['fr', 'Canada', ' Germany ', 'Atlantis'].map(countryCodeOf)).toEqual(['FR', 'CA', 'DE', null]);
  });
});

describe('a clock in a zone', () => {
  it('agrees with the formatter it is made of, across changes of the offset', () => {
    for (const timeZone of ['America/St_Johns', 'Australia/Lord_Howe', 'Asia/Kathmandu', 'Europe/Zurich']) {
      const clock = new ZoneClock(timeZone);
      const format = new Intl.DateTimeFormat('en-CA', { timeZone, dateStyle: 'short' });
      const hours = new Intl.DateTimeFormat('en-US', { timeZone, hour: 'numeric', hourCycle: 'h23' });
      for (let hour = 0; hour < 2 * 366 * 24; hour += 7) {
        const time = Date.UTC(2003, 0, 1, hour, 29);
        const { day, hour: local } = clock.at(time);
        expect([day, local]).toEqual([format.format(time), Number(hours.format(time))]);
      }
    }
  });
});
