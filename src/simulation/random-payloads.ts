import { latin1, type FieldKind, type PayloadPart } from './payload.js';
import type { Rng } from './rng.js';

const consonants = 'bcdfghjklmnprstvwz';
const vowels = 'aeiou';

/** A pronounceable word of `syllables` syllables. */
export function drawWord(rng: Rng, syllables = rng.between(2, 4)): string {
  let word = '';
  for (let index = 0; index < syllables; index++) word += rng.pick([...consonants]) + rng.pick([...vowels]);
  return word;
}

const fieldLengths: readonly (readonly [FieldKind, number, number])[] = [
  ['short', 1, 3],
  ['long', 16, 40],
  ['hex', 8, 16],
  ['alnum', 5, 10],
  ['alpha', 2, 6],
  ['numeric', 3, 8],
  ['binary', 4, 16],
];

function drawField(rng: Rng): PayloadPart {
  const name = rng.chance(0.5) ? `field-${rng.uint32()}` : undefined;
  if (rng.chance(0.2)) {
    return { kind: 'choice', values: Array.from({ length: rng.between(2, 6) }, () => drawWord(rng)), name };
  }
  const [field, low, high] = rng.pick(fieldLengths);
  const min = rng.between(low, high);
  return { kind: 'random', field, min, max: rng.chance(0.5) ? min : rng.between(min, high), name };
}

const fixed = (text: string): PayloadPart => ({ kind: 'fixed', bytes: latin1(text) });

/** A grammar of fixed parts and, with the given chance for each place, random fields. */
export function drawGrammar(rng: Rng, fieldChance: number): PayloadPart[] {
  const wordOrField = (): PayloadPart => (rng.chance(fieldChance) ? drawField(rng) : fixed(drawWord(rng)));
  switch (rng.int(4)) {
    case 0:
      return [
        fixed(`GET /${drawWord(rng)}/`),
        wordOrField(),
        fixed(' HTTP/1.0\r\nHost: '),
        wordOrField(),
        fixed('\r\n\r\n'),
      ];
    case 1: {
      const head = Uint8Array.from({ length: rng.between(4, 24) }, () => rng.int(256));
      const body = new Uint8Array(rng.between(4, 200)).fill(rng.int(256));
      return [
        { kind: 'fixed', bytes: head },
        wordOrField(),
        { kind: 'fixed', bytes: body },
        fixed(drawWord(rng)),
      ];
    }
    default: {
      const parts = [fixed(drawWord(rng, 2).toUpperCase())];
      for (let left = rng.between(1, 5); left > 0; left--) parts.push(fixed(' '), wordOrField());
      return [...parts, fixed('\r\n')];
    }
  }
}

/** The same grammar with one of its longer fixed parts replaced: another configuration of the same tool. */
export function variedGrammar(rng: Rng, parts: readonly PayloadPart[]): PayloadPart[] {
  const places = parts.flatMap((part, index) =>
    part.kind === 'fixed' && part.bytes.length >= 3 ? [index] : [],
  );
  if (places.length === 0) return [...parts, fixed(drawWord(rng))];
  const place = rng.pick(places);
  return parts.map((part, index) => (index === place ? fixed(` ${drawWord(rng)} `) : part));
}
