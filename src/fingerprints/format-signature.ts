import { optionNames, quirkNames, type StackSignature, type WindowRule } from './stack-signature.js';

/** The signature in p0f's notation; parseSignature reads it back. */
export function formatSignature(signature: StackSignature): string {
  const { version, ttl, anyTtl, ipOptions, mss, window, windowScale, quirks, payload } = signature;
  return [
    version ?? '*',
    `${ttl}${anyTtl ? '-' : ''}`,
    ipOptions,
    mss ?? '*',
    `${windowText(window)},${windowScale ?? '*'}`,
    layoutText(signature),
    quirkNames.filter((name) => quirks.has(name)).join(','),
    payload === null ? '*' : payload ? '+' : '0',
  ].join(':');
}

function windowText(window: WindowRule): string {
  switch (window.rule) {
    case 'any':
      return '*';
    case 'value':
      return String(window.value);
    case 'modulus':
      return `%${window.value}`;
    case 'mss':
    case 'mtu':
      return `${window.rule}*${window.value}`;
  }
}

function layoutText({ options, eolPadding }: StackSignature): string {
  const last = options.length - 1;
  return options
    .map((kind, i) => {
      // An end of options that is not the last one can only have been written as a number.
      if (kind === 0) return i === last ? `eol+${eolPadding}` : '?0';
      return optionNames.get(kind) ?? `?${kind}`;
    })
    .join(',');
}
