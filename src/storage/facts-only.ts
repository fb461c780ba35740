/** The option by which a store says that clusters and root causes were not looked for. */
export const factsOnlyOption = 'facts-only';

/** @param options of a store's manifest */
export function isFactsOnly(options: Readonly<Record<string, unknown>>): boolean {
  return options[factsOnlyOption] === true;
}
