/** What the first bytes of a file say it is, for messages to people. */
const signatures: readonly (readonly [string, string])[] = [
  ['28b52ffd', 'zstd-compressed data; decompress it with "zstd -d" first'],
  ['fd377a585a00', 'xz-compressed data; decompress it with "xz -d" first'],
  ['425a68', 'bzip2-compressed data; decompress it with "bzip2 -d" first'],
  ['04224d18', 'lz4-compressed data; decompress it with "lz4 -d" first'],
  ['504b0304', 'a zip archive; unpack it first'],
  ['736e6f6f70000000', 'a snoop capture; convert it with "editcap -F pcap" first'],
  ['50415231', 'a Parquet file; captures are pcap or pcapng'],
];

/** Ends a sentence "FILE is ...": what stands there instead of a capture, and what to do. */
export function describeNonCapture(first: Uint8Array): string {
  if (first.length === 0) return 'empty; a capture is at least 24 bytes long';
  const hex = Buffer.from(first.subarray(0, 16)).toString('hex');
  const known = signatures.find(([prefix]) => hex.startsWith(prefix));
  if (known) return known[1];
  return `no capture: at byte 0 stands ${hex.slice(0, 8)}, not the beginning of pcap, pcapng or gzip; convert it with "editcap -F pcap"`;
}
