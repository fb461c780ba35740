import { lackedMessages, readMessages, type ContentMessages } from './content-messages.js';
import type { Contents } from './contents.js';
import { expectedShare, isCommonEnough, isEqualPackets, packetDifference } from './explain-counts.js';
import type { Bonds } from './families.js';
import { manners } from './manner.js';
import { ownOdds, type PacketOdds } from './own-odds.js';
import { sumOf, type Plan } from './plans.js';
import { countSiblings, type SiblingCounts } from './sibling-counts.js';

/** Plans of one content that a plan is compared with before it stands for itself: the most common ones. */
const comparedPlans = 64;
/** Contents looked through for ones that hold another, contents kept of them, and plans compared of each. */
const searchedContents = 256;
const holdingContents = 16;
const plansPerContent = 16;

/**
 * Ties each plan to the one it most likely is a lossy copy of: a more common plan of the same content, or of a content
 * that holds all its messages and more. A plan more common than all of them together explain stands for itself, as do
 * those without any. Returns for each plan the one it is a copy of: itself where it stands for itself. `plans` is sorted by sources descending;
 * `lookUnlike`: whether what two plans' sources show besides says that they are two tools'.
 */
export function linkLosses(
  contents: Contents,
  plans: readonly Plan[],
  lossRate: number,
  lookUnlike: (one: number, other: number) => boolean,
  bonds: Bonds,
): Uint32Array {
  const siblings = countSiblings(plans);
  const oddsOf = remembered(ownOdds(plans, lossRate), plans);
  const sourceOf = Uint32Array.from(plans, (_, index) => index);
  const mass = new PlanMass();
  const coresByContent = new Map<number, number[]>();
  const holders = lossRate > 0 ? findHolders(contents, plans) : new Map<number, readonly number[]>();
  plans.forEach((plan, index) => {
    const own = coresByContent.get(plan.content) ?? [];
    coresByContent.set(plan.content, own);
    const candidates = [
      ...own.slice(0, comparedPlans),
      ...(holders.get(plan.content) ?? []).flatMap(
        (content) => coresByContent.get(content)?.slice(0, plansPerContent) ?? [],
      ),
    ];
    const { source, expected, best } = likeliestSource(
      plans,
      mass,
      index,
      candidates,
      lossRate,
      oddsOf,
      siblings,
      lookUnlike,
    );
    const twin = own.find(
      (core) => isEqualPackets(packetDifference(plans[core] as Plan, plan)) && !lookUnlike(core, index),
    );
    const likely = twin === undefined ? 0 : changedManner * (plans[twin] as Plan).rows.length;
    const isCopy = source >= 0 && isCommonEnough(plan.rows.length, expected);
    if (twin !== undefined && !(isCopy && best > likely)) {
      sourceOf[index] = twin;
      bonds.tie(twin, index, 'honeypots');
      mass.add(twin, plan.manner, Math.max(0, plan.rows.length - expected));
    } else if (isCopy) {
      sourceOf[index] = source;
      bonds.tie(source, index, 'loss');
    } else {
      own.push(index);
      mass.add(index, plan.manner, Math.max(1, plan.rows.length - expected));
    }
  });
  return sourceOf;
}

/** A loss delays what comes after it, and changes the manner of so many, for each packet lost or sent again. */
const changedManner = 0.03;

/** Sources of plans that are no lossy copies of other plans, by their manner. */
class PlanMass {
  readonly #byManner = new Map<number, number[]>();

  add(plan: number, manner: number, sources: number): void {
    const known = this.#byManner.get(plan) ?? manners.map(() => 0);
    this.#byManner.set(plan, known);
    known[manner] = (known[manner] as number) + sources;
  }

  /** Those of which lossy copies of this manner come. A copy with a single honeypot can come of any. */
  of(plan: number, manner: number, events: number): number {
    const known = this.#byManner.get(plan) ?? [];
    const all = this.all(plan);
    if (manner === 0 || (known[0] ?? 0) > 0) return all;
    const same = known[manner] ?? 0;
    return same + Math.min(1, changedManner * events) * (all - same);
  }

  all(plan: number): number {
    return (this.#byManner.get(plan) ?? []).reduce((sum, count) => sum + count, 0);
  }
}

function likeliestSource(
  plans: readonly Plan[],
  mass: PlanMass,
  index: number,
  candidates: readonly number[],
  lossRate: number,
  oddsOf: (plan: number) => PacketOdds,
  siblings: SiblingCounts,
  lookUnlike: (one: number, other: number) => boolean,
): { source: number; expected: number; best: number } {
  const plan = plans[index] as Plan;
  let expected = 0;
  let best = { source: -1, expected: 0 };
  for (const source of candidates) {
    const known = plans[source] as Plan;
    const difference = packetDifference(known, plan);
    const packets = Math.max(sumOf(known.canonical), sumOf(plan.canonical));
    if (difference.missing < known.entries - plan.entries && known.content !== plan.content) continue;
    if (isEqualPackets(difference)) continue;
    const alike = siblings(known, plan);
    const events = difference.missing + difference.repeated;
    const of = alike === null ? mass.of(source, plan.manner, events) : mass.all(source);
    const here = Math.min(
      of * expectedShare(difference, packets, lossRate, oddsOf(source)),
      alike ?? Infinity,
    );
    if (here === 0 || lookUnlike(source, index)) continue;
    expected += here;
    if (here > best.expected) best = { source, expected: here };
  }
  return { source: best.source, expected, best: best.expected };
}

function remembered<T>(of: (plan: Plan) => T, plans: readonly Plan[]): (plan: number) => T {
  const known = new Map<number, T>();
  return (plan) => {
    const found = known.get(plan) ?? of(plans[plan] as Plan);
    known.set(plan, found);
    return found;
  };
}

/** Content -> the most common contents that hold all its messages and more. */
function findHolders(contents: Contents, plans: readonly Plan[]): Map<number, readonly number[]> {
  const sources = new Float64Array(contents.contents.length);
  const messages: ContentMessages[] = [];
  const order: number[] = [];
  for (const plan of plans) {
    if (sources[plan.content] === 0) {
      messages[plan.content] = readMessages(contents, plan.content, plan.phrase);
      order.push(plan.content);
    }
    sources[plan.content] = (sources[plan.content] as number) + plan.rows.length;
  }
  const rank = new Map(order.map((content, at) => [content, at]));
  order.sort(
    (a, b) =>
      (sources[b] as number) - (sources[a] as number) || (rank.get(a) as number) - (rank.get(b) as number),
  );
  const searched = order.slice(0, searchedContents);
  return new Map(
    order.map((content) => {
      const own = messages[content] as ContentMessages;
      const holders = searched.filter((other) => {
        const holder = messages[other] as ContentMessages;
        return holder.total > own.total && lackedMessages(holder, own) !== null;
      });
      return [content, holders.slice(0, holdingContents)];
    }),
  );
}
