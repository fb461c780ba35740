import { createHash } from 'node:crypto';

/** What the specification (STIX 2.1, section 2.9) sets for deterministic ids of observables. */
const observableNamespace = '00abedb4-aa42-466c-9c01-fed23315a9b7';
/** Ours for all other objects, which the specification forbids to lie in that of the observables. */
const honeysiftNamespace = '5f2c6d3e-7a0b-5c1d-9e4f-8b7a6c5d4e3f';

/** Id of a cyber-observable: UUIDv5 of its id contributing properties as canonical JSON (RFC 8785). */
export function observableId(type: string, contributing: Readonly<Record<string, unknown>>): string {
  return `${type}--${uuidV5(observableNamespace, canonicalJson(contributing))}`;
}

/** Id of any other object: the same for the same type and key, from bundle to bundle. */
export function objectId(type: string, key: string): string {
  return `${type}--${uuidV5(honeysiftNamespace, `${type} ${key}`)}`;
}

/** RFC 9562, version 5: SHA-1 over namespace and name. */
export function uuidV5(namespace: string, name: string): string {
  const digest = createHash('sha1')
    .update(Buffer.from(namespace.replaceAll('-', ''), 'hex'))
    .update(name, 'utf8')
    .digest()
    .subarray(0, 16);
  digest.writeUInt8((digest.readUInt8(6) & 0x0f) | 0x50, 6);
  digest.writeUInt8((digest.readUInt8(8) & 0x3f) | 0x80, 8);
  return digest.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

/** Keys sorted by UTF-16 code units, no blanks; JSON.stringify writes texts and integers as RFC 8785 asks. */
function canonicalJson(value: unknown): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  const keys = Object.keys(value).sort();
  const fields = value as Record<string, unknown>;
  return `{${keys.map((key) => `${JSON.stringify(key)}:${canonicalJson(fields[key])}`).join(',')}}`;
}
