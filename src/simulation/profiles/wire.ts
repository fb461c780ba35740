import { filler, hex, joined } from '../payload-parts.js';
import type { PayloadPart } from '../payload.js';

/** Harmless look-alikes of what tools say to Windows services: right in form, empty in effect. */

export function netbiosSessionRequest(caller: string): Uint8Array {
  const names = joined(hex('20'), netbiosName('*SMBSERVER'), hex('00 20'), netbiosName(caller), hex('00'));
  return joined(hex('81 00 00 44'), names);
}

/** First-level encoding of RFC 1001: every half byte as a letter from A. */
function netbiosName(name: string): string {
  const padded = name.padEnd(16, ' ');
  return [...Buffer.from(padded, 'latin1')]
    .map((byte) => String.fromCharCode(65 + (byte >> 4), 65 + (byte & 15)))
    .join('');
}

export const netbiosAccepted = hex('82 00 00 00');

export const smb = {
  negotiate: 0x72,
  sessionSetup: 0x73,
  treeConnect: 0x75,
  treeDisconnect: 0x71,
  echo: 0x2b,
} as const;

/** One SMB request of which `variable` (of `variableLength` bytes) is a part filled in later. */
export function smbRequest(
  command: number,
  words: Uint8Array,
  before: Uint8Array,
  variable?: PayloadPart,
  variableLength = 0,
  after: Uint8Array = new Uint8Array(0),
): (Uint8Array | PayloadPart)[] {
  const byteCount = before.length + variableLength + after.length;
  const header = smbHeader(command, false, 0, words, byteCount);
  const total = header.length + byteCount;
  const head = joined(Uint8Array.of(0, 0, total >> 8, total & 255), header, before);
  return variable === undefined ? [head] : [head, variable, after];
}

export function smbAnswer(command: number, status = 0, words: Uint8Array = new Uint8Array(0)): Uint8Array {
  const header = smbHeader(command, true, status, words, 0);
  return joined(Uint8Array.of(0, 0, header.length >> 8, header.length & 255), header);
}

function smbHeader(
  command: number,
  isAnswer: boolean,
  status: number,
  words: Uint8Array,
  byteCount: number,
): Uint8Array {
  const fixed = Buffer.alloc(32);
  fixed.write('\xffSMB', 'latin1');
  fixed[4] = command;
  fixed.writeUInt32LE(status >>> 0, 5);
  fixed[9] = isAnswer ? 0x98 : 0x18;
  fixed.writeUInt16LE(0x4001, 10);
  fixed.writeUInt16LE(0xffff, 24);
  fixed.writeUInt16LE(0xfeff, 26);
  fixed.writeUInt16LE(1, 30);
  return joined(
    fixed,
    Uint8Array.of(words.length / 2),
    words,
    Uint8Array.of(byteCount & 255, byteCount >> 8),
  );
}

export function negotiateRequest(): Uint8Array {
  const dialects = joined('\x02PC NETWORK PROGRAM 1.0\0', '\x02LANMAN1.0\0', '\x02NT LM 0.12\0');
  return smbRequest(smb.negotiate, new Uint8Array(0), dialects)[0] as Uint8Array;
}

export const negotiateAnswer = smbAnswer(smb.negotiate, 0, hex('ffff'));

const setupWords = hex('ff00 0000 0411 0a00 0000 00000000 0100 0000 00000000 00000000');

/** A log-on with a one-byte password; the account is given, or drawn later with a fixed length. */
export function sessionSetup(account: string): Uint8Array {
  return smbRequest(
    smb.sessionSetup,
    setupWords,
    joined('\0', `${account}\0`, 'WORKGROUP\0', 'Windows 4.0\0', 'Windows 4.0\0'),
  )[0] as Uint8Array;
}

export function sessionSetupWith(account: PayloadPart, length: number): (Uint8Array | PayloadPart)[] {
  // Domain and systems are left empty: a brute force says this hundreds of times.
  const after = joined('\0\0\0\0');
  return smbRequest(smb.sessionSetup, setupWords, joined('\0'), account, length, after);
}

export const logonFailure = smbAnswer(smb.sessionSetup, 0xc000006d);

export function treeConnect(share: string): Uint8Array {
  return smbRequest(
    smb.treeConnect,
    hex('ff00 0000 0000 0100'),
    joined('\0', `\\\\TARGET\\${share}\0`, '?????\0'),
  )[0] as Uint8Array;
}

export const treeRefused = smbAnswer(smb.treeConnect, 0xc0000022);
export const treeDisconnect = smbRequest(
  smb.treeDisconnect,
  new Uint8Array(0),
  new Uint8Array(0),
)[0] as Uint8Array;

/** A DCE/RPC bind to an interface that does not exist, so that nobody takes what follows for anything. */
export function rpcBind(interfaceByte: number): Uint8Array {
  const uuid = filler(16, interfaceByte);
  const syntax = hex('045d888a eb1cc911 9fe80800 2b104860 02000000');
  const body = joined(hex('d016 d016 00000000 01000000 0000 0100'), uuid, hex('01000000'), syntax);
  return rpcPacket(11, body);
}

export function rpcBindAck(): Uint8Array {
  const syntax = hex('045d888a eb1cc911 9fe80800 2b104860 02000000');
  return rpcPacket(
    12,
    joined(hex('d016 d016 01000000 0400'), '135\0', hex('0000 01000000 0000 0000'), syntax),
  );
}

export function rpcRequest(stub: Uint8Array): Uint8Array {
  const length = Buffer.alloc(4);
  length.writeUInt32LE(stub.length);
  return rpcPacket(0, joined(length, hex('0000 0400'), stub));
}

function rpcPacket(type: number, body: Uint8Array): Uint8Array {
  const length = Buffer.alloc(2);
  length.writeUInt16LE(16 + body.length);
  return joined(Uint8Array.of(5, 0, type, 3), hex('10000000'), length, hex('0000 01000000'), body);
}
