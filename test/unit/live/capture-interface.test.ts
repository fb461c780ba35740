import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';

import { describe, expect, it } from 'vitest';

import { HoneysiftError } from '#honeysift/errors.js';
import { captureInterface } from '#honeysift/live/capture-interface.js';
import { linkTypeOf } from '#honeysift/live/link-type.js';
import type { LiveSessionOptions, OpenLiveSession } from '#honeysift/live/live-session.js';

import { withTempFolder } from '../../support/temp-folder.js';

/** A session that does what `script` says, a turn after it opened. */
function scripted(script: (options: LiveSessionOptions) => void): {
  open: OpenLiveSession;
  closed: () => number;
} {
  let closed = 0;
  const open: OpenLiveSession = (options) => {
    options.onOpen({ linkType: 113, snapLength: options.snapLength, resolution: 'microseconds' });
    setImmediate(() => {
      script(options);
    });
    return {
      counters: () => ({ received: 9, kernelDrops: 2, interfaceDrops: 1 }),
      close: () => {
        closed += 1;
        return Promise.resolve();
      },
    };
  };
  return { open, closed: () => closed };
}

const packet = { seconds: 1_000_000_000, fraction: 1, originalLength: 100, bytes: new Uint8Array(60) };

describe('captureInterface', () => {
  it('stops at the number of packets, takes none beyond it, and sums up', async () => {
    await withTempFolder(async (out) => {
      const asked: boolean[] = [];
      const session = scripted(({ onPacket }) => {
        for (let at = 0; at < 3; at += 1) asked.push(onPacket(packet));
      });
      const summary = await captureInterface('eth0', { out, maxPackets: 3 }, session.open);
      expect(asked).toEqual([true, true, false]);
      const files = [{ path: join(out, 'eth0-2001-09-09.pcap'), packets: 3 }];
      expect(summary).toMatchObject({
        interface: 'eth0',
        linkType: 113,
        stoppedBy: 'packets',
        packets: 3,
        files,
      });
      expect(summary).toMatchObject({ bytes: 300, received: 9, kernelDrops: 2, interfaceDrops: 1 });
      expect(session.closed()).toBe(1);
    });
  });

  it('stops after its time, and when its signal aborts', async () => {
    await withTempFolder(async (out) => {
      const quiet = scripted(() => undefined);
      expect(await captureInterface('eth0', { out, maxSeconds: 0.05 }, quiet.open)).toMatchObject({
        stoppedBy: 'duration',
        packets: 0,
        files: [],
      });
      const signal = AbortSignal.abort();
      expect(await captureInterface('eth0', { out, signal }, quiet.open)).toMatchObject({
        stoppedBy: 'signal',
      });
      expect(readdirSync(out)).toEqual([]);
    });
  });

  it('keeps what it has when the interface goes away, and says so', async () => {
    await withTempFolder(async (out) => {
      const session = scripted(({ onPacket, onFailure }) => {
        onPacket(packet);
        onFailure(new HoneysiftError('ERR_INTERFACE', 'gone'));
      });
      await expect(captureInterface('eth0', { out }, session.open)).rejects.toMatchObject({
        code: 'ERR_INTERFACE',
      });
      expect(readdirSync(out)).toEqual(['eth0-2001-09-09.pcap']);
      expect(session.closed()).toBe(1);
    });
  });

  it('stops when files cannot be written', async () => {
    await withTempFolder(async (folder) => {
      const out = join(folder, 'out');
      const session = scripted(({ onPacket }) => {
        rmSync(out, { recursive: true });
        expect(onPacket(packet)).toBe(false);
      });
      await expect(captureInterface('eth0', { out }, session.open)).rejects.toMatchObject({
        code: 'ERR_CAPTURE',
      });
    });
  });

  it.each([
    { snapLength: 0 },
    { snapLength: 262_145 },
    { maxPackets: 1.5 },
    { maxSeconds: 0 },
    { bufferBytes: -1 },
  ])('refuses %o', async (options) => {
    const session = scripted(() => undefined);
    await expect(captureInterface('eth0', { out: '.', ...options }, session.open)).rejects.toMatchObject({
      code: 'ERR_ARGUMENT',
    });
  });
});

it.each([
  ['LINKTYPE_ETHERNET', 1],
  ['LINKTYPE_RAW', 101],
  ['Unknown linktype 276', 276],
  ['Unknown linktype 12', 101],
])('%s is link type %i', (name, linkType) => {
  expect(linkTypeOf(name)).toBe(linkType);
});
