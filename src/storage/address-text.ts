/**
 * Canonical text of the 16 bytes at `offset`: dotted for IPv4-mapped addresses, else RFC 5952 (lower case, the first
 * longest run of two or more zero groups as `::`).
 */
export function addressText(bytes: Uint8Array, offset: number): string {
  return isMappedIpv4(bytes, offset)
    ? `${bytes[offset + 12] ?? 0}.${bytes[offset + 13] ?? 0}.${bytes[offset + 14] ?? 0}.${bytes[offset + 15] ?? 0}`
    : ipv6Text(bytes, offset);
}

function isMappedIpv4(bytes: Uint8Array, offset: number): boolean {
  for (let index = 0; index < 10; index++) {
    if (bytes[offset + index] !== 0) return false;
  }
  return bytes[offset + 10] === 0xff && bytes[offset + 11] === 0xff;
}

function ipv6Text(bytes: Uint8Array, offset: number): string {
  const groups: number[] = [];
  for (let index = 0; index < 16; index += 2) {
    groups.push(((bytes[offset + index] ?? 0) << 8) | (bytes[offset + index + 1] ?? 0));
  }
  const run = longestZeroRun(groups);
  const hex = (part: readonly number[]): string => part.map((group) => group.toString(16)).join(':');
  if (run.length < 2) return hex(groups);
  return `${hex(groups.slice(0, run.start))}::${hex(groups.slice(run.start + run.length))}`;
}

function longestZeroRun(groups: readonly number[]): { start: number; length: number } {
  let best = { start: 0, length: 0 };
  let start = 0;
  groups.forEach((group, index) => {
    if (group !== 0) {
      start = index + 1;
    } else if (index + 1 - start > best.length) {
      best = { start, length: index + 1 - start };
    }
  });
  return best;
}
