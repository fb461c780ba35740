import { createHash } from 'node:crypto';

import type { AttackSources } from '#honeysift/model/attack-sources.js';
import type { CaptureFacts } from '#honeysift/model/capture.js';
import type { Environment } from '#honeysift/model/environment.js';
import type { ClusterId, FamilyId, RootCauseId } from '#honeysift/model/ids.js';
import type { ItemsetCluster, SequenceClusters } from '#honeysift/model/itemset-cluster.js';
import type { Coherence } from '#honeysift/model/phrase-distance.js';
import type { RootCause, TemplateField, ToolFamily } from '#honeysift/model/root-cause.js';
import type { StoreContent } from '#honeysift/storage/store-content.js';

import { buildFingerprints } from './store-fingerprints.js';

/** One attack source in words; rows of the content are found by sorting. */
export interface SourceSpec {
  /** `1.2.3.4`, or 32 hex digits for IPv6. */
  readonly ip: string;
  /** Nanoseconds since 1970. */
  readonly first: bigint;
  readonly last?: bigint;
  readonly ports?: string;
  /** Honeypot -> packets, or -> [packets, canonical]. */
  readonly targets?: Readonly<Record<string, number | readonly [number, number]>>;
  readonly phrase?: string;
  readonly phraseCut?: boolean;
  readonly backscatter?: boolean;
  readonly flood?: number;
  /** Itemset cluster as `sequence` in `clusters` of the spec. */
  readonly cluster?: string;
  /** Root cause; absent means rare, or backscatter when flagged. */
  readonly rootCause?: string;
  readonly outlier?: boolean;
}

export interface ClusterSpec {
  readonly ports: string;
  readonly items: readonly string[];
  readonly support: number;
}

export interface RootCauseSpec {
  readonly family: string;
  readonly cluster: string | null;
  readonly ports: string;
  readonly items?: readonly string[];
  readonly template?: readonly TemplateField[];
  readonly reason?: string;
}

export interface ContentSpec {
  readonly environment?: Environment;
  readonly captures?: readonly CaptureFacts[];
  readonly sources: readonly SourceSpec[];
  readonly clusters?: Readonly<Record<string, ClusterSpec>>;
  readonly rootCauses?: Readonly<Record<string, RootCauseSpec>>;
  readonly options?: StoreContent['options'];
}

export const threeHoneypots: Environment = {
  inferred: false,
  honeypots: [
    {
      name: 'web',
      ips: ['192.0.2.1', '2001:db8::1'],
      os: 'Linux',
      platform: 'p1',
      country: 'FR',
      ports: [{ port: '80' }],
    },
    { name: 'mail', ips: ['192.0.2.2'], ports: [{ port: '25', from: '2003-10-20', to: '2004-01-12' }] },
    { name: 'db', ips: ['192.0.2.3'] },
  ],
};

const nsPerDay = 86_400_000_000_000n;

export function ns(iso: string, extra = 0n): bigint {
  return BigInt(Date.parse(iso)) * 1_000_000n + extra;
}

export function addressBytes(ip: string): Uint8Array {
  if (/^[0-9a-f]{32}$/.test(ip)) return Buffer.from(ip, 'hex');
  return Uint8Array.from([0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 255, 255, ...ip.split('.').map(Number)]);
}

function sortedDistinct(texts: readonly string[]): string[] {
  return [...new Set(texts)].sort((a, b) =>
    Buffer.compare(Buffer.from(a, 'latin1'), Buffer.from(b, 'latin1')),
  );
}

const dayOf = (source: SourceSpec): number => Number(source.first / nsPerDay);

/** In the order that the model prescribes: by first day, then address bytes. */
function sortSpecs(specs: readonly SourceSpec[]): SourceSpec[] {
  return [...specs].sort(
    (a, b) => dayOf(a) - dayOf(b) || Buffer.compare(addressBytes(a.ip), addressBytes(b.ip)),
  );
}

export function buildSources(unsorted: readonly SourceSpec[], environment: Environment): AttackSources {
  const specs = sortSpecs(unsorted);
  const position = new Map(environment.honeypots.map(({ name }, index) => [name, index]));
  const targets = specs.map((spec) =>
    Object.entries(spec.targets ?? { [environment.honeypots[0]?.name ?? '']: 1 })
      .map(([name, counts]) => {
        const [raw, canonical] = typeof counts === 'number' ? [counts, counts] : counts;
        return { honeypot: position.get(name) ?? 0, raw, canonical, first: spec.first };
      })
      .sort((a, b) => a.honeypot - b.honeypot),
  );
  const flat = targets.flat();
  const sequences = sortedDistinct(specs.map(({ ports }) => ports ?? '80'));
  const phrases = sortedDistinct(specs.map(({ phrase }) => phrase ?? ''));
  const column = (value: (spec: SourceSpec, row: number) => number): number[] => specs.map(value);
  const sum = (row: number, of: 'raw' | 'canonical'): number =>
    (targets[row] ?? []).reduce((n, t) => n + t[of], 0);
  let bytes = 0;
  return {
    count: specs.length,
    address: Uint8Array.from(specs.flatMap(({ ip }) => [...addressBytes(ip)])),
    day: Int32Array.from(column(dayOf)),
    firstNs: BigInt64Array.from(specs.map(({ first }) => first)),
    lastNs: BigInt64Array.from(specs.map(({ first, last }) => last ?? first)),
    packets: Float64Array.from(column((_, row) => sum(row, 'raw'))),
    canonicalPackets: Float64Array.from(column((_, row) => sum(row, 'canonical'))),
    targetOffsets: Uint32Array.from([
      0,
      ...targets.map(({ length }, row) => length + targets.slice(0, row).flat().length),
    ]),
    targetHoneypot: Uint16Array.from(flat.map(({ honeypot }) => honeypot)),
    targetPackets: Float64Array.from(flat.map(({ raw }) => raw)),
    targetCanonical: Float64Array.from(flat.map(({ canonical }) => canonical)),
    targetFirstNs: BigInt64Array.from(flat.map(({ first }) => first)),
    targetLastNs: BigInt64Array.from(flat.map(({ first }) => first + 1_000_000n)),
    sequence: Uint32Array.from(column(({ ports }) => sequences.indexOf(ports ?? '80'))),
    sequences,
    phrase: Uint32Array.from(column(({ phrase }) => phrases.indexOf(phrase ?? ''))),
    phrases: {
      bytes: Buffer.from(phrases.join(''), 'latin1'),
      offsets: Float64Array.from([0, ...phrases.map(({ length }) => (bytes += length))]),
    },
    phraseCut: Uint8Array.from(column(({ phraseCut }) => (phraseCut === true ? 1 : 0))),
    backscatter: Uint8Array.from(column(({ backscatter }) => (backscatter === true ? 1 : 0))),
    flood: Int32Array.from(column(({ flood }) => flood ?? -1)),
    synPackets: Uint32Array.from(column((_, row) => row)),
    dataSegments: Uint32Array.from(column((_, row) => row + 1)),
    retransmissions: Uint32Array.from(column((_, row) => row % 3)),
    sequenceGaps: Uint32Array.from(column((_, row) => row % 2)),
    backscatterFlows: Uint32Array.from(column((_, row) => 2 * row)),
    portFlows: Uint32Array.from(column((_, row) => row + 2)),
    sourcePorts: Uint32Array.from(column((_, row) => row + 1)),
    risingSourcePorts: Uint32Array.from(column((_, row) => row)),
  };
}

export function buildContent(spec: ContentSpec): StoreContent {
  const environment = spec.environment ?? threeHoneypots;
  const sources = buildSources(spec.sources, environment);
  const specs = sortSpecs(spec.sources);
  const rowsOf = (holds: (source: SourceSpec) => boolean): Uint32Array =>
    Uint32Array.from(specs.flatMap((source, row) => (holds(source) ? [row] : [])));
  const sequenceClusters = buildSequences(spec, specs, rowsOf);
  const rootCauses = Object.entries(spec.rootCauses ?? {}).map(([id, cause]): RootCause => {
    return {
      rootCauseId: id as RootCauseId,
      familyId: cause.family as FamilyId,
      portsSequence: cause.ports,
      clusterId: cause.cluster as ClusterId | null,
      items: cause.items ?? [],
      rows: rowsOf(({ rootCause }) => rootCause === id),
      template: cause.template ?? [],
      reason: cause.reason ?? 'same phrase',
    };
  });
  return {
    environment,
    captures: spec.captures ?? [],
    sources,
    fingerprints: buildFingerprints(sources),
    sequenceClusters,
    clusterCoherence: new Map(
      sequenceClusters.flatMap(({ clusters }) =>
        clusters.map((c) => [c.clusterId, coherenceOf(c.clusterId, c.rows, sources)]),
      ),
    ),
    rootCauses: {
      rootCauses,
      families: buildFamilies(rootCauses),
      rare: rowsOf((source) => source.rootCause === undefined && source.backscatter !== true),
      outliers: rowsOf(({ outlier }) => outlier === true),
    },
    rootCauseCoherence: new Map(
      rootCauses.map(({ rootCauseId, rows }) => [rootCauseId, coherenceOf(rootCauseId, rows, sources)]),
    ),
    supportLevels: [
      { minSupport: 0, itemsetClusters: 5, rootCauses: 4 },
      { minSupport: 0.01, itemsetClusters: 3, rootCauses: 2 },
    ],
    options: spec.options ?? { counts: 'raw', 'min-support': 0.01, 'source-mode': 'day' },
  };
}

function buildSequences(
  spec: ContentSpec,
  specs: readonly SourceSpec[],
  rowsOf: (holds: (source: SourceSpec) => boolean) => Uint32Array,
): SequenceClusters[] {
  const clean = specs.filter(({ backscatter }) => backscatter !== true);
  return sortedDistinct(clean.map(({ ports }) => ports ?? '80')).map((portsSequence): SequenceClusters => {
    const inSequence = ({ ports, backscatter }: SourceSpec): boolean =>
      (ports ?? '80') === portsSequence && backscatter !== true;
    const clusters = Object.entries(spec.clusters ?? {})
      .filter(([, { ports }]) => ports === portsSequence)
      .map(([id, { items, support }]): ItemsetCluster => {
        return {
          clusterId: id as ClusterId,
          portsSequence,
          items,
          support,
          rows: rowsOf(({ cluster }) => cluster === id),
        };
      });
    const itemsets = clusters.map(({ items, rows }) => ({
      items,
      supportCount: rows.length,
      closed: true,
      maximal: true,
    }));
    return {
      portsSequence,
      sources: clean.filter(inSequence).length,
      minSupport: 0.01,
      itemsets,
      itemsetsListed: 'frequent',
      frequentCount: itemsets.length,
      frequentCountExact: true,
      candidatesComplete: true,
      clusters,
      unclustered: rowsOf((source) => inSequence(source) && source.cluster === undefined),
    };
  });
}

function buildFamilies(rootCauses: readonly RootCause[]): ToolFamily[] {
  return sortedDistinct(rootCauses.map(({ familyId }) => familyId)).map((familyId) => {
    const members = rootCauses.filter((cause) => cause.familyId === familyId);
    return {
      familyId: familyId as FamilyId,
      rootCauseIds: members.map(({ rootCauseId }) => rootCauseId),
      portsSequences: sortedDistinct(members.map(({ portsSequence }) => portsSequence)),
      reason: members.length === 1 ? 'alone' : 'templates agree',
    };
  });
}

function coherenceOf(key: string, rows: Uint32Array, sources: AttackSources): Coherence {
  const used = [...new Set([...rows].map((row) => sources.phrase[row] ?? 0))];
  return {
    key,
    sources: rows.length,
    distinctPhrases: used.length,
    meanDistance: used.length / 3,
    sdPairs: 0.5,
    sdSources: 0.25,
    medoidPhrase: used[0] ?? 0,
  };
}

export function captureFacts(path: string, facts: Partial<CaptureFacts> = {}): CaptureFacts {
  return {
    path,
    digest: createHash('sha256').update(path).digest('hex'),
    format: 'pcap',
    contentDigest: createHash('sha256').update(path).digest('hex'),
    fileBytes: 1000,
    packets: 10,
    filteredOut: 0,
    bytes: 900,
    firstNs: ns('2003-03-01T00:00:00Z'),
    lastNs: ns('2003-03-02T00:00:00Z'),
    directions: { inbound: 5, outbound: 2, internal: 1, foreign: 1, other: 1 },
    anomalies: {},
    losses: [],
    scannerMarks: { mirai: 0, masscan: 0, zmap: 0 },
    ...facts,
  };
}

/** Ten sources over two months with everything in it: IPv6, backscatter, a flood, rare and outlying ones. */
export function sampleSpec(): ContentSpec {
  const at = (day: string, second: number): bigint =>
    ns(`2003-${day}T10:00:${String(second).padStart(2, '0')}Z`);
  const worm = { ports: '445', targets: { web: 3, mail: 3, db: 3 }, cluster: 'C0000000000000001' };
  return {
    captures: [
      captureFacts('march.pcap', { anomalies: { truncated_ipv4_header: 2, cut_record: 1 } }),
      captureFacts('april.pcap.gz', {
        format: 'pcap+gz',
        losses: [{ anomaly: 'cut_record', offset: 512, bytes: null }],
        firstNs: null,
        lastNs: null,
      }),
    ],
    sources: [
      {
        ...worm,
        ip: '10.0.0.9',
        first: at('03-30', 1),
        last: at('03-30', 17),
        phrase: 'USER a',
        rootCause: 'R0000000000000001',
      },
      {
        ...worm,
        ip: '10.0.0.10',
        first: at('03-31', 1),
        last: at('03-31', 9),
        phrase: 'USER b',
        rootCause: 'R0000000000000001',
      },
      {
        ...worm,
        ip: '10.0.0.10',
        first: at('04-01', 1),
        last: at('04-01', 9),
        phrase: 'USER b',
        rootCause: 'R0000000000000001',
      },
      {
        ...worm,
        ip: '10.0.0.11',
        first: at('04-01', 2),
        last: at('04-01', 5),
        phrase: 'QUIT',
        rootCause: 'R0000000000000002',
        outlier: true,
      },
      {
        ip: '20010db8000000000000000000000001',
        first: at('04-01', 3),
        ports: '80,8080',
        phrase: 'GET /',
        targets: { mail: [4, 3] },
        last: at('04-01', 9),
        rootCause: 'R0000000000000003',
      },
      { ip: '10.9.9.9', first: at('04-02', 1), ports: '22', targets: { db: 1 } },
      {
        ip: '10.9.9.8',
        first: at('04-02', 1),
        ports: '80',
        targets: { web: 2 },
        backscatter: true,
        phrase: 'x'.repeat(40),
      },
      {
        ip: '10.7.7.1',
        first: at('04-03', 1),
        ports: '80',
        targets: { web: 1 },
        flood: 0,
        rootCause: 'R0000000000000004',
      },
      {
        ip: '10.7.7.2',
        first: at('04-03', 1),
        ports: '80',
        targets: { web: 1 },
        flood: 0,
        rootCause: 'R0000000000000004',
      },
      {
        ip: '10.7.7.3',
        first: at('04-04', 1),
        ports: '80',
        targets: { web: 1 },
        phraseCut: true,
        phrase: 'y\\<00>',
        rootCause: 'R0000000000000004',
      },
    ],
    clusters: { C0000000000000001: { ports: '445', items: ['T=3', 'N=9'], support: 0.9 } },
    rootCauses: {
      R0000000000000001: {
        family: 'F0000000000000001',
        cluster: 'C0000000000000001',
        ports: '445',
        items: ['T=3', 'N=9'],
        template: [
          { kind: 'fixed', text: 'USER ' },
          { kind: 'variable', alphabet: 'a-z', minLength: 1, maxLength: 3, values: 2, examples: ['a', 'b'] },
        ],
      },
      R0000000000000002: {
        family: 'F0000000000000001',
        cluster: 'C0000000000000001',
        ports: '445',
        items: ['T=3', 'N=9'],
      },
      R0000000000000003: { family: 'F0000000000000002', cluster: null, ports: '80,8080' },
      R0000000000000004: {
        family: 'F0000000000000003',
        cluster: null,
        ports: '80',
        reason: 'a "reason", with\ttab',
      },
    },
  };
}
