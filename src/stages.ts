import type { RunContext } from './model/stage.js';

/** What a worker needs of a stage. The pool sends only tasks that the stage of that name planned. */
export interface RunnableStage {
  readonly name: string;
  run(task: unknown, context: RunContext): unknown;
}

/**
 * Where each stage is, by name. A thread loads only those that it is given tasks of: all of them together take longer to
 * load than a month of packets to read. Only `sources.finalize` comes before its tasks do: it always follows.
 */
const loaders: Readonly<Record<string, () => Promise<{ readonly name: string }>>> = {
  'packets.info': async () => (await import('./packets/capture-info.js')).captureInfo,
  'environment.census': async () => (await import('./environment/address-census.js')).addressCensus,
  'sources.collect': async () => {
    const collect = import('./sources/collect-sources.js');
    await import('./sources/finalize-sources.js');
    return (await collect).collectSources;
  },
  'sources.finalize': async () => (await import('./sources/finalize-sources.js')).finalizeSources,
  'enrichment.enrich': async () => (await import('./enrichment/enrich-sources.js')).enrichSources,
  'clusters.mine': async () => (await import('./clusters/mine-clusters.js')).mineClustersStage,
  'clusters.mine-prefix': async () => (await import('./clusters/mine-prefix.js')).minePrefixStage,
  'clusters.sort-itemsets': async () => (await import('./clusters/sort-itemsets.js')).sortItemsetsStage,
  'distances.coherence': async () => (await import('./distances/coherence-stage.js')).coherenceStage,
  'causes.split': async () => (await import('./causes/find-root-causes.js')).findRootCauses,
  'feed.census': async () => (await import('./storage/feed/census-stage.js')).feedCensus,
  'feed.collect': async () => (await import('./storage/feed/collect-stage.js')).feedCollect,
  'feed.finalize': async () => (await import('./storage/feed/finalize-stage.js')).feedFinalize,
  'feed.sync': async () => (await import('./storage/feed/sync-stage.js')).feedSync,
};

/** The names under which workers find stages. */
export const stageNames: readonly string[] = Object.keys(loaders);

/** The stage of that name. */
export async function loadStage(name: string): Promise<RunnableStage> {
  const load = Object.hasOwn(loaders, name) ? loaders[name] : undefined;
  if (!load) throw new Error(`No stage is called ${name}`);
  return (await load()) as RunnableStage;
}
