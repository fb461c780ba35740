/** What the process ends with; documented in the README and permanent. */
export const exitCode = {
  ok: 0,
  failure: 1,
  usage: 2,
  /** Done, but some input was damaged: the output says what was lost. */
  damagedInput: 3,
} as const;
