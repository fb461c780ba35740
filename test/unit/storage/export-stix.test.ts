import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { exportStix } from '#honeysift/storage/export/stix/export-stix.js';
import { rootCauseObjects } from '#honeysift/storage/export/stix/root-cause-objects.js';
import { observableId, uuidV5 } from '#honeysift/storage/export/stix/stix-id.js';
import { targetedPorts, trafficPattern } from '#honeysift/storage/export/stix/targeted-ports.js';
import { openStore } from '#honeysift/storage/open-store.js';
import { writeStore } from '#honeysift/storage/write-store.js';

import { runCli } from '../../support/run-cli.js';
import { buildContent, sampleSpec } from '../../support/store-content.js';
import { makeTempFolder } from '../../support/temp-folder.js';

type Json = Record<string, unknown> & { readonly type: string; readonly id: string };

const folder = makeTempFolder();
const storeDir = join(folder.path, 'store');
const out = join(folder.path, 'bundle.json');
let objects: Json[];

beforeAll(async () => {
  await writeStore(storeDir, buildContent(sampleSpec()));
  await exportStix(storeDir, { out });
  const bundle = JSON.parse(readFileSync(out, 'utf8')) as Json & { objects: Json[] };
  expect(Object.keys(bundle)).toEqual(['type', 'id', 'objects']);
  expect(bundle.type).toBe('bundle');
  expect(bundle.id).toMatch(/^bundle--/);
  objects = bundle.objects;
});
afterAll(() => folder.remove());

const of = (type: string): Json[] => objects.filter((one) => one.type === type);

/** STIX 2.1, sections 3.2 (common), 4 (SDOs), 5 (SROs), 6 (SCOs): required and optional properties. */
const observables: Record<string, string[]> = {
  'ipv4-addr': ['value'],
  'ipv6-addr': ['value'],
  'network-traffic': ['src_ref', 'protocols'],
};
const required: Record<string, string[]> = {
  identity: ['name'],
  'attack-pattern': ['name'],
  indicator: ['pattern', 'pattern_type', 'valid_from'],
  'observed-data': ['first_observed', 'last_observed', 'number_observed', 'object_refs'],
  relationship: ['relationship_type', 'source_ref', 'target_ref'],
  sighting: ['sighting_of_ref'],
  ...observables,
};
const optional: Record<string, string[]> = {
  identity: ['description', 'identity_class'],
  'attack-pattern': ['description'],
  indicator: ['name', 'description', 'indicator_types', 'confidence'],
  sighting: ['first_seen', 'last_seen', 'count', 'observed_data_refs', 'where_sighted_refs'],
  'network-traffic': ['dst_port'],
};
const timestamp = /^\d{4}-(0\d|1[0-2])-([0-2]\d|3[01])T([01]\d|2[0-3]):[0-5]\d:([0-5]\d|60)(\.\d+)?Z$/;
const uuid5 = /^[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

/** The grammar of section 9, as far as one observation with comparisons goes. Throws where the text leaves it. */
function parsePattern(pattern: string): string[] {
  const token =
    /\s*(?:('(?:[^'\\]|\\.)*')|(-?(?:0|[1-9]\d*))(?![\w.])|([[\](),=])|(AND|OR|IN|NOT)\b|([a-z][a-z0-9-]*:[a-z_]+(?:\[\*\])?(?:\.[a-z_]+)*))/y;
  const tokens: string[] = [];
  while (token.lastIndex < pattern.length) {
    const at = token.lastIndex;
    const match = token.exec(pattern);
    if (match === null) throw new Error(`no token at ${at}: ${pattern.slice(at, at + 20)}`);
    tokens.push(match[0].trim());
  }
  let next = 0;
  const take = (wanted?: string | RegExp): string => {
    const found = tokens[next++] ?? 'the end';
    const fits = wanted === undefined || (typeof wanted === 'string' ? found === wanted : wanted.test(found));
    if (!fits) throw new Error(`${String(wanted)} expected, not ${found}`);
    return found;
  };
  const paths: string[] = [];
  const literal = (): string => take(/^('.*'|-?\d+)$/s);
  const test = (): void => {
    if (tokens[next] === '(') {
      take('(');
      comparison();
      take(')');
      return;
    }
    paths.push(take(/^[a-z][a-z0-9-]*:/));
    if (take(/^(=|IN)$/) === '=') {
      literal();
      return;
    }
    take('(');
    literal();
    while (tokens[next] === ',') {
      take(',');
      literal();
    }
    take(')');
  };
  const comparison = (): void => {
    test();
    while (tokens[next] === 'AND' || tokens[next] === 'OR') {
      take();
      test();
    }
  };
  take('[');
  comparison();
  take(']');
  if (next !== tokens.length) throw new Error('text after the observation');
  return paths;
}

describe('a bundle keeps the rules of STIX 2.1', () => {
  it('every object has what is required, and nothing unknown', () => {
    for (const object of objects) {
      const isObservable = object.type in observables;
      const common = isObservable
        ? ['type', 'spec_version', 'id']
        : ['type', 'spec_version', 'id', 'created', 'modified'];
      const must = [...common, ...(required[object.type] ?? ['(an unknown type)'])];
      const may = [...must, ...(optional[object.type] ?? []), ...(isObservable ? [] : ['created_by_ref'])];
      expect(must.filter((name) => !(name in object))).toEqual([]);
      expect(Object.keys(object).filter((name) => !may.includes(name))).toEqual([]);
      expect(object['spec_version']).toBe('2.1');
      for (const value of Object.values(object)) {
        expect(value).not.toBeNull();
        if (Array.isArray(value)) expect(value.length).toBeGreaterThan(0);
      }
    }
  });

  it('ids are of their type, deterministic and unique, and every reference leads to an object', () => {
    const known = new Map(objects.map((one) => [one.id, one.type]));
    expect(known.size).toBe(objects.length);
    for (const object of objects) {
      expect(object.id.startsWith(`${object.type}--`)).toBe(true);
      expect(object.id.slice(object.type.length + 2)).toMatch(uuid5);
      for (const [name, value] of Object.entries(object)) {
        if (!/_refs?$/.test(name)) continue;
        for (const reference of [value].flat()) expect(known.has(reference as string), name).toBe(true);
      }
    }
    for (const one of of('network-traffic')) {
      expect(known.get(one['src_ref'] as string)).toMatch(/^ipv[46]-addr$/);
      const { src_ref, dst_port, protocols } = one;
      expect(one.id).toBe(
        observableId('network-traffic', {
          protocols,
          src_ref,
          ...(dst_port === undefined ? {} : { dst_port }),
        }),
      );
      for (const protocol of protocols as string[]) expect(protocol).toMatch(/^[a-z0-9-]+$/);
    }
    expect(of('relationship').map((one) => one['relationship_type'])).toEqual(
      of('indicator').flatMap(() => ['indicates', 'based-on']),
    );
    for (const one of of('relationship')) {
      expect(known.get(one['source_ref'] as string)).toBe('indicator');
      expect(known.get(one['target_ref'] as string)).toBe(
        one['relationship_type'] === 'indicates' ? 'attack-pattern' : 'observed-data',
      );
    }
  });

  it('times, counts and confidence are in bounds', () => {
    const times = [
      'created',
      'modified',
      'valid_from',
      'first_observed',
      'last_observed',
      'first_seen',
      'last_seen',
    ];
    for (const object of objects) {
      for (const name of times) {
        if (name in object) expect(object[name], name).toMatch(timestamp);
      }
      if ('created' in object) {
        expect(object['created']).toMatch(/\.\d{3}Z$/);
        expect(object['modified']).toMatch(/\.\d{3}Z$/);
        expect(String(object['modified']) >= String(object['created'])).toBe(true);
      }
    }
    for (const one of of('observed-data')) {
      expect(String(one['last_observed']) >= String(one['first_observed'])).toBe(true);
      expect(one['number_observed']).toBeGreaterThanOrEqual(1);
      expect(one['number_observed']).toBeLessThanOrEqual(999_999_999);
    }
    for (const one of of('indicator')) {
      if ('confidence' in one) {
        expect(Number.isInteger(one['confidence'])).toBe(true);
        expect(one['confidence']).toBeGreaterThanOrEqual(0);
        expect(one['confidence']).toBeLessThanOrEqual(100);
      }
      expect(new Set(parsePattern(one['pattern'] as string))).toEqual(
        new Set([
          'network-traffic:src_ref.value',
          'network-traffic:protocols[*]',
          'network-traffic:dst_port',
        ]),
      );
    }
  });
});

describe('a bundle says what the store says', () => {
  it('one indicator and sighting per root cause, of its addresses, ports, packets and times', async () => {
    const store = await openStore(storeDir);
    const { rows } = await store.query(
      `SELECT root_cause_id, count(*), sum(packets)::BIGINT, min(first_seen), max(last_seen), list_sort(list(DISTINCT ip))
       FROM attack_sources WHERE root_cause_id IS NOT NULL GROUP BY 1 ORDER BY 1`,
    );
    await store.close();
    expect(of('sighting').map((one) => [one['count'], one['first_seen'], one['last_seen']])).toEqual(
      rows.map((row) => [row[1], row[3], row[4]]),
    );
    expect(of('observed-data').map((one) => one['number_observed'])).toEqual(rows.map((row) => row[2]));
    const byId = new Map(objects.map((one) => [one.id, one]));
    of('observed-data').forEach((one, at) => {
      const refs = (one['object_refs'] as string[]).map((id) => byId.get(id));
      expect(refs.flatMap((object) => (object && 'value' in object ? [object['value']] : []))).toEqual(
        rows[at]?.[5],
      );
    });
    expect(of('indicator').map((one) => one['pattern'])).toContain(
      "[network-traffic:src_ref.value IN ('2001:db8::1') AND " +
        "((network-traffic:protocols[*] = 'tcp' AND network-traffic:dst_port IN (80, 8080)))]",
    );
    expect(JSON.stringify(objects)).not.toContain('192.0.2.');
  });

  it('is the same every time, and of the root causes that were named', async () => {
    const first = readFileSync(out);
    await exportStix(storeDir, { out, force: true });
    expect(readFileSync(out).equals(first)).toBe(true);
    const run = runCli([
      'export',
      '--store',
      storeDir,
      '--format',
      'stix',
      '--root-cause',
      'R0000000000000003',
    ]);
    expect(run.stderr).toBe('');
    const one = JSON.parse(run.stdout) as { objects: Json[] };
    expect(one.objects.map(({ type }) => type).sort()).toEqual(
      [
        'attack-pattern',
        'identity',
        'indicator',
        'ipv6-addr',
        'network-traffic',
        'network-traffic',
        'observed-data',
        'relationship',
        'relationship',
        'sighting',
      ].sort(),
    );
    await expect(
      exportStix(storeDir, { out: join(folder.path, 'x'), rootCauses: ['R1'] }),
    ).rejects.toMatchObject({ code: 'ERR_ARGUMENT' });
  });
});

describe('parts', () => {
  it('UUIDv5 as RFC 9562 gives it', () => {
    expect(uuidV5('6ba7b810-9dad-11d1-80b4-00c04fd430c8', 'www.example.com')).toBe(
      '2ed6657d-e927-568b-95e1-2665a8aea6a2',
    );
  });

  it("an address has the id that OASIS' own and other tools derive", () => {
    const ids = [
      observableId('ipv4-addr', { value: '198.51.100.3' }),
      observableId('ipv6-addr', { value: '2001:db8::1' }),
    ];
    expect(ids).toEqual([
      'ipv4-addr--28bb3599-77cd-5a82-a950-b5bc3caf07c4',
      'ipv6-addr--6469e3a9-b053-5e34-a025-9396ae051d26',
    ]);
  });

  it('every kind of port has a pattern that the grammar allows', () => {
    const ports = targetedPorts('80,1434U,I,P47,P250,80');
    const pattern = trafficPattern(["1.2.3.4' OR x", '::1\\'], ports);
    expect(pattern).toContain("'1.2.3.4\\' OR x', '::1\\\\'");
    expect(pattern).toContain('dst_port IN (80))');
    expect(new Set(parsePattern(pattern)).size).toBe(3);
  });

  it('hostile text is written out, and never reaches a pattern', () => {
    const objectsOf = rootCauseObjects({
      id: 'R1',
      portsSequence: '80',
      template: '\u001b[31m\u202e"],\n"x": {',
      tool: 'evil\u0000tool',
      reason: 'r',
      meanDistance: 0.25,
      sources: 1,
      packets: 5_000_000_000,
      firstSeen: '2003-01-01T00:00:00.123456789Z',
      lastSeen: '2003-01-01T00:00:01Z',
      addresses: ['192.0.2.9'],
    });
    const text = JSON.stringify(objectsOf);
    expect(text).not.toMatch(/\\u00|\u202e|\\n/);
    const find = (type: string): Json | undefined => objectsOf.find((one) => one.type === type);
    expect(find('attack-pattern')?.['name']).toBe('evil\\x00tool');
    expect(find('indicator')?.['confidence']).toBe(75);
    expect(find('indicator')?.['created']).toBe('2003-01-01T00:00:01.000Z');
    expect(find('observed-data')?.['number_observed']).toBe(999_999_999);
  });
});
