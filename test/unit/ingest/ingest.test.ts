import { copyFile, mkdir, readdir, rename, rm, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import {
  analyze,
  checkStore,
  openStore,
  prune,
  type SimulationSummary,
  verifyStore,
} from '#honeysift/index.js';
import type { StoreManifest } from '#honeysift/storage/store-manifest.js';

import {
  contentDigests,
  ingestInto,
  readManifestOf,
  recompressed,
  simulateDays,
} from '../../support/feed.js';
import { makeTempFolder } from '../../support/temp-folder.js';

describe('ingest', () => {
  const folder = makeTempFolder();
  const at = (name: string): string => join(folder.path, name);
  let simulation: SimulationSummary;
  let files: readonly string[];
  let honeypots: string;
  let reference: Record<string, string>;
  let inferred: Record<string, string>;

  beforeAll(async () => {
    simulation = await simulateDays(folder.path);
    ({ files, honeypotsFile: honeypots } = simulation);
    const digestsOf = async (out: string, file?: string): Promise<Record<string, string>> => {
      const { manifest } = await analyze(files, { out: at(out), honeypots: file, workers: 0 });
      return contentDigests(manifest);
    };
    reference = await digestsOf('reference', honeypots);
    inferred = await digestsOf('inferred');
  });
  afterAll(() => {
    folder.remove();
  });

  const digestsIn = (store: string): Record<string, string> => contentDigests(readManifestOf(at(store)));

  it('makes the tables that analyze makes, all at once and day by day', async () => {
    const all = await ingestInto(at('all'), files, { honeypots, workers: 2 });
    expect(contentDigests(all.manifest)).toEqual(reference);
    expect(all.ingested.map(({ path }) => path)).toEqual([...files].sort());
    for (const [day, file] of files.entries()) {
      const step = await ingestInto(at('daily'), [file], day === 0 ? { honeypots } : {});
      expect(step).toMatchObject({ publication: day + 1, published: true, duplicates: [], readAgain: [] });
      expect(step.ingested.map(({ path }) => path)).toEqual([file]);
    }
    expect(digestsIn('daily')).toEqual(reference);
    const store = await openStore(at('daily'));
    expect(await verifyStore(store)).toEqual([]);
    await store.close();
  });

  it('knows what it has: the same files, renamed and recompressed ones', async () => {
    const known = await ingestInto(at('all'), files);
    expect(known).toMatchObject({ published: false, publication: 1, ingested: [], readAgain: [] });
    expect(known.duplicates).toEqual(files.map((path) => ({ path, sameAs: path })));
    await mkdir(at('copies'));
    const copies = await recompressed(files.slice(0, 2), at('copies'));
    await copyFile(files[2] ?? '', at('copies/renamed'));
    const again = await ingestInto(at('all'), [...copies, at('copies/renamed')]);
    expect(again).toMatchObject({ published: false, ingested: [] });
    expect(again.duplicates.map(({ sameAs }) => sameAs).sort()).toEqual(files.slice(0, 3));
    expect(digestsIn('all')).toEqual(reference);
  });

  it('gives the same tables for shuffled and recompressed files, folders, and copies among them', async () => {
    await mkdir(at('packed'));
    const copies = await recompressed(files, at('packed'));
    const [first = '', ...rest] = [...copies].reverse();
    await ingestInto(at('shuffled'), rest, { honeypots });
    const result = await ingestInto(at('shuffled'), [at('packed'), files[0] ?? '']);
    expect(result.ingested.map(({ path }) => path)).toEqual([first]);
    expect(result.duplicates).toHaveLength(copies.length);
    expect(digestsIn('shuffled')).toEqual(reference);
  });

  it('infers the honeypots of all captures, reading earlier ones again when others show up', async () => {
    const [early = '', ...late] = files;
    await ingestInto(at('guessed'), [early]);
    const result = await ingestInto(at('guessed'), late);
    expect(result.environment.inferred).toBe(true);
    expect(contentDigests(result.manifest)).toEqual(inferred);
    expect((await ingestInto(at('guessed'), files)).published).toBe(false);
  });

  it('refuses when a capture that must be read again is gone, and leaves the store as it was', async () => {
    await mkdir(at('moving'));
    const early = at('moving/early.pcap');
    await copyFile(files[0] ?? '', early);
    await ingestInto(at('lost'), [early], { honeypots });
    const before = readManifestOf(at('lost'));
    await rename(early, at('moving/elsewhere.pcap'));
    const two = at('two.json');
    await writeFile(two, JSON.stringify({ honeypots: before.environment.honeypots.slice(0, 2) }));
    const reading = (captures: string[]): Promise<unknown> =>
      ingestInto(at('lost'), captures, { honeypots: two, resetOptions: true });
    await expect(reading([])).rejects.toThrow(/early\.pcap\. Name them where they are now/);
    await expect(reading([files[1] ?? ''])).rejects.toMatchObject({ code: 'ERR_STORE' });
    expect(readManifestOf(at('lost'))).toEqual(before);
    const found = await reading([at('moving/elsewhere.pcap'), files[1] ?? '']);
    expect(found).toMatchObject({ published: true, readAgain: [early] });
    const { manifest } = await analyze(files.slice(0, 2), { out: at('two'), honeypots: two, workers: 0 });
    expect(digestsIn('lost')).toEqual(contentDigests(manifest));
  });

  it('keeps the options of its first time, unless they are reset', async () => {
    await ingestInto(at('options'), files.slice(0, 2), { honeypots, minSupport: 0.2 });
    const same = await ingestInto(at('options'), files.slice(2, 3));
    expect(same.manifest.options['min-support']).toBe(0.2);
    const other = ingestInto(at('options'), files.slice(3), { minSupport: 0.01 });
    await expect(other).rejects.toMatchObject({ code: 'ERR_USAGE' });
    await expect(other).rejects.toThrow(/min-support is 0\.2, not 0\.01\..*--reset-options/);
    const moved = ingestInto(at('options'), files.slice(3), { honeypots: await oneHoneypot() });
    await expect(moved).rejects.toThrow(/names other honeypots than the store/);
    const reset = await ingestInto(at('options'), files.slice(3), { minSupport: 0.01, resetOptions: true });
    expect(contentDigests(reset.manifest)).toEqual(reference);
    const gap = await ingestInto(at('options'), [], { sources: { mode: 'gap25h' }, resetOptions: true });
    const { manifest } = await analyze(files, {
      out: at('gap'),
      honeypots,
      workers: 0,
      sources: { mode: 'gap25h' },
    });
    expect(contentDigests(gap.manifest)).toEqual(contentDigests(manifest));
  });

  const oneHoneypot = async (): Promise<string> => {
    await writeFile(at('one.json'), JSON.stringify({ honeypots: [{ name: 'x', ip: '192.0.2.77' }] }));
    return at('one.json');
  };

  it('keeps the packets as well where they are asked for, and makes the same tables of them', async () => {
    const { manifest } = await analyze(files, { out: at('rows'), honeypots, workers: 0, packets: true });
    const wanted = contentDigests(manifest);
    expect(Object.keys(wanted)).toContain('packets');
    await ingestInto(at('fed-rows'), files.slice(0, 2), { honeypots, packets: true });
    expect(contentDigests((await ingestInto(at('fed-rows'), files.slice(2))).manifest)).toEqual(wanted);
    expect(await checkStore(at('fed-rows'))).toMatchObject({ problems: [], leftovers: [] });
    // In the middle of what is kept: only the months that lie before it whole go from the packets.
    const cut = await prune({ store: at('fed-rows'), before: '2003-11-01', workers: 0 });
    const packetFiles = cut.manifest.tables['packets']?.files.map(({ path }) => path) ?? [];
    expect(packetFiles.length).toBeGreaterThan(0);
    expect(packetFiles.filter((path) => !path.includes('month=2003-11'))).toEqual([]);
    expect(await checkStore(at('fed-rows'))).toMatchObject({ problems: [], leftovers: [] });
  });

  it('says what was damaged, and counts a whole copy as another capture', async () => {
    const cut = at('cut.pcap');
    await copyFile(files[0] ?? '', cut);
    await truncate(cut, 50_001);
    const result = await ingestInto(at('damaged'), [cut], { honeypots });
    expect(result.damaged.map(({ path }) => path)).toEqual([cut]);
    expect((await ingestInto(at('damaged'), [files[0] ?? ''])).ingested).toHaveLength(1);
  });

  it('stops when its signal aborts, keeps what it read, and goes on', async () => {
    const controller = new AbortController();
    const work = ingestInto(at('stopped'), files, {
      honeypots,
      signal: controller.signal,
      onProgress: ({ stage, done }) => {
        if (stage === 'feed.collect' && done === 3) controller.abort();
      },
    });
    await expect(work).rejects.toMatchObject({ code: 'ERR_CANCELLED' });
    await expect(openStore(at('stopped'))).rejects.toMatchObject({ code: 'ERR_STORE' });
    const [key = ''] = await readdir(join(at('stopped'), 'feed', 'parts'));
    expect((await readdir(join(at('stopped'), 'feed', 'parts', key))).length).toBeGreaterThanOrEqual(3);
    let read = 0;
    const result = await ingestInto(at('stopped'), files, {
      honeypots,
      onProgress: ({ stage, total }) => {
        if (stage === 'feed.collect') read = total;
      },
    });
    expect(read).toBeLessThanOrEqual(files.length - 3);
    expect(contentDigests(result.manifest)).toEqual(reference);
  });

  it('reads again what a run that was broken off left damaged', async () => {
    const controller = new AbortController();
    const stopped = ingestInto(at('torn'), files, {
      honeypots,
      signal: controller.signal,
      onProgress: ({ stage }) => {
        if (stage === 'feed.finalize') controller.abort();
      },
    });
    await expect(stopped).rejects.toMatchObject({ code: 'ERR_CANCELLED' });
    const parts = join(at('torn'), 'feed', 'parts');
    const [key = ''] = await readdir(parts);
    const [one = '', other = '', ...others] = await readdir(join(parts, key));
    expect(others).toHaveLength(files.length - 2);
    // As after a loss of power: of one capture a day is cut short, of another the list of its files is all zeros.
    const [day = ''] = (await readdir(join(parts, key, one))).filter((name) => name.endsWith('.day'));
    await truncate(join(parts, key, one, day), 100);
    await writeFile(join(parts, key, other, 'capture.part'), new Uint8Array(5000));
    let read = 0;
    const result = await ingestInto(at('torn'), files, {
      honeypots,
      onProgress: ({ stage, total }) => {
        if (stage === 'feed.collect') read = total;
      },
    });
    expect(read).toBe(2);
    expect(contentDigests(result.manifest)).toEqual(reference);
    expect(result.seconds.published).toBeGreaterThanOrEqual(result.seconds.landed);
  });

  it('leaves the store and its options alone when a capture is none', async () => {
    const bad = at('bad.pcap');
    await writeFile(bad, 'no capture at all, but long enough to be looked at');
    const before: StoreManifest = readManifestOf(at('all'));
    await expect(ingestInto(at('all'), [bad])).rejects.toMatchObject({ code: 'ERR_CAPTURE' });
    expect(readManifestOf(at('all'))).toEqual(before);
    await rm(bad);
  });

  it('does not mix with analyze', async () => {
    await expect(analyze(files, { out: at('all'), honeypots, workers: 0 })).rejects.toThrow(
      /is kept by "honeysift ingest"/,
    );
    await expect(ingestInto(at('reference'), files)).rejects.toThrow(/was written by "honeysift analyze"/);
  });
});
