import { HoneysiftError } from '../errors.js';

/** Names that the package `pcap` gives to libpcap's DLT values. */
const named: Readonly<Record<string, number>> = {
  LINKTYPE_NULL: 0,
  LINKTYPE_ETHERNET: 1,
  LINKTYPE_RAW: 101,
  LINKTYPE_LINUX_SLL: 113,
  LINKTYPE_IEEE802_11_RADIO: 127,
};

/** DLT values that differ from system to system have other numbers in files; from 104 on both are the same. */
const inFiles = new Map([
  [11, 100], // ATM, RFC 1483
  [12, 101], // raw IP
  [14, 101], // raw IP, OpenBSD
]);

/** The link type of a file for what the package `pcap` calls it: a name, or `Unknown linktype <DLT>`. */
export function linkTypeOf(text: string): number {
  const known = named[text];
  if (known !== undefined) return known;
  const [, digits] = /^Unknown linktype (\d+)$/.exec(text) ?? [];
  if (digits === undefined) {
    throw new HoneysiftError('ERR_INTERFACE', `The link type of this interface is not understood: ${text}`);
  }
  const value = Number(digits);
  return inFiles.get(value) ?? value;
}
