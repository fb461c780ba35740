/** What the first bytes of a file say it is, for messages to people. */
const signatures: readonly (readonly [string, string])[] = [
  ['1f8b', 'gzip once more; decompress it with "gzip -d" first'],
  ['28b52ffd', 'zstd-compressed data; decompress it with "zstd -d" first'],
  ['fd377a585a00', 'xz-compressed data; decompress it with "xz -d" first'],
  ['425a68', 'bzip2-compressed data; decompress it with "bzip2 -d" first'],
  ['04224d18', 'lz4-compressed data; decompress it with "lz4 -d" first'],
  ['504b0304', 'a zip archive; unpack it first'],
  ['736e6f6f70000000', 'a snoop capture; convert it with "editcap -F pcap" first'],
  ['50415231', 'a Parquet file; captures are pcap or pcapng'],
];

const captureMagics = new Set([
  'd4c3b2a1', // pcap, microseconds, either byte order
  'a1b2c3d4',
  '4d3cb2a1', // pcap, nanoseconds
  'a1b23c4d',
  '34cdb2a1', // pcap, modified record header
  'a1b2cd34',
  '0a0d0d0a', // pcapng
]);

export function looksLikeZstd(first: Uint8Array): boolean {
  const hex = Buffer.from(first.subarray(0, 4)).toString('hex');
  // A frame, or one that is to be skipped.
  return hex === '28b52ffd' || /^5.2a4d18$/.test(hex);
}

export function looksLikeGzip(first: Uint8Array): boolean {
  return first[0] === 0x1f && first[1] === 0x8b;
}

export function looksLikeXz(first: Uint8Array): boolean {
  return Buffer.from(first.subarray(0, 6)).toString('hex') === 'fd377a585a00';
}

export function looksLikeCapture(first: Uint8Array): boolean {
  return captureMagics.has(Buffer.from(first.subarray(0, 4)).toString('hex'));
}

const compressions = { gz: 'gzip', zst: 'zstd', xz: 'xz' } as const;

/** Ends a sentence "FILE is ...": what stands there instead of a capture, and what to do. */
export function describeNonCapture(first: Uint8Array, compression: keyof typeof compressions | null): string {
  const inside = compression ? `${compressions[compression]} of what is ` : '';
  if (first.length === 0) return `${inside}empty; a capture is at least 24 bytes long`;
  const hex = Buffer.from(first.subarray(0, 16)).toString('hex');
  const known = signatures.find(([prefix]) => hex.startsWith(prefix));
  if (known) return inside + known[1];
  const found = `at byte 0 stands ${hex.slice(0, 8)}, not the beginning of pcap, pcapng, gzip, zstd or xz`;
  const asLog = first.subarray(0, 16).every((byte) => byte > 8)
    ? ', or, if it is a log, see --log-format and --log-mapping'
    : '';
  return `${inside}no capture: ${found}; convert it with "editcap -F pcap"${asLog}`;
}
