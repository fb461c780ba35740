const halfHourMs = 1_800_000;
/** No zone changes its offset and back again within a week. */
const weekMs = 7 * 86_400_000;

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
  /** Milliseconds east of UTC, by the beginning of a half hour: zones change their offset at whole or half hours. */
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
    const week = Math.floor(timeMs / weekMs) * weekMs;
    const offset = this.#offsetFrom(week);
    const isSteady = offset === this.#offsetFrom(week + weekMs);
    const slot = Math.floor(timeMs / halfHourMs) * halfHourMs;
    const local = new Date(timeMs + (isSteady ? offset : this.#offsetFrom(slot)));
    return {
      day: local.toISOString().slice(0, 10),
      hour: local.getUTCHours(),
      weekday: local.getUTCDay() || 7,
    };
  }

  /** The offset of the half hour that begins then. */
  #offsetFrom(timeMs: number): number {
    let offset = this.#offsets.get(timeMs);
    if (offset === undefined) {
      offset = this.#offsetAt(timeMs);
      this.#offsets.set(timeMs, offset);
    }
    return offset;
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
