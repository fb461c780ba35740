import { sourceAddress } from './addresses.js';
import type { MonthSpan } from './calendar.js';
import type { Plan, WeightedPlan } from './plan.js';
import { floodPlan, overlap, type Population } from './population.js';
import { anomalies } from './profiles/ftp.js';
import { Rng } from './rng.js';

/** One attack source to play. */
export interface Appointment {
  readonly plan: Plan;
  readonly day: number;
  /** Microseconds of the day. */
  readonly startUs: number;
  readonly address: number;
  /** Number within the month, which seeds all that the source does. */
  readonly source: number;
}

/** Share of addresses that come back on another day. */
const returnShare = 0.005;
/** Some of the hosts found have been here on the same day already; these make up for them. */
const returnChance = 1.3 * returnShare;
const defaultLongestSeconds = 60;

/** Everything that happens in a month, by day and time; decided by the seed and the month alone. */
export function scheduleMonth(
  population: Population,
  span: MonthSpan,
  sources: number,
  seed: number,
): Appointment[] {
  const rng = new Rng(seed, span.ordinal, 0x5c4e);
  const plans = choosePlans(population, span, sources, rng);
  placeAnomaly(plans, span);
  const appointments = plans.map((plan, source): Appointment => {
    const [first, last] = overlap(plan, span) ?? [span.firstDay, span.lastDay];
    const latest = 86_400 - (plan.pace.longestSeconds ?? defaultLongestSeconds);
    const startUs = Math.floor(rng.float() * latest) * 1e6 + rng.int(1e6);
    return {
      plan,
      day: rng.between(first, last),
      startUs,
      address: sourceAddress(seed, span.ordinal, source),
      source,
    };
  });
  appointments.push(...floodAppointments(population, span, sources, seed));
  appointments.sort((a, b) => a.day - b.day || a.startUs - b.startUs || a.source - b.source);
  return withReturns(appointments, rng);
}

function floodAppointments(
  { floods }: Population,
  span: MonthSpan,
  sources: number,
  seed: number,
): Appointment[] {
  if (floods === undefined) return [];
  const rng = new Rng(seed, span.ordinal, 0xf100d);
  const windowUs = 10e6;
  return Array.from({ length: floods.count }, (_, index) => {
    const plan = floodPlan(span, index);
    const day = rng.between(span.firstDay, span.lastDay);
    const beginUs = rng.int(86_000) * 1e6;
    return Array.from({ length: floods.sources }, (_unused, place): Appointment => {
      const source = sources + index * floods.sources + place;
      return {
        plan,
        day,
        startUs: beginUs + rng.int(windowUs),
        address: sourceAddress(seed, span.ordinal, source),
        source,
      };
    });
  }).flat();
}

/** Systematic sampling: every plan gets its expected number of sources, rounded up or down. */
function choosePlans(population: Population, span: MonthSpan, sources: number, rng: Rng): Plan[] {
  const oneOffs = roundAtRandom(sources * population.oneOffShare, rng);
  const weighted = population.plansOf(span);
  const chosen = sample(weighted, sources - oneOffs, rng);
  for (let index = 0; index < oneOffs; index++) chosen.push(population.oneOff(span, index));
  return chosen;
}

function sample(plans: readonly WeightedPlan[], count: number, rng: Rng): Plan[] {
  const sum = plans.reduce((total, { weight }) => total + weight, 0);
  const step = sum / count;
  const chosen: Plan[] = [];
  let next = rng.float() * step;
  let reached = 0;
  for (const { plan, weight } of plans) {
    reached += weight;
    for (; next < reached && chosen.length < count; next += step) chosen.push(plan);
  }
  // Rounding may leave the very last place empty.
  const last = plans.at(-1);
  while (chosen.length < count && last !== undefined) chosen.push(last.plan);
  return chosen;
}

function roundAtRandom(value: number, rng: Rng): number {
  return Math.floor(value) + (rng.chance(value % 1) ? 1 : 0);
}

/** In two of the report's 18 months one source of the FTP scanner's cluster is something else altogether. */
function placeAnomaly(plans: Plan[], span: MonthSpan): void {
  if (span.ordinal % 9 !== 8) return;
  const anomaly = anomalies[Math.floor(span.ordinal / 9) % anomalies.length];
  const place = plans.findIndex(({ tool }) => tool === 'grims-ping');
  if (anomaly !== undefined && place >= 0 && plans[place + 1]?.tool === 'grims-ping') plans[place] = anomaly;
}

/** Hosts that come back do so with the same tool, once, on a later day. */
function withReturns(appointments: readonly Appointment[], rng: Rng): Appointment[] {
  const known = new Map<Plan, Appointment[]>();
  return appointments.map((appointment) => {
    const earlier = known.get(appointment.plan) ?? [];
    if (earlier.length === 0) known.set(appointment.plan, earlier);
    if (earlier.length > 0 && rng.chance(returnChance)) {
      const place = rng.int(earlier.length);
      const before = earlier[place] as Appointment;
      if (before.day < appointment.day) {
        earlier.splice(place, 1);
        return { ...appointment, address: before.address };
      }
    }
    earlier.push(appointment);
    return appointment;
  });
}
