import Holidays from 'date-holidays';

import type { CalendarMoment } from '../model/enrichment.js';
import { ZoneClock } from './zone-clock.js';

/** Hours of a working day, local time. */
const workBegins = 8;
const workEnds = 18;

/** Time zone, weekend and public holidays of one country. Holidays are worked out once a year asked for. */
export class CountryCalendar {
  readonly #country: string;
  readonly #holidays: Holidays;
  readonly #zone: string;
  readonly #clock: ZoneClock;
  readonly #weekend: ReadonlySet<number>;
  readonly #years = new Map<string, ReadonlyMap<string, string>>();

  private constructor(country: string, holidays: Holidays, zone: string) {
    this.#country = country;
    this.#holidays = holidays;
    this.#zone = zone;
    this.#clock = new ZoneClock(zone);
    this.#weekend = weekendOf(country);
  }

  /** @returns null for a country of which no calendar is known */
  static open(country: string): CountryCalendar | null {
    const holidays = new Holidays(country);
    const zone = (holidays.getTimezones() as string[] | undefined)?.[0];
    return zone === undefined ? null : new CountryCalendar(country, holidays, zone);
  }

  /** @param timeMs milliseconds since 1970-01-01 UTC */
  at(timeMs: number): CalendarMoment {
    const { day, hour, weekday } = this.#clock.at(timeMs);
    const holiday = this.#holidaysOf(day.slice(0, 4)).get(day) ?? null;
    const workingDay = holiday === null && !this.#weekend.has(weekday);
    return {
      country: this.#country,
      timeZone: this.#zone,
      localHour: hour,
      workingDay,
      workingHour: workingDay && hour >= workBegins && hour < workEnds,
      holiday,
    };
  }

  /** Day -> name of the public holiday. */
  #holidaysOf(year: string): ReadonlyMap<string, string> {
    let days = this.#years.get(year);
    if (days) return days;
    const found = new Map<string, string>();
    for (const { type, date, start, end, name } of this.#holidays.getHolidays(Number(year))) {
      if (type !== 'public') continue;
      const length = Math.max(1, Math.round((end.getTime() - start.getTime()) / 86_400_000));
      const first = Date.parse(`${date.slice(0, 10)}T00:00:00Z`);
      for (let at = 0; at < length; at += 1) {
        const day = new Date(first + at * 86_400_000).toISOString().slice(0, 10);
        if (!found.has(day)) found.set(day, name);
      }
    }
    days = found;
    this.#years.set(year, days);
    return days;
  }
}

interface WeekInfo {
  readonly weekend: readonly number[];
}

/** Days of the weekend, 1 Monday .. 7 Sunday, by Unicode's CLDR. Node 20 has a property where later versions have a method. */
function weekendOf(country: string): ReadonlySet<number> {
  const locale = new Intl.Locale('und', { region: country }) as Intl.Locale & {
    readonly weekInfo?: WeekInfo;
    getWeekInfo?(): WeekInfo;
  };
  return new Set((locale.getWeekInfo?.() ?? locale.weekInfo)?.weekend ?? [6, 7]);
}
