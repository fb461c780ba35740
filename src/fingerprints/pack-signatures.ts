import { stackSignatureInts } from '../native/stack-matcher.js';
import type { LabelledSignature } from './signature-database.js';
import { mostTcpOptions, quirkNames, type WindowRule } from './stack-signature.js';

const windowRules = [
  'value',
  'any',
  'modulus',
  'mss',
  'mtu',
] as const satisfies readonly WindowRule['rule'][];
const anything = -1;

/** Signatures as the matcher reads them: native/fingerprint/stack_signatures.h, `StackSignature`. */
export function packSignatures(signatures: readonly LabelledSignature[]): Int32Array {
  const packed = new Int32Array(signatures.length * stackSignatureInts);
  signatures.forEach(({ label, signature }, i) => {
    const { window, options } = signature;
    const fields = [
      signature.version ?? anything,
      signature.ttl,
      Number(signature.anyTtl),
      Number(label.generic),
      Number(label.osClass === null),
      signature.ipOptions,
      signature.mss ?? anything,
      windowRules.indexOf(window.rule),
      window.rule === 'any' ? 0 : window.value,
      signature.windowScale ?? anything,
      signature.payload === null ? anything : Number(signature.payload),
      quirkNames.reduce((bits, name, bit) => (signature.quirks.has(name) ? bits | (1 << bit) : bits), 0),
      signature.eolPadding,
      options.length,
      ...options.slice(0, mostTcpOptions),
    ];
    packed.set(fields, i * stackSignatureInts);
  });
  return packed;
}
