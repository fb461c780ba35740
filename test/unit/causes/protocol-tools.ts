import { chance, repeat, word, type SourceSpec } from './make-sources.js';

/** A source of a made-up tool in the manner of a real protocol. */
export interface LabelledSpec extends SourceSpec {
  readonly tool: string;
}

type Random = () => number;

const lower = 'abcdefghijklmnopqrstuvwxyz';
const digits = '0123456789';
const alnum = lower + lower.toUpperCase() + digits;
const line = '\\r\\n';

/** DESIGN section 5: printable ASCII as itself, other bytes as hex runs, escapes. */
export function render(...parts: readonly (string | readonly number[])[]): string {
  const bytes = parts.flatMap((part) =>
    typeof part === 'string' ? [...Buffer.from(part, 'latin1')] : [...part],
  );
  let text = '';
  let inHex = false;
  for (const byte of bytes) {
    const isHex = (byte < 32 || byte > 126) && byte !== 13 && byte !== 10;
    if (isHex !== inHex) text += isHex ? '<' : '>';
    inHex = isHex;
    const character = String.fromCharCode(byte);
    if (isHex) text += byte.toString(16).padStart(2, '0');
    else if (byte === 13) text += '\\r';
    else if (byte === 10) text += '\\n';
    else text += '\\<|'.includes(character) ? `\\${character}` : character;
  }
  return inHex ? `${text}>` : text;
}

const bytes = (random: Random, count: number): number[] => repeat(count, () => Math.floor(random() * 256));
const between = (random: Random, low: number, high: number): number =>
  low + Math.floor(random() * (high - low + 1));
const pick = <T>(random: Random, list: readonly T[]): T => list[Math.floor(random() * list.length)] as T;
const utf16 = (text: string): number[] => [...text].flatMap((character) => [character.charCodeAt(0), 0]);
const zeros = (count: number): number[] => repeat(count, () => 0);
const pattern = (seed: number, count: number): number[] => bytes(chance(seed), count);

const hosts = ['192.0.2.1', '192.0.2.2', '192.0.2.3'];
const agents = repeat(
  20,
  (index) => `Mozilla/5.0 (Windows NT ${index}.${index % 3}; rv:${index * 7}) Gecko/${20000000 + index}`,
);
const words = repeat(1000, (index) => `pw${(index * 7919) % 100003}`);
const credentials = repeat(
  60,
  (index) => [pick(chance(index), ['root', 'admin', 'user', 'guest']), `x${(index * 31) % 997}`] as const,
);

const even = (packets: number): Record<string, number> => ({ a: packets, b: packets, c: packets });
const thrice = (make: (host: string) => string): string => hosts.map(make).join('||');

/** tool -> ports, and a source of it. Many share ports and counts. */
const tools: Readonly<Record<string, (random: Random) => SourceSpec>> = {
  'ssh-lib': (random) => ({
    sequence: '22',
    counts: { a: 9 },
    phrase: ssh(random, 'SSH-2.0-libssh_0.5.2', 'curve25519,aes128-ctr'),
  }),
  'ssh-putty': (random) => ({
    sequence: '22',
    counts: { a: 9 },
    phrase: ssh(random, 'SSH-2.0-PuTTY_Release_0.60', 'dh-group1,3des-cbc,none'),
  }),
  'sip-options': (random) => ({
    sequence: '5060U',
    counts: even(1),
    phrase: thrice((host) => sipOptions(random, host)),
  }),
  'sip-register': (random) => ({
    sequence: '5060U',
    counts: even(1),
    phrase: thrice((host) => sipRegister(random, host)),
  }),
  'dns-version': (random) => ({
    sequence: '53U',
    counts: { a: 1 },
    phrase: render(
      bytes(random, 2),
      [1, 0, 0, 1, 0, 0, 0, 0, 0, 0, 7],
      'version',
      [4],
      'bind',
      [0, 0, 16, 0, 3],
    ),
  }),
  'dns-flood': (random) => ({
    sequence: '53U',
    counts: { a: 1 },
    phrase: render(
      bytes(random, 2),
      [1, 0, 0, 1, 0, 0, 0, 0, 0, 0, 10],
      word(random, 10, 10, lower + digits),
      [3],
      'www',
      [0, 0, 255, 0, 1],
    ),
  }),
  'ntp-monlist': () => ({
    sequence: '123U',
    counts: { b: 1 },
    phrase: render([0x17, 0, 3, 0x2a, 0, 0, 0, 0]),
  }),
  'ntp-readvar': () => ({ sequence: '123U', counts: { b: 1 }, phrase: render([0x16, 2, 0, 1, 0, 0, 0, 0]) }),
  'telnet-bot': (random) => {
    const tries = between(random, 1, 10);
    const logins = repeat(tries, () =>
      pick(random, credentials)
        .map((text) => `${text}${line}`)
        .join('||'),
    );
    const commands = ['enable', 'system', 'shell', 'sh', '/bin/busybox BOTNET'].map((text) => text + line);
    return { sequence: '23', counts: { c: 8 + 4 * tries }, phrase: [...logins, ...commands].join('||') };
  },
  'telnet-probe': () => ({
    sequence: '23',
    counts: { c: 12 },
    phrase: render([255, 253, 3, 255, 251, 24]) + `||root${line}||root${line}`,
  }),
  'web-admin': () => ({
    sequence: '80',
    counts: even(4),
    phrase: thrice(
      (host) =>
        `GET /phpMyAdmin/scripts/setup.php HTTP/1.1${line}Host: ${host}${line}User-Agent: ZmEu${line}${line}`,
    ),
  }),
  'web-cache': (random) => {
    const agent = pick(random, agents);
    return {
      sequence: '80',
      counts: even(4),
      phrase: thrice(
        (host) =>
          `GET /?r=${word(random, 6, 9, digits)} HTTP/1.1${line}Host: ${host}${line}User-Agent: ${agent}${line}Accept: */*${line}${line}`,
      ),
    };
  },
  'web-post': (random) => {
    const body = `log=admin&pwd=${word(random, 5, 14, alnum)}`;
    return {
      sequence: '80',
      counts: { a: 5 },
      phrase: `POST /wp-login.php HTTP/1.1${line}Host: ${hosts[0] as string}${line}Content-Length: ${body.length}${line}${line}||${body}`,
    };
  },
  'rdp-cookie': (random) => ({
    sequence: '3389',
    counts: { b: 4 },
    phrase: render(
      [3, 0, 0, 0x2f, 0x2a, 0xe0, 0, 0, 0, 0, 0],
      `Cookie: mstshash=${word(random, 4, 9)}\r\n`,
      [1, 0, 8, 0, 3, 0, 0, 0],
    ),
  }),
  'rdp-plain': () => ({
    sequence: '3389',
    counts: { b: 4 },
    phrase: render([3, 0, 0, 0x13, 0x0e, 0xe0, 0, 0, 0, 0, 0, 1, 0, 8, 0, 3, 0, 0, 0]),
  }),
  'smb-worm': (random) => ({
    sequence: '445',
    counts: { a: 12, b: 12 },
    phrase: repeat(2, () =>
      [
        render([0, 0, 0, 0x85, 255], 'SMBr', zeros(20), [2], 'NT LM 0.12', [0]),
        render(
          [0, 0, 0, 0x90, 255],
          'SMBs',
          zeros(12),
          bytes(random, 8),
          zeros(4),
          utf16(word(random, 6, 12, lower.toUpperCase())),
          zeros(2),
          utf16('Windows 5.1'),
        ),
      ].join('||'),
    ).join('||'),
  }),
  'smb-scan': () => ({
    sequence: '445',
    counts: { a: 12, b: 12 },
    phrase: repeat(2, () => render([0, 0, 0, 0x2f, 255], 'SMBr', zeros(20), [2], 'SMB 2.???', [0])).join(
      '||',
    ),
  }),
  'sql-brute': (random) => {
    const attempts = between(random, 20, 200);
    const login = (password: string): string =>
      render(
        [16, 1, 0, password.length + 90, 0, 0, 1, 0],
        pattern(5, 40),
        utf16('sa'),
        [...Buffer.from(password)].map((byte) => byte ^ 0xa5),
        pattern(6, 30),
      );
    return {
      sequence: '1433',
      counts: { b: 4 * attempts + 3 },
      phrase: words.slice(0, attempts).map(login).join('||'),
    };
  },
  'redis-info': () => ({ sequence: '6379', counts: { c: 5 }, phrase: `*1${line}$4${line}INFO${line}` }),
  'redis-auth': (random) => {
    const password = word(random, 4, 12, alnum);
    return {
      sequence: '6379',
      counts: { c: 5 },
      phrase: `*2${line}$4${line}AUTH${line}$${password.length}${line}${password}${line}`,
    };
  },
  'exploit-one': (random) => ({
    sequence: '5554',
    counts: even(6),
    phrase: thrice(() =>
      render(
        'ACK ',
        word(random, 30, 30, lower.toUpperCase()),
        pattern(1, 120),
        bytes(random, 4),
        pattern(2, 20),
      ),
    ),
  }),
  'exploit-two': (random) => ({
    sequence: '5554',
    counts: even(6),
    phrase: thrice(() =>
      render(
        'ACK ',
        word(random, 30, 30, lower.toUpperCase()),
        pattern(3, 120),
        bytes(random, 4),
        pattern(4, 20),
      ),
    ),
  }),
  'ftp-stat': () => ({
    sequence: '21',
    counts: { a: 9 },
    phrase: ['HELP', 'STAT', 'QUIT'].map((text) => text + line).join('||'),
  }),
  'ftp-syst': () => ({
    sequence: '21',
    counts: { a: 9 },
    phrase: ['HELP', 'SYST', 'QUIT'].map((text) => text + line).join('||'),
  }),
  'ftp-upload': (random) => ({
    sequence: '21',
    counts: { a: 16 },
    phrase: [
      `USER anonymous`,
      `PASS ${word(random, 1, 1, lower.toUpperCase())}gpuser@home.com`,
      'CWD /pub/',
      `MKD ${word(random, 12, 12, digits)}p`,
      'QUIT',
    ]
      .map((text) => text + line)
      .join('||'),
  }),
  'icmp-random': (random) => ({
    sequence: 'I',
    counts: even(1),
    phrase: thrice(() => render(bytes(random, 32))),
  }),
  'icmp-letters': () => ({
    sequence: 'I',
    counts: even(1),
    phrase: thrice(() => 'abcdefghijklmnopqrstuvwabcdefghi'),
  }),
};

function ssh(random: Random, banner: string, algorithms: string): string {
  return `${banner}${line}||${render([0, 0, 1, 52, 10, 20], bytes(random, 16), [0, 0, 0, algorithms.length], algorithms, zeros(9), pattern(8, 6))}`;
}

function sipOptions(random: Random, host: string): string {
  return [
    `OPTIONS sip:100@${host} SIP/2.0`,
    `Via: SIP/2.0/UDP 127.0.0.1:5060;branch=z9hG4bK-${word(random, 8, 10, digits)};rport`,
    `From: "sipvicious"\\<sip:100@1.1.1.1>;tag=${word(random, 24, 40, `${digits}abcdef`)}`,
    `Call-ID: ${word(random, 20, 24, digits)}`,
    'CSeq: 1 OPTIONS',
    'User-Agent: friendly-scanner',
    line,
  ].join(line);
}

function sipRegister(random: Random, host: string): string {
  const user = word(random, 3, 4, digits);
  return [
    `REGISTER sip:${host} SIP/2.0`,
    `Via: SIP/2.0/UDP 10.0.0.2:5071;branch=${word(random, 16, 16, alnum)}`,
    `To: \\<sip:${user}@${host}>`,
    `Call-ID: ${word(random, 10, 10, alnum)}@10.0.0.2`,
    'CSeq: 7 REGISTER',
    'User-Agent: eyeBeam',
    line,
  ].join(line);
}

/** Sources of all tools, between `least` and `most` of each, in an order that says nothing. */
export function protocolSources(seed: number, least: number, most: number): LabelledSpec[] {
  const random = chance(seed);
  const specs = Object.entries(tools).flatMap(([tool, make]) =>
    repeat(between(random, least, most), (): LabelledSpec => ({ ...make(random), tool })),
  );
  return specs
    .map((spec) => ({ spec, key: random() }))
    .sort((a, b) => a.key - b.key)
    .map(({ spec }) => spec);
}
