import type { ContentOutline } from './alike-contents.js';
import type { Bonds } from './families.js';
import type { Plan } from './plans.js';
import { wordsIn, type WordBackground } from './telling-words.js';

/** Coincidences expected below which two families that say the same words are one tool. */
const surprise = 0.1;
/** Families that begin their messages alike and share so much of their words are alike. */
const alikeFrom = 0.5;
/** Families compared, contents read of each, and families that may share a word that tells anything. */
const comparedFamilies = 256;
const contentsRead = 16;
const plansRead = 8;
const headBytes = 4;
const mostSharing = 8;

interface Speaker {
  /** The commonest plans of the family. */
  readonly plans: readonly number[];
  readonly words: ReadonlySet<string>;
  /** How its messages begin: protocols have commands for it. */
  readonly heads: ReadonlySet<string>;
}

/**
 * Ties families that say a word nobody else says. A word is as common as the share of the other families of these ports,
 * and of the other sets of ports, that say it too; with `K` other families a coincidence is expected K x (that of the
 * rarest word they share) times: words of one message come together, so one of them counts. `mayTie(a, b, areAlike)`:
 * whether their counts and messages allow it. `cores`: plans that stand for themselves, by sources descending.
 */
export function linkTelling(
  plans: readonly Plan[],
  cores: readonly number[],
  background: WordBackground,
  outline: (plan: Plan) => ContentOutline,
  mayTie: (one: number, other: number, areAlike: boolean) => boolean,
  bonds: Bonds,
): void {
  const speakers = listSpeakers(plans, cores, outline, bonds);
  if (speakers.length < 2) return;
  const speakersOf = new Map<string, number[]>();
  speakers.forEach(({ words }, index) => {
    for (const word of words) {
      const list = speakersOf.get(word);
      if (list === undefined) speakersOf.set(word, [index]);
      else list.push(index);
    }
  });
  const shared = new Map<number, string[]>();
  for (const [word, list] of speakersOf) {
    if (list.length > mostSharing) continue;
    list.forEach((one, at) => {
      for (const other of list.slice(at + 1)) {
        const key = one * comparedFamilies + other;
        const words = shared.get(key);
        if (words === undefined) shared.set(key, [word]);
        else words.push(word);
      }
    });
  }
  for (const key of [...shared.keys()].sort((a, b) => a - b)) {
    const [one, other] = [Math.floor(key / comparedFamilies), key % comparedFamilies];
    const others = Math.max(1, speakers.length - 2);
    const chances = (shared.get(key) as string[]).map((word) =>
      chanceOf(word, (speakersOf.get(word) as number[]).length - 2, others, background),
    );
    const expected = others * Math.min(...chances);
    if (expected >= surprise) continue;
    const [a, b] = [speakers[one] as Speaker, speakers[other] as Speaker];
    const areAlike = areEqual(a.heads, b.heads) && sharedPart(shared.get(key) as string[], a, b) >= alikeFrom;
    if (a.plans.some((plan) => b.plans.some((there) => mayTie(plan, there, areAlike))))
      bonds.tie(a.plans[0] as number, b.plans[0] as number, 'configuration');
  }
}

/** Share of the letters of the words of the more talkative that both say. */
function sharedPart(words: readonly string[], one: Speaker, other: Speaker): number {
  return lettersOf(words) / Math.max(lettersOf(one.words), lettersOf(other.words));
}

function areEqual(one: ReadonlySet<string>, other: ReadonlySet<string>): boolean {
  return one.size === other.size && [...one].every((text) => other.has(text));
}

function lettersOf(words: Iterable<string>): number {
  let letters = 0;
  for (const { length } of words) letters += length;
  return letters;
}

/** The chance that an unrelated tool says a word that `saying` of the other families on these ports say. */
function chanceOf(
  word: string,
  saying: number,
  others: number,
  { portsSets, setsByWord }: WordBackground,
): number {
  const elsewhere = (setsByWord.get(word) ?? 1) - 1;
  const pooled = (saying + elsewhere + 0.5) / (others + portsSets);
  return saying > 0 ? Math.max(pooled, saying / others) : pooled;
}

function listSpeakers(
  plans: readonly Plan[],
  cores: readonly number[],
  outline: (plan: Plan) => ContentOutline,
  bonds: Bonds,
): Speaker[] {
  const speaking = cores.filter((core) => (plans[core] as Plan).entries > 0);
  if (speaking.every((core) => bonds.areOne(core, speaking[0] as number))) return [];
  const families = new Map<
    number,
    { plans: number[]; words: Set<string>; heads: Set<string>; contents: Set<number> }
  >();
  for (const core of speaking) {
    const plan = plans[core] as Plan;
    const { content } = plan;
    const root = bonds.familyOf(core);
    let family = families.get(root);
    if (family === undefined) {
      if (families.size === comparedFamilies) continue;
      family = { plans: [], words: new Set<string>(), heads: new Set<string>(), contents: new Set<number>() };
      families.set(root, family);
    }
    if (family.plans.length < plansRead) family.plans.push(core);
    if (family.contents.has(content) || family.contents.size === contentsRead) continue;
    family.contents.add(content);
    for (const fixed of outline(plan).fixed) {
      for (const word of wordsIn(fixed)) family.words.add(word);
      family.heads.add(Buffer.from(fixed.subarray(0, headBytes)).toString('latin1'));
    }
  }
  return [...families.values()];
}
