import Holidays, { type HolidaysTypes } from 'date-holidays';

/** The name of every public holiday of one year in one country, by day (`YYYY-MM-DD`). */
export type HolidayNames = ReadonlyMap<string, string>;

type Rule = HolidaysTypes.HolidayRule;
type Found = Pick<HolidaysTypes.Holiday, 'date' | 'start' | 'end' | 'name' | 'rule'>;

/** Rules that need the places of sun and moon: half the work of all countries' calendars, and many countries have the same. */
const isAstronomical = /^(chinese|korean|vietnamese) /;
/** Rules that look at the other holidays of their country. */
const asksOthers = /\bis\b|bridge/;
const dayMs = 86_400_000;

/** Days on which an astronomical rule falls: they are the same in every country that has it. */
export class AstronomicalDays {
  readonly #byRule = new Map<string, Holidays>();

  of(rule: string, year: number): HolidaysTypes.Holiday[] {
    let alone = this.#byRule.get(rule);
    if (!alone) {
      alone = new Holidays();
      alone.setHoliday(rule, { name: '', type: 'public' });
      this.#byRule.set(rule, alone);
    }
    return alone.getHolidays(year);
  }
}

/** Public holidays of one country, by date-holidays: those of the whole country. */
export class PublicHolidays {
  readonly #holidays: Holidays;
  readonly #astronomical: readonly Rule[];
  readonly #days: AstronomicalDays;

  /** @param days may serve all countries */
  constructor(country: string, days: AstronomicalDays) {
    this.#holidays = new Holidays(country, { types: ['public'] });
    this.#days = days;
    // Dates are asked for as civil days: without a zone they need not be turned into instants of one.
    this.#holidays.setTimezone('');
    // Declared as a class that hides what the rules are made of.
    const rules = this.#holidays.getRules() as unknown as Rule[];
    const isWhole = rules.some(({ rule }) => asksOthers.test(rule));
    this.#astronomical = isWhole ? [] : rules.filter(isPlain);
    for (const { rule } of this.#astronomical) this.#holidays.unsetRule(rule);
  }

  /** IANA name of the country's time zone, of several the first; undefined for a country that is not known. */
  get timeZone(): string | undefined {
    return (this.#holidays.getTimezones() as string[] | undefined)?.[0];
  }

  ofYear(year: number): HolidayNames {
    const found = [...this.#holidays.getHolidays(year), ...this.#ofSky(year)].sort(inOrder);
    const names = new Map<string, string>();
    for (const { date, start, end, name } of found) {
      const length = Math.max(1, Math.round((end.getTime() - start.getTime()) / dayMs));
      const first = Date.parse(`${date.slice(0, 10)}T00:00:00Z`);
      for (let at = 0; at < length; at += 1) {
        const day = new Date(first + at * dayMs).toISOString().slice(0, 10);
        if (!names.has(day)) names.set(day, name);
      }
    }
    return names;
  }

  #ofSky(year: number): Found[] {
    const languages = this.#holidays.getLanguages();
    return this.#astronomical.flatMap(({ rule, name }) =>
      this.#days.of(rule, year).map((day) => ({ ...day, name: nameIn(languages, name) })),
    );
  }
}

/** Falls where the sky says, whatever the country and the year. */
function isPlain(rule: Rule): boolean {
  const isChanged = ['disable', 'enable', 'active', 'substitute'].some(
    (option) => rule[option] !== undefined,
  );
  return isAstronomical.test(rule.rule) && !isChanged && !/\b(if|since|and)\b/.test(rule.rule);
}

function nameIn(languages: readonly string[], name: Rule['name']): string {
  if (typeof name === 'string') return name;
  return languages.map((language) => name[language]).find((text) => text !== undefined) ?? '';
}

/** As date-holidays sorts what it finds: the name of the first counts where several fall on one day. */
function inOrder(a: Found, b: Found): number {
  const isLater = ({ rule }: Found): number => (/substitutes|and if /.test(rule) ? 1 : 0);
  return a.start.getTime() - b.start.getTime() || isLater(a) - isLater(b) || a.rule.length - b.rule.length;
}
