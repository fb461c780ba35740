import Holidays from 'date-holidays';

import type { CalendarMoment } from '../model/enrichment.js';
import { CountryCalendar } from './country-calendar.js';
import { AstronomicalDays } from './public-holidays.js';

/** The calendars of all countries, each made when it is first asked for. */
export class Calendars {
  readonly #calendars = new Map<string, CountryCalendar | null>();
  readonly #days = new AstronomicalDays();

  /** @param country ISO 3166-1 alpha-2 */
  at(country: string | null, timeNs: bigint): CalendarMoment | null {
    if (country === null) return null;
    let calendar = this.#calendars.get(country);
    if (calendar === undefined) {
      calendar = CountryCalendar.open(country, this.#days);
      this.#calendars.set(country, calendar);
    }
    return calendar?.at(Number(timeNs / 1_000_000n)) ?? null;
  }
}

/** The code of a country given as its code or by its English name; null for any other text. */
export function countryCodeOf(text: string): string | null {
  const wanted = text.trim();
  if (/^[A-Za-z]{2}$/.test(wanted)) return wanted.toUpperCase();
  const names = new Holidays().getCountries('en') as Readonly<Record<string, string>>;
  const found = Object.entries(names).find(([, name]) => name.toLowerCase() === wanted.toLowerCase());
  return found?.[0] ?? null;
}
