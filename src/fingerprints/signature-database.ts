import type { SignatureDatabaseFacts } from '../model/source-fingerprints.js';
import type { StackSignature } from './stack-signature.js';

/** A `label` line: `s:unix:Linux:2.6.x`. */
export interface SignatureLabel {
  /** `g`: a catch-all that counts only where no specific signature fits. */
  readonly generic: boolean;
  /** As in `classes`; null for `!`, a tool that crafts packets of its own. */
  readonly osClass: string | null;
  readonly name: string;
  /** May be empty. */
  readonly flavour: string;
  /** Of a tool: the operating systems (names) and classes (`@unix`) it runs on. */
  readonly systems: readonly string[];
}

export interface LabelledSignature {
  readonly label: SignatureLabel;
  readonly signature: StackSignature;
  readonly line: number;
}

/** What a p0f v3 signature file says about TCP. */
export interface ParsedSignatures {
  readonly classes: readonly string[];
  /** [tcp:request]: SYNs. In the order of the file, which decides among those that fit. */
  readonly requests: readonly LabelledSignature[];
  /** [tcp:response]: SYN+ACKs. */
  readonly responses: readonly LabelledSignature[];
  /** [mtu]: MTU -> link. */
  readonly links: ReadonlyMap<number, string>;
  /** Signatures of [http:...] sections, which are passed over. */
  readonly httpSignatures: number;
}

export interface SignatureDatabase extends ParsedSignatures {
  readonly facts: SignatureDatabaseFacts;
}

/** The label as p0f writes it in its log: name, then flavour. */
export function labelText({ name, flavour }: SignatureLabel): string {
  return flavour === '' ? name : `${name} ${flavour}`;
}
