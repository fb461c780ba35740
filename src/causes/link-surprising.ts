import { chanceOfCount, chanceOfRepeat, countKey, type CountBackground } from './background.js';
import type { Bonds } from './families.js';
import { isEven, isPartOf, isRestriction } from './link-honeypots.js';
import { isMultiple } from './link-repetitions.js';
import type { Plan } from './plans.js';

/** Plans that every other plan is compared with: the most common ones. */
const comparedPlans = 64;
/** Coincidences expected below which equal counts are taken for one tool; fewer where a plan is played again. */
const surprise = 0.1;
const surpriseAgain = 0.03;

/**
 * Ties plans whose payload says too little, by how surprising their equal counts are: a plan against fewer honeypots, or
 * a plan played twice. With other tools on the same ports, `K` of them (families so far, of unlike counts), a coincidence is expected
 * K x (chance of these counts) times; on ports that nobody else touches it is not expected at all.
 * `mayAgree(a, b)`: whether the messages of the two plans allow it.
 */
export function linkSurprising(
  plans: readonly Plan[],
  cores: readonly number[],
  background: CountBackground,
  lossRate: number,
  mayAgree: (one: number, other: number) => boolean,
  oddsOf: (one: number, other: number) => number,
  bonds: Bonds,
): void {
  const signatures = cores.map((core) => signatureOf(plans[core] as Plan));
  const distinct = new Set(signatures);
  const families = new Set(cores.map((core) => bonds.familyOf(core)));
  const found: Tie[] = [];
  cores.forEach((core, index) => {
    const plan = plans[core] as Plan;
    for (let at = 0; at < Math.min(index, comparedPlans); at++) {
      const other = cores[at] as number;
      const known = plans[other] as Plan;
      if (bonds.areOne(core, other) || !mayAgree(core, other)) continue;
      const unlike = distinct.size - new Set([signatures[index], signatures[at]]).size;
      const others = Math.min(unlike, families.size - 2);
      if (isFewerHoneypots(plan, known, lossRate)) {
        const [part, whole] = plan.honeypots.length < known.honeypots.length ? [core, other] : [other, core];
        const chance =
          chanceOf(plans[part] as Plan, background) * Math.exp(-Math.min(0, oddsOf(core, other)));
        if (chance * others < surprise) found.push({ part, whole });
      } else if (isMultiple(plan, known, lossRate) || isMultiple(known, plan, lossRate)) {
        const again = chanceAgain(plan, known, background) * Math.exp(-oddsOf(core, other));
        if (again * (others + 1) < surpriseAgain) bonds.tie(core, other, 'repetition');
      }
    }
  });
  tieUnambiguous(found, bonds);
}

interface Tie {
  readonly part: number;
  readonly whole: number;
}

/**
 * Counts that fit two tools tell nothing: what was sent to fewer honeypots is tied only where all that it may be part of
 * is one family.
 */
function tieUnambiguous(found: readonly Tie[], bonds: Bonds): void {
  const wholes = new Map<number, Set<number>>();
  for (const { part, whole } of found) {
    const family = bonds.familyOf(part);
    const known = wholes.get(family);
    if (known === undefined) wholes.set(family, new Set([bonds.familyOf(whole)]));
    else known.add(bonds.familyOf(whole));
  }
  const single = found.filter(({ part }) => wholes.get(bonds.familyOf(part))?.size === 1);
  for (const { part, whole } of single) bonds.tie(part, whole, 'honeypots');
}

/** Without payload only one honeypot may be left out: a scan of all machines beside a scan of one is two tools. */
function isFewerHoneypots(one: Plan, other: Plan, lossRate: number): boolean {
  const fewer = Math.abs(one.honeypots.length - other.honeypots.length);
  if (fewer === 0 || (fewer > 1 && one.entries * other.entries === 0)) return false;
  return (
    isRestriction(one, other, lossRate) ||
    (isEven(one, lossRate) && isEven(other, lossRate) && isPartOf(one, other, lossRate))
  );
}

/** The counts a plan sends, whichever honeypots get them. */
function signatureOf({ raw, canonical }: Plan): string {
  return [...new Set(raw.map((count, at) => countKey(count, canonical[at] as number)))].sort().join();
}

/** The chance that an unrelated tool sends the counts of a plan. */
export function chanceOf(
  { raw, canonical }: Pick<Plan, 'raw' | 'canonical'>,
  background: CountBackground,
): number {
  const counts = new Map(raw.map((count, at) => [countKey(count, canonical[at] as number), at]));
  return [...counts.values()].reduce(
    (chance, at) => chance * chanceOfCount(background, raw[at] as number, canonical[at] as number),
    1,
  );
}

function chanceAgain(one: Plan, other: Plan, background: CountBackground): number {
  const [short, long] = (one.raw[0] as number) < (other.raw[0] as number) ? [one, other] : [other, one];
  const at = (plan: Plan, place: number): [number, number] => [
    plan.raw[place] as number,
    plan.canonical[place] as number,
  ];
  const places = new Map(long.raw.map((_, place) => [countKey(...at(long, place)), place]));
  return [...places.values()].reduce(
    (chance, place) => chance * chanceOfRepeat(background, at(short, place), at(long, place)),
    1,
  );
}
