import { setTimeout as sleep } from 'node:timers/promises';

import { HoneysiftError } from '../errors.js';
import { loadPcapBinding, type NativePcapSession, type PcapBinding } from '../native/pcap-binding.js';
import { linkTypeOf } from './link-type.js';
import type { LiveSession, LiveSessionOptions, SessionCounters } from './live-session.js';

/** How long the kernel may gather packets before it hands them over. */
const gatherMs = 100;
const pumpMs = 25;
const releaseMs = 500;
/** What dispatch returns. */
const failed = -1;
const released = -2;

/** Opens an interface with libpcap, through the optional package `pcap`; times are in microseconds. */
export function openPcapSession(options: LiveSessionOptions): LiveSession {
  const binding = loadPcapBinding();
  const native = new binding.PcapSession();
  const packet = Buffer.alloc(options.snapLength);
  const header = Buffer.alloc(16);
  const counters = countersOf(native);
  let isOver = false;
  let isReleased = false;

  const hasEnded = (): boolean => isOver;
  const dispatch = (): number => {
    if (isReleased) return released;
    const result = native.dispatch(packet, header);
    isReleased = result === released;
    return result;
  };
  const end = (): void => {
    counters.read();
    isOver = true;
    clearInterval(pump);
    native.close();
    // On a quiet interface it takes one more packet until the session is gone; nobody need wait for it.
    const release = setInterval(() => {
      if (dispatch() === released) clearInterval(release);
    }, releaseMs).unref();
  };
  const onPacket = (): void => {
    if (isOver) return;
    const wantsMore = options.onPacket({
      seconds: header.readUInt32LE(0),
      fraction: header.readUInt32LE(4),
      originalLength: header.readUInt32LE(12),
      bytes: packet.subarray(0, header.readUInt32LE(8)),
    });
    if (!wantsMore) end();
  };

  const linkName = open(binding, native, options, onPacket);
  const pump = setInterval(() => {
    if (dispatch() !== failed || hasEnded()) return;
    end();
    const message = `The interface ${options.interface} went down or away`;
    options.onFailure(new HoneysiftError('ERR_INTERFACE', message));
  }, pumpMs);
  try {
    const { snapLength } = options;
    options.onOpen({ linkType: linkTypeOf(linkName), snapLength, resolution: 'microseconds' });
  } catch (error) {
    end();
    throw error;
  }

  return {
    counters() {
      if (!isOver) counters.read();
      return counters.totals();
    },
    async close() {
      if (isOver) return;
      await sleep(2 * gatherMs);
      if (!hasEnded()) dispatch();
      if (!hasEnded()) end();
    },
  };
}

function open(
  binding: PcapBinding,
  native: NativePcapSession,
  options: LiveSessionOptions,
  onPacket: () => void,
): string {
  const { interface: device, filter = '', snapLength, bufferBytes } = options;
  // All interfaces at once cannot be promiscuous; asking for it is an error.
  const promiscuous = options.promiscuous && device !== 'any';
  // The warning is of interfaces without an IPv4 address, which are none the worse for it.
  const onWarning = (): void => undefined;
  try {
    return native.open_live(
      device,
      filter,
      bufferBytes,
      snapLength,
      '',
      onPacket,
      false,
      gatherMs,
      onWarning,
      promiscuous,
    );
  } catch (cause) {
    throw explain(binding, options, cause);
  }
}

function explain(
  binding: PcapBinding,
  { interface: device, filter }: LiveSessionOptions,
  cause: unknown,
): HoneysiftError {
  const why = cause instanceof Error && cause.message !== '' ? cause.message : 'no reason given';
  if (/permi(tted|ssion)|CAP_NET/i.test(why)) {
    const advice =
      'run it as root, or give node the capability: setcap cap_net_raw,cap_net_admin=eip "$(command -v node)"';
    return new HoneysiftError('ERR_INTERFACE', `${device} may not be captured from: ${why}; ${advice}`, {
      cause,
    });
  }
  const names = interfaceNames(binding);
  if (!names.includes(device)) {
    const there = names.length === 0 ? 'none can be seen' : `there are ${names.join(', ')}`;
    return new HoneysiftError('ERR_INTERFACE', `There is no interface ${device}: ${why}; ${there}`, {
      cause,
    });
  }
  if (filter !== undefined && filter !== '') {
    const message = `The filter ${JSON.stringify(filter)} cannot be applied on ${device}: ${why}`;
    return new HoneysiftError('ERR_FILTER', message, { cause });
  }
  return new HoneysiftError('ERR_INTERFACE', `${device} cannot be captured from: ${why}`, { cause });
}

function interfaceNames(binding: PcapBinding): string[] {
  try {
    return binding.findalldevs().map(({ name }) => name);
  } catch {
    return [];
  }
}

/** libpcap counts in 32 bits, which wrap around within hours of a flood. */
function countersOf(native: NativePcapSession): { read(): void; totals(): SessionCounters } {
  let last = { ps_recv: 0, ps_drop: 0, ps_ifdrop: 0 };
  const totals = { received: 0, kernelDrops: 0, interfaceDrops: 0 };
  return {
    read() {
      const now = native.stats();
      totals.received += (now.ps_recv - last.ps_recv) >>> 0;
      totals.kernelDrops += (now.ps_drop - last.ps_drop) >>> 0;
      totals.interfaceDrops += (now.ps_ifdrop - last.ps_ifdrop) >>> 0;
      last = now;
    },
    totals: () => ({ ...totals }),
  };
}
