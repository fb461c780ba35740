import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { formatAddress, isIpv4, parseAddress } from '#honeysift/model/address.js';

const text = (address: string): string | null => {
  const bytes = parseAddress(address);
  return bytes && formatAddress(bytes);
};

describe('addresses as text', () => {
  it.each([
    ['0.0.0.0', '0.0.0.0'],
    ['255.1.2.3', '255.1.2.3'],
    ['::ffff:10.0.0.1', '10.0.0.1'],
    ['::', '::'],
    ['::1', '::1'],
    ['1::', '1::'],
    ['2001:DB8:0:0:0:0:0:1', '2001:db8::1'],
    ['2001:db8:0:1:1:1:1:1', '2001:db8:0:1:1:1:1:1'],
    ['2001:0:0:1:0:0:0:1', '2001:0:0:1::1'],
    ['2001:db8:0:0:1:0:0:1', '2001:db8::1:0:0:1'],
    ['64:ff9b::192.0.2.33', '64:ff9b::c000:221'],
  ])('%s is written %s', (given, canonical) => {
    expect(text(given)).toBe(canonical);
  });

  it.each([
    '',
    '1.2.3',
    '1.2.3.4.5',
    '1.2.3.256',
    '01.2.3.4',
    '1.2.3.4/8',
    ':',
    ':::',
    '1::2::3',
    '1:2:3:4:5:6:7',
  ])('%j is none', (given) => {
    expect(parseAddress(given)).toBeNull();
  });
  it.each([
    '1:2:3:4:5:6:7:8:9',
    '1:2:3:4:5:6:7::8',
    '12345::',
    'g::',
    'fe80::1%eth0',
    '1.2.3.4::',
    ' ::1',
    '1:2:3:4:5:6:7:',
  ])('%j is none', (given) => {
    expect(parseAddress(given)).toBeNull();
  });

  it('come back from their text', () => {
    const byte = fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 255 }));
    fc.assert(
      fc.property(fc.array(byte, { minLength: 16, maxLength: 16 }), (all) => {
        const bytes = Uint8Array.from(all);
        expect(parseAddress(formatAddress(bytes))).toEqual(bytes);
      }),
    );
  });

  it('tells IPv4 by its mapped form', () => {
    expect([
      isIpv4(parseAddress('1.2.3.4') ?? new Uint8Array()),
      isIpv4(parseAddress('::1') ?? new Uint8Array()),
    ]).toEqual([true, false]);
  });
});
