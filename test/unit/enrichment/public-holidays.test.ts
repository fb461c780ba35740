import Holidays from 'date-holidays';
import { describe, expect, it } from 'vitest';

import { AstronomicalDays, PublicHolidays } from '#honeysift/enrichment/public-holidays.js';

const dayMs = 86_400_000;

/** As date-holidays lists them, everything worked out, in the country's zone. */
function listed(country: string, year: number): Map<string, string> {
  const days = new Map<string, string>();
  for (const { type, date, start, end, name } of new Holidays(country).getHolidays(year)) {
    if (type !== 'public') continue;
    for (let at = 0; at < Math.max(1, Math.round((end.getTime() - start.getTime()) / dayMs)); at += 1) {
      const day = new Date(Date.parse(date.slice(0, 10)) + at * dayMs).toISOString().slice(0, 10);
      if (!days.has(day)) days.set(day, name);
    }
  }
  return days;
}

describe('public holidays', () => {
  const astronomical = new AstronomicalDays();
  // All with a Chinese, Korean or Vietnamese calendar, those whose rules ask for other holidays, and some of each other kind.
  const countries =
    'AR BD BN CA CN CX DE EG ET FR GB GR HK ID IL IN IR JP KP KR MO MU MY NF NP PH RU SA SG SR TH TL TR TW US VN'.split(
      ' ',
    );

  it.each(countries)('of %s are those that date-holidays lists', (country) => {
    const holidays = new PublicHolidays(country, astronomical);
    for (const year of [1999, 2003, 2004, 2016, 2025]) {
      expect(new Map([...holidays.ofYear(year)].sort())).toEqual(new Map([...listed(country, year)].sort()));
    }
  });

  it('are none of a country that is not known', () => {
    const holidays = new PublicHolidays('ZZ', astronomical);
    expect([holidays.timeZone, holidays.ofYear(2003).size]).toEqual([undefined, 0]);
  });
});
