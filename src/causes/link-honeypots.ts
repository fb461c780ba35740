import { chanceOfCount, countKey, type CountBackground } from './background.js';
import type { Bonds } from './families.js';
import { isMultiple } from './link-repetitions.js';
import type { Plan } from './plans.js';

/** Plans that every other plan is compared with: the most common ones. */
const comparedPlans = 64;

/**
 * Ties plans of one content that are one plan played against other machines: equal counts to as many other honeypots,
 * or, where payload makes the tool recognisable, the same counts to fewer of them.
 */
export function linkHoneypots(plans: readonly Plan[], cores: readonly number[], isEmpty: boolean, bonds: Bonds): void {
  cores.forEach((core, index) => {
    const plan = plans[core] as Plan;
    for (const other of cores.slice(0, Math.min(index, comparedPlans))) {
      if (bonds.areOne(core, other)) continue;
      const known = plans[other] as Plan;
      const isSameNumber = plan.honeypots.length === known.honeypots.length;
      if (isSameNumber ? isPlayedElsewhere(plan, known) : !isEmpty && isPartOf(plan, known)) {
        bonds.tie(core, other, 'honeypots');
      }
    }
  });
}

/** Whether the honeypots of the smaller plan can each be given one of the larger plan that got exactly the same. */
export function isPartOf(one: Plan, other: Plan): boolean {
  const [part, whole] = one.honeypots.length <= other.honeypots.length ? [one, other] : [other, one];
  const left = new Map<string, number>();
  whole.raw.forEach((raw, at) => {
    const key = countKey(raw, whole.canonical[at] as number);
    left.set(key, (left.get(key) ?? 0) + 1);
  });
  return part.raw.every((raw, at) => {
    const key = countKey(raw, part.canonical[at] as number);
    const count = left.get(key) ?? 0;
    left.set(key, count - 1);
    return count > 0;
  });
}

function isPlayedElsewhere(one: Plan, other: Plan): boolean {
  return one.honeypots.length === other.honeypots.length && isPartOf(one, other);
}

/** Whether the smaller plan sent exactly the same to each of its honeypots as the larger one did. */
export function isRestriction(one: Plan, other: Plan): boolean {
  const [part, whole] = one.honeypots.length < other.honeypots.length ? [one, other] : [other, one];
  return (
    part.honeypots.length < whole.honeypots.length &&
    part.honeypots.every((honeypot, at) => {
      const there = whole.honeypots.indexOf(honeypot);
      return there >= 0 && whole.raw[there] === part.raw[at] && whole.canonical[there] === part.canonical[at];
    })
  );
}

/** Coincidences expected below which equal counts are taken for one tool; fewer where a plan is played again. */
const surprise = 0.1;
const surpriseAgain = 0.03;

/**
 * Ties plans whose payload says too little, by how surprising their equal counts are: a plan against fewer honeypots, or
 * a plan played twice. With other tools on the same ports, `K` of them, a coincidence is expected
 * K x (chance of these counts) times; on ports that nobody else touches it is not expected at all.
 * `mayAgree(a, b)`: whether the messages of the two plans allow it.
 */
export function linkSurprising(
  plans: readonly Plan[],
  cores: readonly number[],
  background: CountBackground,
  mayAgree: (one: number, other: number) => boolean,
  bonds: Bonds,
): void {
  const signatures = cores.map((core) => signatureOf(plans[core] as Plan));
  const distinct = new Set(signatures);
  cores.forEach((core, index) => {
    const plan = plans[core] as Plan;
    for (let at = 0; at < Math.min(index, comparedPlans); at++) {
      const other = cores[at] as number;
      const known = plans[other] as Plan;
      if (bonds.areOne(core, other) || !mayAgree(core, other)) continue;
      const others = distinct.size - new Set([signatures[index], signatures[at]]).size;
      const isFewer = plan.honeypots.length !== known.honeypots.length;
      if (Math.abs(plan.honeypots.length - known.honeypots.length) > 1 && plan.entries * known.entries === 0) continue;
      const isTwice = !isFewer && (isMultiple(plan, known) || isMultiple(known, plan));
      if (!isTwice && !(isFewer && (isRestriction(plan, known) || isEvenPart(plan, known)))) continue;
      const smaller = isFewer && plan.honeypots.length > known.honeypots.length ? known : plan;
      const expected = chanceOf(smaller, background) * (others + (isTwice ? 1 : 0));
      if (expected < (isTwice ? surpriseAgain : surprise)) bonds.tie(core, other, isTwice ? 'repetition' : 'honeypots');
    }
  });
}

/** The counts a plan sends, whichever honeypots get them. */
function signatureOf({ raw, canonical }: Plan): string {
  return [...new Set(raw.map((count, at) => countKey(count, canonical[at] as number)))].sort().join();
}

/** Whether both plans send each of their honeypots the same, one of them fewer honeypots. */
function isEvenPart(one: Plan, other: Plan): boolean {
  return signatureOf(one) === signatureOf(other) && new Set(one.raw).size === 1;
}

function chanceOf({ raw, canonical }: Plan, background: CountBackground): number {
  const counts = new Map(raw.map((count, at) => [countKey(count, canonical[at] as number), at]));
  return [...counts.values()].reduce(
    (chance, at) => chance * chanceOfCount(background, raw[at] as number, canonical[at] as number),
    1,
  );
}
