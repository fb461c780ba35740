import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { describe, expect, it } from 'vitest';

import { parseHoneypots, readHoneypots } from '#honeysift/environment/read-honeypots.js';
import { HoneysiftError } from '#honeysift/errors.js';

const json = (honeypots: unknown): string => JSON.stringify({ honeypots });
const one = { name: 'a', ip: '192.0.2.1' };

function messageOf(text: string, path = 'pots.json'): string {
  try {
    parseHoneypots(text, path);
  } catch (error) {
    expect(error).toBeInstanceOf(HoneysiftError);
    expect(error).toMatchObject({ code: 'ERR_HONEYPOTS' });
    return (error as HoneysiftError).message;
  }
  return 'no error';
}

describe('a honeypots file', () => {
  it('may be JSON', () => {
    const text = json([
      {
        name: 'web',
        ip: '192.0.2.1',
        os: 'Linux',
        country: 'FR',
        ports: [{ port: 80 }, { port: '1434U', from: '2003-10-20' }, 445],
      },
      { name: 'six', ips: ['2001:DB8::0:1', '192.0.2.2'], platform: 'p' },
    ]);
    expect(parseHoneypots(text, 'pots.json')).toEqual({
      honeypots: [
        {
          name: 'web',
          ips: ['192.0.2.1'],
          os: 'Linux',
          country: 'FR',
          ports: [{ port: '80' }, { port: '1434U', from: '2003-10-20' }, { port: '445' }],
        },
        { name: 'six', ips: ['2001:db8::1', '192.0.2.2'], platform: 'p' },
      ],
      inferred: false,
    });
  });

  it('may be TOML', () => {
    const text =
      '[[honeypots]]\nname = "web"\nip = "192.0.2.1"\nports = [{ port = 1433, from = 2003-10-20, to = "2003-11-06" }]\n';
    expect(parseHoneypots(text, 'pots.toml').honeypots[0]?.ports).toEqual([
      { port: '1433', from: '2003-10-20', to: '2003-11-06' },
    ]);
  });

  it('is told by its content when its name does not say', () => {
    expect(parseHoneypots(`\uFEFF ${json([one])}`, 'pots').honeypots).toHaveLength(1);
    expect(parseHoneypots('[[honeypots]]\nname="a"\nip="192.0.2.1"', 'pots').honeypots).toHaveLength(1);
  });

  it('is read from disk', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'honeysift-pots-'));
    await writeFile(join(folder, 'pots.json'), json([one]));
    expect(readHoneypots(join(folder, 'pots.json')).honeypots[0]?.name).toBe('a');
    expect(() => readHoneypots(join(folder, 'none.json'))).toThrow(
      expect.objectContaining({ code: 'ERR_HONEYPOTS' }),
    );
    await rm(folder, { recursive: true });
  });
});

describe('a honeypots file is refused, saying where and why', () => {
  it.each([
    ['text that is no JSON', '{', 'pots.json is not valid JSON'],
    ['nothing', '{}', 'pots.json: honeypots:'],
    ['no honeypot', json([]), 'pots.json: honeypots:'],
    ['a honeypot without a name', json([{ ip: '192.0.2.1' }]), 'honeypots[0].name'],
    ['a name that is no text', json([one, { name: 3, ip: '192.0.2.1' }]), 'honeypots[1].name'],
    ['one without an address', json([{ name: 'a' }]), 'honeypots[0] (a): no address'],
    ['one with an empty list of them', json([{ name: 'a', ips: [] }]), 'no address'],
    ['what is no address', json([{ name: 'a', ip: '192.0.2.300' }]), '"192.0.2.300" is no IP address'],
    ['a network', json([{ name: 'a', ip: '192.0.2.0/24' }]), 'single addresses'],
    [
      'two of one name',
      json([one, { name: 'a', ip: '192.0.2.2' }]),
      'honeypots[1] (a): another honeypot has the same name',
    ],
    [
      'two of one address',
      json([one, { name: 'b', ip: '::ffff:192.0.2.1' }]),
      'the address 192.0.2.1 is already that of a',
    ],
    ['a port too high', json([{ ...one, ports: [{ port: 65536 }] }]), 'port "65536" is not understood'],
    ['port 0', json([{ ...one, ports: [{ port: 0 }] }]), 'port "0"'],
    ['a port in other notation', json([{ ...one, ports: [{ port: '80/tcp' }] }]), '445 (TCP)'],
    ['a protocol too high', json([{ ...one, ports: [{ port: 'P256' }] }]), 'port "P256"'],
    [
      'a day that does not exist',
      json([{ ...one, ports: [{ port: 80, from: '2003-02-30' }] }]),
      '"2003-02-30" of port 80 is no day',
    ],
    [
      'a day in other notation',
      json([{ ...one, ports: [{ port: 80, to: '1.2.2003' }] }]),
      'write YYYY-MM-DD',
    ],
    [
      'days the wrong way round',
      json([{ ...one, ports: [{ port: 80, from: '2003-02-02', to: '2003-02-01' }] }]),
      'swap them',
    ],
  ])('%s', (_name, text, expected) => {
    expect(messageOf(text)).toContain(expected);
  });

  it('text that is no TOML', () => {
    expect(messageOf('honeypots = [', 'pots.toml')).toContain('pots.toml is not valid TOML');
  });
});
