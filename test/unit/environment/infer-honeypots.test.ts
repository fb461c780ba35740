import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { describe, expect, it } from 'vitest';

import { addressCensus } from '#honeysift/environment/address-census.js';
import { inferHoneypots } from '#honeysift/environment/infer-honeypots.js';
import { parseAddress } from '#honeysift/model/address.js';
import type { AddressPairs } from '#honeysift/native/address-census.js';
import { createInlineRunner } from '#honeysift/pool/inline-runner.js';

import { be16, bytesOf, ethernet, ipv4, pcapFile } from '../../support/packet-bytes.js';
import { hasShared, sharedPath } from '../../support/shared.js';
import { withTempFolder } from '../../support/temp-folder.js';

function pairsOf(...opened: readonly (readonly [client: string, server: string])[]): AddressPairs {
  const join = (addresses: readonly string[]): Uint8Array =>
    Uint8Array.from(addresses.flatMap((text) => [...(parseAddress(text) ?? [])]));
  return {
    clients: join(opened.map(([client]) => client)),
    servers: join(opened.map(([, server]) => server)),
    packets: Float64Array.from(opened, () => 1),
    level: 0,
  };
}
const infer = (...opened: [string, string][]): string[] =>
  inferHoneypots(pairsOf(...opened)).honeypots.flatMap(({ ips }) => ips);

const [one, two, three] = ['192.0.2.1', '192.0.2.2', '192.0.2.10'] as const;
const attackers = Array.from({ length: 20 }, (_, i) => `198.51.100.${i}`);

describe('honeypots are inferred', () => {
  it('as those whom many open conversations with, in order of address', () => {
    const opened = attackers.flatMap((attacker): [string, string][] => [
      [attacker, three],
      [attacker, two],
      [attacker, one],
    ]);
    const environment = inferHoneypots(pairsOf(...opened));
    expect(environment).toEqual({
      honeypots: [one, two, three].map((ip) => ({ name: ip, ips: [ip] })),
      inferred: true,
    });
  });

  it('from a single source', () => {
    expect(infer(['9.9.9.9', one], ['9.9.9.9', two], ['9.9.9.9', three])).toEqual([one, two, three]);
  });

  it('from a single source to which one of them connects back', () => {
    expect(infer(['9.9.9.9', one], ['9.9.9.9', two], ['9.9.9.9', three], [one, '9.9.9.9'])).toEqual([
      one,
      two,
      three,
    ]);
  });

  it('without the servers that honeypots ask', () => {
    const opened = attackers.map((attacker): [string, string] => [attacker, one]);
    expect(infer(...opened, [one, '8.8.8.8'], [one, '1.1.1.1'])).toEqual([one]);
    expect(infer(['9.9.9.9', one], [one, '1.1.1.1'])).toEqual([one]);
    expect(infer(['1.1.1.1', one], [one, '9.9.9.9'], [one, '8.8.8.8'])).toEqual([one]);
  });

  it('where both sides seem to open, as with UDP, as the common end', () => {
    const both = attackers.flatMap((attacker): [string, string][] => [
      [attacker, one],
      [one, attacker],
    ]);
    expect(infer(...both)).toEqual([one]);
  });

  it('without multicast, broadcast and unspecified addresses', () => {
    expect(
      infer([one, '224.0.0.251'], [one, '255.255.255.255'], ['0.0.0.0', '255.255.255.255'], ['9.9.9.9', one]),
    ).toEqual([one]);
    expect(infer(['fe80::1', 'ff02::fb'], ['2001:db8::9', '2001:db8::1'], ['::', 'ff02::1'])).toEqual([
      '2001:db8::1',
    ]);
  });

  it('as none when nobody opens anything', () => {
    expect(inferHoneypots(pairsOf())).toEqual({ honeypots: [], inferred: true });
  });

  it('where they answer one scanner over UDP, not as the scanner', async () => {
    const bytesOfAddress = (text: string): number[] => text.split('.').map(Number);
    const datagram = (from: string, to: string, source: number, destination: number): Uint8Array => {
      const bytes = bytesOf(be16(source), be16(destination), be16(8), [0, 0]);
      const addresses = { source: bytesOfAddress(from), destination: bytesOfAddress(to) };
      return ethernet(ipv4(bytes, { protocol: 17, ...addresses }));
    };
    const frames = [one, two, three].flatMap((honeypot) => [
      datagram('198.51.100.1', honeypot, 40000, 161),
      datagram(honeypot, '198.51.100.1', 161, 40000),
    ]);
    const pairs = await withTempFolder((folder) => {
      const capture = join(folder, 'udp.pcap');
      writeFileSync(capture, pcapFile(frames));
      return createInlineRunner().run(addressCensus, { captures: [capture] });
    });
    expect(inferHoneypots(pairs).honeypots.flatMap(({ ips }) => ips)).toEqual([one, two, three]);
  });

  it.skipIf(!hasShared('captures/uqo'))('exactly for the uqo capture (needs ../shared)', async () => {
    const captures = [sharedPath('captures/uqo/uqo-2025-02.pcap.gz')];
    const pairs = await createInlineRunner().run(addressCensus, { captures });
    expect(inferHoneypots(pairs).honeypots.map(({ name }) => name)).toEqual([
      '192.0.2.21',
      '192.0.2.22',
      '192.0.2.23',
    ]);
  });
});
