import type { CalendarMoment } from '../model/enrichment.js';
import { type AstronomicalDays, type HolidayNames, PublicHolidays } from './public-holidays.js';
import { ZoneClock } from './zone-clock.js';

/** Hours of a working day, local time. */
const workBegins = 8;
const workEnds = 18;

/** Time zone, weekend and public holidays of one country. Holidays are worked out once a year asked for. */
export class CountryCalendar {
  readonly #country: string;
  readonly #holidays: PublicHolidays;
  readonly #zone: string;
  readonly #clock: ZoneClock;
  readonly #weekend: ReadonlySet<number>;
  readonly #years = new Map<number, HolidayNames>();
  /** What was said before, by hour, kind of day and holiday: sources share it. */
  readonly #moments = new Map<string, CalendarMoment>();

  private constructor(country: string, holidays: PublicHolidays, zone: string) {
    this.#country = country;
    this.#holidays = holidays;
    this.#zone = zone;
    this.#clock = new ZoneClock(zone);
    this.#weekend = weekendOf(country);
  }

  /** @returns null for a country of which no calendar is known */
  static open(country: string, days: AstronomicalDays): CountryCalendar | null {
    const holidays = new PublicHolidays(country, days);
    const zone = holidays.timeZone;
    return zone === undefined ? null : new CountryCalendar(country, holidays, zone);
  }

  /** @param timeMs milliseconds since 1970-01-01 UTC */
  at(timeMs: number): CalendarMoment {
    const { day, hour, weekday } = this.#clock.at(timeMs);
    const holiday = this.#holidaysOf(Number(day.slice(0, 4))).get(day) ?? null;
    const workingDay = holiday === null && !this.#weekend.has(weekday);
    const key = `${hour} ${workingDay} ${holiday ?? ''}`;
    let moment = this.#moments.get(key);
    if (!moment) {
      moment = {
        country: this.#country,
        timeZone: this.#zone,
        localHour: hour,
        workingDay,
        workingHour: workingDay && hour >= workBegins && hour < workEnds,
        holiday,
      };
      this.#moments.set(key, moment);
    }
    return moment;
  }

  #holidaysOf(year: number): HolidayNames {
    let names = this.#years.get(year);
    if (!names) {
      names = this.#holidays.ofYear(year);
      this.#years.set(year, names);
    }
    return names;
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
