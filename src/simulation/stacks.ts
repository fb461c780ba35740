import { sumWords } from './payload.js';
import { hex } from './payload-parts.js';

export type StackName = 'windows-xp' | 'windows-2000' | 'windows-98' | 'linux-24' | 'freebsd' | 'raw';

/** How the sender's TCP/IP behaves, as far as a passive fingerprint or a count of SYNs can tell. */
export interface Stack {
  readonly name: StackName;
  readonly initialTtl: number;
  readonly window: number;
  readonly synOptions: TcpOptions;
  /** SYNs sent in all when nothing answers. */
  readonly synLimit: number;
  readonly ipId: 'increment' | 'zero' | 'random';
  readonly dontFragment: boolean;
}

export interface TcpOptions {
  readonly bytes: Uint8Array;
  readonly sum: number;
}

function options(text: string): TcpOptions {
  const bytes = hex(text);
  return { bytes, sum: sumWords(bytes) };
}

export const noOptions = options('');
const windowsOptions = options('020405b4 01010402');
const bsdOptions = options('020405b4 01030300 0101080a 00000000 00000000');
/** Linux 2.4 with its time stamp at zero: nobody here reads the value. */
const linuxOptions = options('020405b4 0402080a 00000000 00000000 01030300');

export const stacks: Readonly<Record<StackName, Stack>> = {
  'windows-xp': stack('windows-xp', 128, 64240, windowsOptions, 3, 'increment'),
  'windows-2000': stack('windows-2000', 128, 16384, windowsOptions, 3, 'increment'),
  'windows-98': stack('windows-98', 128, 8192, windowsOptions, 3, 'increment'),
  'linux-24': stack('linux-24', 64, 5840, linuxOptions, 6, 'zero'),
  freebsd: stack('freebsd', 64, 57344, bsdOptions, 4, 'increment'),
  raw: { ...stack('raw', 255, 1024, noOptions, 1, 'random'), dontFragment: false },
};

function stack(
  name: StackName,
  initialTtl: number,
  window: number,
  synOptions: TcpOptions,
  synLimit: number,
  ipId: Stack['ipId'],
): Stack {
  return { name, initialTtl, window, synOptions, synLimit, ipId, dontFragment: true };
}
