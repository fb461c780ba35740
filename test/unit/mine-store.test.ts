import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { analyze, analyzeCaptures, explainCluster, mineStore, openStore } from '#honeysift/index.js';
import type { AnalyzeOptions, SimulationSummary } from '#honeysift/index.js';
import { simulate } from '#honeysift/simulation/simulate.js';
import { readSources } from '#honeysift/storage/read-sources.js';

import { runCli } from '../support/run-cli.js';
import { makeTempFolder } from '../support/temp-folder.js';

const folder = makeTempFolder();
let simulation: SimulationSummary;
const floods = { floodSources: 100 };
const out = (name: string): string => join(folder.path, name);

async function analyzed(name: string, options: Partial<AnalyzeOptions> = {}): Promise<string> {
  const { files, honeypotsFile: honeypots } = simulation;
  await analyze(files, { honeypots, out: out(name), workers: 0, sources: floods, ...options });
  return out(name);
}

beforeAll(async () => {
  simulation = await simulate({
    out: out('captures'),
    from: '2003-10-01',
    to: '2003-10-06',
    sources: 700,
    seed: 5,
    lossRate: 0.02,
    floods: 2,
    floodSources: 200,
  });
  await analyzed('low');
});
afterAll(() => folder.remove());

/** Table 2 as the analysis itself stored it. */
async function storedSequences(dir: string): Promise<unknown[]> {
  const store = await openStore(dir);
  const { rows } = await store.query(`
    SELECT ports_sequence, sources, frequent_itemsets, frequent_exact, clusters, sources - unclustered
    FROM ports_sequences WHERE min_support IS NOT NULL ORDER BY sources DESC, ports_sequence`);
  await store.close();
  return [...rows];
}

async function storedLevels(dir: string): Promise<unknown[]> {
  const store = await openStore(dir);
  const { rows } = await store.query('FROM support_levels ORDER BY min_support');
  await store.close();
  return [...rows];
}

async function storedClusters(dir: string, portsSequence: string): Promise<unknown[]> {
  const store = await openStore(dir);
  const { rows } = await store.query(
    'SELECT cluster_id, itemset, support, sources FROM clusters WHERE ports_sequence = $s ORDER BY sources DESC, cluster_id',
    { parameters: { s: portsSequence } },
  );
  await store.close();
  return [...rows];
}

/** What was mined, as `storedSequences` gives what is stored. */
function sequencesOf(
  level: Awaited<ReturnType<typeof mineStore>>[number] | undefined,
): unknown[] | undefined {
  return level?.sequences.map((s) => [
    s.portsSequence,
    s.sources,
    s.frequentItemsets,
    s.frequentExact,
    s.clusters,
    s.clustered,
  ]);
}

const all = { top: 10_000, shown: 10_000, workers: 0 };

describe('a store read back', () => {
  it('has the attack sources of the analysis', async () => {
    const { files, honeypotsFile } = simulation;
    const { sources } = await analyzeCaptures(files, {
      honeypots: honeypotsFile,
      workers: 0,
      sources: floods,
    });
    const store = await openStore(out('low'));
    const read = await readSources(store);
    await store.close();
    const { flood, ...rest } = read;
    const { flood: analyzedFlood, ...wanted } = sources;
    for (const name of Object.keys(rest) as (keyof typeof rest)[]) {
      if (name === 'phrases') continue;
      expect(Array.from(rest[name] as ArrayLike<unknown>), name).toEqual(
        Array.from(wanted[name] as ArrayLike<unknown>),
      );
    }
    expect(Buffer.from(read.phrases.bytes).equals(Buffer.from(sources.phrases.bytes))).toBe(true);
    expect(read.phrases.offsets).toEqual(sources.phrases.offsets);
    const pairs = new Set(Array.from(flood, (index, row) => `${index} ${analyzedFlood[row]}`));
    expect(pairs.size).toBe(new Set(flood).size);
    expect(new Set(flood).size).toBe(3);
  });
});

describe('mining a store', () => {
  it('gives what the analysis gave, at its support and at 0', async () => {
    const levels = await mineStore(out('low'), { ...all, minSupport: [0, 0.01], rootCauses: true });
    expect(levels.map(({ minSupport, clusters, rootCauses }) => [minSupport, clusters, rootCauses])).toEqual(
      await storedLevels(out('low')),
    );
    expect(sequencesOf(levels[1])).toEqual(await storedSequences(out('low')));
  });

  it.each([
    ['another support', { minSupport: 0.05 }, { minSupport: [0.05] }],
    ['canonical counts', { counts: 'canonical' }, { minSupport: [0.01], counts: 'canonical' }],
    [
      'other items',
      { items: ['T', 'N~', 'duration', 'gap'] },
      { minSupport: [0.01], items: ['T', 'N~', 'duration', 'gap'] },
    ],
  ] as const)('gives with %s what an analysis with it gives', async (name, analysis, mining) => {
    const dir = await analyzed(name, analysis);
    const [level] = await mineStore(out('low'), { ...all, ...mining });
    expect(sequencesOf(level)).toEqual(await storedSequences(dir));
    const largest = level?.sequences[0];
    expect(
      largest?.topClusters.map(({ clusterId, items, support, sources }) => [
        clusterId,
        items.join(' & '),
        support,
        sources,
      ]),
    ).toEqual(await storedClusters(dir, largest?.portsSequence ?? ''));
  });

  it('keeps to the options of a store made with others: platforms, sets of ports, items', async () => {
    const dir = await analyzed('others', {
      sequence: 'set',
      items: ['T', 'N', 'duration', 'n'],
      sources: { ...floods, unit: 'platform' },
    });
    const [level] = await mineStore(dir, { ...all, minSupport: [0.01] });
    expect(sequencesOf(level)).toEqual(await storedSequences(dir));
    const store = await openStore(dir);
    const { rows } = await store.query(`
      SELECT count(*) > 0, bool_and(sources > 0 OR item IS NULL OR item LIKE attribute || '=%'),
        bool_and(ports_sequence IN (SELECT ports_sequence FROM ports_sequences)) FROM item_cuts`);
    expect(rows).toEqual([[true, true, true]]);
    const unordered = await store.query(`
      SELECT ports_sequence FROM ports_sequences WHERE ports_sequence LIKE '%,%'
        AND regexp_full_match(ports_sequence, '[0-9,]+')
        AND list_sort(list_transform(string_split(ports_sequence, ','), p -> CAST(p AS INTEGER)))
          != list_transform(string_split(ports_sequence, ','), p -> CAST(p AS INTEGER))`);
    expect(unordered.rows).toEqual([]);
    await store.close();
  });

  it('reads sequences as sets of ports where that is asked for, and never the other way', async () => {
    const dir = await analyzed('sets', { sequence: 'set' });
    const [level] = await mineStore(out('low'), { ...all, minSupport: [0.01], sequence: 'set' });
    expect(sequencesOf(level)).toEqual(await storedSequences(dir));
    await expect(mineStore(dir, { ...all, minSupport: [0.01], sequence: 'ordered' })).rejects.toMatchObject({
      code: 'ERR_ARGUMENT',
    });
  });

  it('tells the histograms that intervals were cut from', async () => {
    const items = ['T', 'N~', 'duration'] as const;
    const [level] = await mineStore(out('low'), { ...all, minSupport: [0.01], items });
    const cut = level?.sequences.filter(({ cuts }) => cuts.some(({ item }) => item !== null)) ?? [];
    expect(cut.length).toBeGreaterThan(0);
    for (const { cuts, candidatesComplete } of cut) {
      expect(candidatesComplete).toBe(true);
      expect(new Set(cuts.map(({ attribute }) => attribute))).toContain('duration');
    }
  });

  it('stores rules that count what they say', async () => {
    const store = await openStore(out('low'));
    const { rows } = await store.query(`
      WITH one AS (SELECT ports_sequence, max(support_count) AS most FROM rules GROUP BY ALL),
      r AS (FROM rules JOIN one USING (ports_sequence) WHERE support_count = most AND antecedent LIKE 'N=%' AND antecedent NOT LIKE '%&%')
      SELECT r.support_count, round(r.support_count / r.confidence),
        (SELECT count(*) FROM attack_sources a WHERE a.ports_sequence = r.ports_sequence AND NOT backscatter
          AND flood_id IS NULL AND 'N=' || packets = r.antecedent)
      FROM r WHERE r.ports_sequence NOT IN (SELECT ports_sequence FROM attack_sources WHERE flood_id IS NOT NULL)`);
    await store.close();
    expect(rows.length).toBeGreaterThan(0);
    for (const [support, antecedent, counted] of rows) {
      expect(Number(antecedent)).toBe(counted);
      expect(Number(support)).toBeLessThanOrEqual(Number(antecedent));
    }
  });
});

describe('explaining the clusters of a store', () => {
  it('agrees with the store on every cluster of the commonest sequences', async () => {
    const store = await openStore(out('low'));
    const { rows } = await store.query(
      'SELECT cluster_id, ports_sequence, itemset, sources, events, support FROM clusters ORDER BY sources DESC LIMIT 5',
    );
    await store.close();
    for (const [id, portsSequence, itemset, sources, events, support] of rows) {
      const explained = await explainCluster(out('low'), id as string, { top: 3 });
      expect(explained).toMatchObject({ clusterId: id, portsSequence, sources, clusterSources: events });
      expect(explained.items.join(' & ')).toBe(itemset);
      expect(explained.supportCount / explained.sequenceSources).toBe(support);
      expect(explained.members).toHaveLength(3);
      const { takenByEarlier, inOtherClusters, noCandidate, candidateDropped } = explained.leftOut;
      const others = [...takenByEarlier, ...candidateDropped].reduce(
        (sum, reason) => sum + reason.sources,
        0,
      );
      expect(explained.clusterSources + inOtherClusters + noCandidate + others).toBe(
        explained.sequenceSources,
      );
    }
  });

  it('refuses an id that the store does not know', async () => {
    await expect(explainCluster(out('low'), 'Cnone')).rejects.toMatchObject({ code: 'ERR_ARGUMENT' });
  });
});

describe('on the command line', () => {
  it('mine prints Tables 2 and 4, and everything as JSON', async () => {
    const args = ['mine', '--store', out('low'), '--min-support', '0,1%', '--top', '2', '--quiet'];
    const text = runCli(args);
    expect(text.status, text.stderr).toBe(0);
    expect(text.stdout).toContain('exclusive clusters');
    expect(text.stdout).toContain('minimum support 1.0%');
    expect(text.stdout).toContain('cluster of');
    const intervals = runCli([...args, '--items', 'T,N~,duration,gap']);
    expect(intervals.stdout).toMatch(/intervals of \S+: .*duration=\[/);
    const json = runCli([...args, '--json', '--workers', '1']);
    expect(JSON.parse(json.stdout)).toEqual(
      await mineStore(out('low'), { minSupport: [0, 0.01], top: 2, workers: 0 }),
    );
    expect(runCli(['mine', '--store', out('low'), '--items', 'n']).status).toBe(2);
    expect(runCli(['mine', '--store', out('low'), '--min-support', '2']).status).toBe(2);
  });

  it('explain-cluster tells itemset, rules, neighbours, reasons and sources', async () => {
    const [level] = await mineStore(out('low'), { minSupport: [0.01], workers: 0 });
    const id = level?.sequences[0]?.topClusters[0]?.clusterId ?? '';
    const text = runCli(['explain-cluster', id, '--store', out('low'), '--top', '4']);
    expect(text.status, text.stderr).toBe(0);
    for (const word of [
      'itemset',
      'rules among',
      'varies',
      'nearest clusters',
      'why the other',
      'the first 4 of',
    ]) {
      expect(text.stdout).toContain(word);
    }
    const json = runCli(['explain-cluster', id, '--store', out('low'), '--json']);
    expect(JSON.parse(json.stdout)).toEqual(await explainCluster(out('low'), id));
    expect(runCli(['explain-cluster', 'C0', '--store', out('low')]).status).toBe(2);
  });

  it('analyze takes items and sets of ports', () => {
    const bad = runCli(['analyze', out('captures'), '--out', out('bad'), '--items', 'T,X']);
    expect(bad.status).toBe(2);
    expect(bad.stderr).toContain('T, N, N~, duration, gap, n');
    const help = runCli(['analyze', '--help']).stdout;
    expect(help).toContain('--items');
    expect(help).toContain('--sequence');
  });
});
