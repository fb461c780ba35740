import { isMainThread } from 'node:worker_threads';

import { HoneysiftError } from '../errors.js';
import { loadPackageAddon } from './load-addon.js';

/**
 * What is used of the addon of the optional package `pcap` 3. The package's own JavaScript is not: it watches the
 * interface with a handle that only another packet can take out of the event loop, so that a program whose network went
 * quiet could not end.
 */
export interface PcapBinding {
  readonly PcapSession: new () => NativePcapSession;
  findalldevs(): { readonly name: string }[];
}

export interface NativePcapSession {
  /** Returns the name of the link type. Throws libpcap's words. `timeoutMs`: how long the kernel may gather packets. */
  open_live(
    device: string,
    filter: string,
    bufferBytes: number,
    snapLength: number,
    outFile: string,
    onPacket: () => void,
    monitor: boolean,
    timeoutMs: number,
    onWarning: (text: string) => void,
    promiscuous: boolean,
  ): string;
  /**
   * Calls onPacket for every packet that waits, each copied to the start of `packet`, its times (seconds, microseconds)
   * and lengths (captured, original) to `header`. Returns 0, -1 when the interface failed, or -2 after close(): the
   * session is gone then, and must not be touched again. On a quiet interface -2 comes with the next packet.
   */
  dispatch(packet: Buffer, header: Buffer): number;
  close(): void;
  /** Since open_live, modulo 2^32. */
  stats(): { readonly ps_recv: number; readonly ps_drop: number; readonly ps_ifdrop: number };
}

/** @throws HoneysiftError ERR_LIBPCAP when the package is missing, or in a worker, where it cannot be loaded. */
export function loadPcapBinding(): PcapBinding {
  if (!isMainThread) {
    throw new HoneysiftError('ERR_LIBPCAP', 'Live capture works on the main thread only; call it there');
  }
  try {
    return loadPackageAddon('pcap/build/Release/pcap_binding') as PcapBinding;
  } catch (cause) {
    throw new HoneysiftError(
      'ERR_LIBPCAP',
      'Live capture needs libpcap and the package "pcap": install libpcap-dev (Debian, Ubuntu) or libpcap, then run "npm install pcap"',
      { cause },
    );
  }
}
