import { createHash } from 'node:crypto';

import type { FamilyId, RootCauseId } from '../model/ids.js';

/** `R` and 16 hex digits of SHA-256 over what defines the root cause, each part on a line of its own. */
export function rootCauseIdOf(parts: readonly string[]): RootCauseId {
  return `R${digest(parts)}` as RootCauseId;
}

export function familyIdOf(parts: readonly string[]): FamilyId {
  return `F${digest(parts)}` as FamilyId;
}

function digest(parts: readonly string[]): string {
  return createHash('sha256').update(parts.join('\n')).digest('hex').slice(0, 16);
}
