import type { MatchedLabel, RawSignature, StackMatchQuality } from '../model/source-fingerprints.js';
import type { MatchedSignatures } from '../native/stack-matcher.js';
import { labelText, type SignatureDatabase } from './signature-database.js';

/** IPv4 and IPv6 with TCP, without options: what the MTU has beyond the segment size. */
const headerBytes = { 4: 40, 6: 60 } as const;

/** What the database calls the signatures found. */
export function describeSignatures(found: MatchedSignatures, database: SignatureDatabase): RawSignature[] {
  return found.texts.map((text, i) => {
    const mss = found.mss[i] ?? 0;
    const mtu = mss === 0 ? null : mss + headerBytes[found.version[i] === 6 ? 6 : 4];
    return {
      text,
      label: matchedLabel(found, database, i),
      distance: found.distance[i] ?? 0,
      mtu,
      link: database.links.get(mtu ?? 0) ?? null,
    };
  });
}

function matchedLabel(
  found: MatchedSignatures,
  { requests }: SignatureDatabase,
  i: number,
): MatchedLabel | null {
  const label = requests[found.match[i] ?? -1]?.label;
  if (label === undefined) return null;
  return {
    name: labelText(label),
    osClass: label.osClass,
    quality: quality(label.generic, found.fuzzy[i] !== 0),
  };
}

function quality(generic: boolean, fuzzy: boolean): StackMatchQuality {
  if (fuzzy) return generic ? 'generic fuzzy' : 'fuzzy';
  return generic ? 'generic' : 'exact';
}
