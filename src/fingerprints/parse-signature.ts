import {
  mostTcpOptions,
  optionNames,
  type QuirkName,
  quirkNames,
  type StackSignature,
  type WindowRule,
} from './stack-signature.js';

/** What is wrong with a piece of a database's text; whoever knows the file and line says where. */
export class SignatureSyntaxError extends Error {}

const optionKinds: ReadonlyMap<string, number> = new Map(
  [...optionNames].filter(([kind]) => kind !== 0).map(([kind, name]) => [name, kind]),
);
const quirksOfIpv4: ReadonlySet<string> = new Set(['df', 'id+', 'id-', '0+']);
const endOfOptions = 0;

/**
 * Reads `ver:ittl:olen:mss:wsize,scale:olayout:quirks:pclass`, the notation of p0f v3 (its README, section 5).
 * @throws SignatureSyntaxError
 */
export function parseSignature(text: string): StackSignature {
  const fields = text.split(':');
  if (fields.length !== 8) {
    throw new SignatureSyntaxError(
      `a TCP signature has 8 fields ver:ittl:olen:mss:wsize,scale:olayout:quirks:pclass, not ${fields.length}`,
    );
  }
  const [
    version = '',
    ttl = '',
    ipOptions = '',
    mss = '',
    windows = '',
    layout = '',
    quirks = '',
    payload = '',
  ] = fields;
  const [window = '', scale, ...more] = windows.split(',');
  if (scale === undefined || more.length > 0) {
    throw new SignatureSyntaxError(`window size and scale are wsize,scale, not ${quoted(windows)}`);
  }
  const ipVersion = readVersion(version);
  return {
    version: ipVersion,
    ...readTtl(ttl),
    ipOptions: readNumber(ipOptions, 0, 255, 'length of IP options'),
    mss: mss === '*' ? null : readNumber(mss, 0, 65535, 'segment size'),
    window: readWindow(window),
    windowScale: scale === '*' ? null : readNumber(scale, 0, 255, 'window scale'),
    ...readLayout(layout),
    quirks: readQuirks(quirks, ipVersion),
    payload: readPayload(payload),
  };
}

function readVersion(text: string): StackSignature['version'] {
  if (text === '*') return null;
  if (text === '4') return 4;
  if (text === '6') return 6;
  throw new SignatureSyntaxError(`the IP version is 4, 6 or *, not ${quoted(text)}`);
}

/** `64`, `54+10` (observed TTL and distance), `64-` (random ones up to 64). */
function readTtl(text: string): Pick<StackSignature, 'ttl' | 'anyTtl'> {
  const anyTtl = text.endsWith('-');
  const [observed = '', distance = '0', ...more] = (anyTtl ? text.slice(0, -1) : text).split('+');
  if (more.length > 0 || (anyTtl && text.includes('+'))) {
    throw new SignatureSyntaxError(`the initial TTL is 64, 54+10 or 64-, not ${quoted(text)}`);
  }
  const name = 'initial TTL';
  const ttl = readNumber(observed, 1, 255, name) + readNumber(distance, 0, 255, 'distance');
  if (ttl > 255) throw new SignatureSyntaxError(`the initial TTL is 1 to 255, not ${ttl}`);
  return { ttl, anyTtl };
}

function readWindow(text: string): WindowRule {
  if (text === '*') return { rule: 'any' };
  if (text.startsWith('%')) {
    return { rule: 'modulus', value: readNumber(text.slice(1), 2, 65535, 'modulus of the window') };
  }
  if (text.startsWith('mss*') || text.startsWith('mtu*')) {
    const rule = text.startsWith('mss') ? 'mss' : 'mtu';
    return { rule, value: readNumber(text.slice(4), 1, 1000, `multiple of ${rule}`) };
  }
  return { rule: 'value', value: readNumber(text, 0, 65535, 'window size') };
}

function readLayout(text: string): Pick<StackSignature, 'options' | 'eolPadding'> {
  const names = text === '' ? [] : text.split(',');
  if (names.length > mostTcpOptions) {
    throw new SignatureSyntaxError(`at most ${mostTcpOptions} TCP options are compared, not ${names.length}`);
  }
  let eolPadding = 0;
  const options = names.map((name, i) => {
    if (name.startsWith('?')) return readNumber(name.slice(1), 0, 255, 'kind of a TCP option');
    if (name === 'eol' || name.startsWith('eol+')) {
      if (i !== names.length - 1) throw new SignatureSyntaxError('eol+n must be the last TCP option');
      eolPadding = readNumber(name.slice(4), 0, 255, 'padding n of eol+n');
      return endOfOptions;
    }
    const kind = optionKinds.get(name);
    if (kind === undefined) throw new SignatureSyntaxError(`there is no TCP option ${quoted(name)}`);
    return kind;
  });
  return { options, eolPadding };
}

function readQuirks(text: string, version: StackSignature['version']): ReadonlySet<QuirkName> {
  const names = text === '' ? [] : text.split(',');
  return new Set(
    names.map((name) => {
      const quirk = quirkNames.find((known) => known === name);
      if (quirk === undefined) throw new SignatureSyntaxError(`there is no quirk ${quoted(name)}`);
      if (version === 6 ? quirksOfIpv4.has(quirk) : version === 4 && quirk === 'flow') {
        throw new SignatureSyntaxError(`the quirk ${quoted(quirk)} is not of IPv${version}`);
      }
      return quirk;
    }),
  );
}

function readPayload(text: string): boolean | null {
  if (text === '*') return null;
  if (text === '0') return false;
  if (text === '+') return true;
  throw new SignatureSyntaxError(`the payload class is 0, + or *, not ${quoted(text)}`);
}

/** Digits only, as p0f. */
export function readNumber(text: string, least: number, most: number, what: string): number {
  const value = /^\d{1,9}$/.test(text) ? Number(text) : Number.NaN;
  if (value >= least && value <= most) return value;
  throw new SignatureSyntaxError(`the ${what} is a number from ${least} to ${most}, not ${quoted(text)}`);
}

export function quoted(text: string): string {
  return JSON.stringify(text.length > 40 ? `${text.slice(0, 40)}...` : text);
}
