/** Text that came from outside, made harmless for a terminal: control and bidirectional characters become `\u{..}`. */
export function terminalSafe(text: string): string {
  return text.replace(
    /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]/g,
    (char) => `\\u{${char.codePointAt(0)?.toString(16) ?? ''}}`,
  );
}
