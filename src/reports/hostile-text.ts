/** Controls, format characters (bidi overrides among them), surrogates, unassigned and line separators. */
const invisible = /[\p{C}\p{Zl}\p{Zp}]/gu;

/**
 * `text` with every character that moves the cursor, reverses the line or cannot be seen written out as `\x1b` or
 * `\u{202e}`. What comes back is one line and prints as it reads.
 */
export function visibleText(text: string): string {
  return text.replace(invisible, (character) => {
    const code = character.codePointAt(0) ?? 0;
    return code < 0x100 ? `\\x${code.toString(16).padStart(2, '0')}` : `\\u{${code.toString(16)}}`;
  });
}

/** The first `limit` characters, with an ellipsis when there are more. */
export function excerpt(text: string, limit: number): string {
  return text.length <= limit ? text : `${text.slice(0, Math.max(0, limit - 1))}…`;
}

/** At most `limit` characters, the middle left out: names tell themselves apart at either end. */
export function shortName(text: string, limit: number): string {
  if (text.length <= limit) return text;
  const end = Math.floor(limit / 2);
  return `${text.slice(0, limit - 1 - end)}…${text.slice(-end)}`;
}
