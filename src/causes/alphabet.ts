const letters = 3;

/**
 * The characters of some values as compact classes: `a-z0-9`, `a-f0-9`, then single characters in ASCII order. Escapes
 * (`\r`, `\\`) count as one character. A class stands for its whole range once three of its characters were seen, or
 * once a value range is clearly random; fewer are listed one by one.
 */
export function alphabetOf(characters: ReadonlySet<string>): string {
  const within = (from: string, to: string): string[] =>
    [...characters]
      .filter((character) => character.length === 1 && character >= from && character <= to)
      .sort();
  const digits = within('0', '9');
  const small = within('a', 'z');
  const capital = within('A', 'Z');
  const rest = [...characters]
    .filter((character) => character.length > 1 || !/[0-9A-Za-z]/.test(character))
    .sort();
  const isHex = digits.length > 0 && [...small, ...capital].every((letter) => /[a-f]/i.test(letter));
  return (
    classOf(capital, isHex ? 'A-F' : 'A-Z') +
    classOf(small, isHex ? 'a-f' : 'a-z') +
    classOf(digits, '0-9') +
    rest.join('')
  );
}

function classOf(seen: readonly string[], name: string): string {
  return seen.length < letters ? seen.join('') : name;
}

/** Adds the characters of rendered text to `characters`; an escape is one character. */
export function collectCharacters(text: string, characters: Set<string>): void {
  for (let at = 0; at < text.length; at++) {
    const character = text[at] as string;
    if (character === '\\' && at + 1 < text.length) characters.add(character + (text[++at] as string));
    else characters.add(character);
  }
}
