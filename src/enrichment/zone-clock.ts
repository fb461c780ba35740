const halfHourMs = 1_800_000;

/** What a clock on a wall says. */
export interface LocalTime {
  /** `YYYY-MM-DD`. */
  readonly day: string;
  /** 0..23. */
  readonly hour: number;
  /** 1 Monday .. 7 Sunday. */
  readonly weekday: number;
}

/** A clock in one time zone of the IANA database. */
export class ZoneClock {
  readonly #format: Intl.DateTimeFormat;
  /** Milliseconds east of UTC, by half hour: zones change their offset at whole or half hours. */
  readonly #offsets = new Map<number, number>();

  constructor(timeZone: string) {
    this.#format = new Intl.DateTimeFormat('en-US', {
      timeZone,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    });
  }

  /** @param timeMs milliseconds since 1970-01-01 UTC */
  at(timeMs: number): LocalTime {
    const slot = Math.floor(timeMs / halfHourMs);
    let offset = this.#offsets.get(slot);
    if (offset === undefined) {
      offset = this.#offsetAt(slot * halfHourMs);
      this.#offsets.set(slot, offset);
    }
    const local = new Date(timeMs + offset);
    return {
      day: local.toISOString().slice(0, 10),
      hour: local.getUTCHours(),
      weekday: local.getUTCDay() || 7,
    };
  }

  #offsetAt(timeMs: number): number {
    const parts = new Map(this.#format.formatToParts(timeMs).map(({ type, value }) => [type, Number(value)]));
    const part = (name: Intl.DateTimeFormatPartTypes): number => parts.get(name) ?? 0;
    const local = Date.UTC(
      part('year'),
      part('month') - 1,
      part('day'),
      part('hour'),
      part('minute'),
      part('second'),
    );
    return local - timeMs;
  }
}
