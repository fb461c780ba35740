import { createHash } from 'node:crypto';

import type { ClusterId } from '../model/ids.js';

/** `C` and the first 16 hex digits of SHA-256 over the ports sequence, a line feed, and the items joined by ` & `. */
export function clusterIdOf(portsSequence: string, items: readonly string[]): ClusterId {
  const digest = createHash('sha256')
    .update(`${portsSequence}\n${items.join(' & ')}`)
    .digest('hex');
  return `C${digest.slice(0, 16)}` as ClusterId;
}
