import { HoneysiftError } from '../errors.js';
import { loadAddon } from './load-addon.js';

interface Addon {
  /** Empty when libpcap takes the expression for this link type. */
  filterError(expression: string, linkType: number): string;
  hasLibpcap(): boolean;
}

const addon = loadAddon('packet_decoder') as Addon;

/** Link types the decoder knows (native/packet/link_types.cc), the common ones first. */
const linkTypes = [1, 101, 113, 276, 0, 105, 127, 108, 9, 50, 51, 104, 166, 219, 228, 229, 239];

/** Whether libpcap, which compiles filter expressions, is installed. */
export function hasLibpcap(): boolean {
  return addon.hasLibpcap();
}

/**
 * Checks a filter expression (pcap-filter(7), the syntax of tcpdump and Wireshark's capture filters) before any capture
 * is read. What it says must mean something for one link type at least.
 * @throws HoneysiftError ERR_FILTER, ERR_LIBPCAP
 */
export function checkPacketFilter(expression: string): void {
  if (!addon.hasLibpcap()) {
    throw new HoneysiftError(
      'ERR_LIBPCAP',
      'Filter expressions are compiled by libpcap, which is not installed; install libpcap0.8 (Debian, Ubuntu) or libpcap',
    );
  }
  if (expression.includes('\0')) throw refused(expression, 'it holds a NUL character');
  const errors = linkTypes.map((linkType) => addon.filterError(expression, linkType));
  if (errors.every((error) => error !== '')) throw refused(expression, errors[0] ?? '');
}

function refused(expression: string, why: string): HoneysiftError {
  return new HoneysiftError(
    'ERR_FILTER',
    `The filter ${JSON.stringify(expression)} is refused: ${why}; "man pcap-filter" describes the syntax`,
  );
}
