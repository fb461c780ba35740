/**
 * Characters that steer a terminal or hide: controls (escape, tab and line ends among them), format characters (such as
 * bidirectional overrides, zero-width ones), lone surrogates, line and paragraph separators.
 */
const unprintable = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu;

/** `text` on one line with every such character written out, as `\x1b` or `\u{202e}`. */
export function printableText(text: string): string {
  return text.replace(unprintable, (character) => {
    const code = character.codePointAt(0) ?? 0;
    return code < 0x100 ? `\\x${code.toString(16).padStart(2, '0')}` : `\\u{${code.toString(16)}}`;
  });
}
