/** One monitored machine. */
export interface Honeypot {
  readonly name: string;
  /** One or more addresses in canonical text form (IPv6 lower-case, compressed). */
  readonly ips: readonly string[];
  readonly os?: string | undefined;
  readonly platform?: string | undefined;
  readonly country?: string | undefined;
  readonly ports?: readonly OpenPort[] | undefined;
}

/** A port that was open on a honeypot; days are `YYYY-MM-DD`, inclusive; absent means always. */
export interface OpenPort {
  /** `445`, `1434U`: the notation of ports sequences. */
  readonly port: string;
  readonly from?: string | undefined;
  readonly to?: string | undefined;
}

/** The observed honeypots. Their order here is the environment order used everywhere. */
export interface Environment {
  readonly honeypots: readonly Honeypot[];
  /** True when no honeypots file was given and the honeypots were inferred from the captures. */
  readonly inferred: boolean;
}
