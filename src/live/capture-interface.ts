import { HoneysiftError, invalidArgument } from '../errors.js';
import { DailyFiles, type WrittenFile } from './daily-files.js';
import type { OpenLiveSession, SessionCounters } from './live-session.js';
import { openPcapSession } from './pcap-session.js';

export interface CaptureInterfaceOptions {
  /** Folder of the files; made if need be. */
  readonly out: string;
  /** Only packets that this expression accepts are captured (pcap-filter(7)). */
  readonly filter?: string | undefined;
  /** Bytes kept of a packet, 1 to 262,144 (the default). */
  readonly snapLength?: number | undefined;
  /** Whether to take packets for other machines as well. Default true; `any` never is. */
  readonly promiscuous?: boolean | undefined;
  /** The kernel's buffer, bytes; default 16 MiB. */
  readonly bufferBytes?: number | undefined;
  /** Stop after so many packets. */
  readonly maxPackets?: number | undefined;
  /** Stop after so many seconds. */
  readonly maxSeconds?: number | undefined;
  /** Stops the capture; that is its usual end and no error. */
  readonly signal?: AbortSignal | undefined;
  /** Once when packets can come, and every second. */
  readonly onProgress?: ((progress: LiveProgress) => void) | undefined;
}

export interface LiveProgress extends SessionCounters {
  /** Packets written. */
  readonly packets: number;
  /** Sum of their original lengths, bytes. */
  readonly bytes: number;
  /** Since the capture began. */
  readonly seconds: number;
  /** In order of creation. */
  readonly files: readonly WrittenFile[];
}

export type StoppedBy = 'signal' | 'packets' | 'duration';

export interface LiveSummary extends LiveProgress {
  readonly interface: string;
  /** As https://www.tcpdump.org/linktypes.html numbers them. */
  readonly linkType: number;
  readonly stoppedBy: StoppedBy;
}

export const maxSnapLength = 262_144;
const defaultBufferBytes = 16 * 2 ** 20;
const largestBuffer = 2 ** 31 - 1;
const tickMs = 1000;
/** What Node's timers can wait. */
const longestTimer = 2 ** 31 - 1;
/** Packets between two looks at the clock. */
const clockEvery = 64;

/**
 * Captures an interface to files of one UTC day each, named `<interface>-YYYY-MM-DD.pcap`, until the signal, a limit or a
 * failure; a file that exists is continued in another part. Files hold all packets written when this settles.
 * Main thread only; needs the optional package `pcap`.
 * @throws HoneysiftError ERR_LIBPCAP, ERR_INTERFACE, ERR_FILTER, ERR_ARGUMENT, ERR_CAPTURE when a file cannot be written
 */
export async function captureInterface(
  name: string,
  options: CaptureInterfaceOptions,
  openSession: OpenLiveSession = openPcapSession,
): Promise<LiveSummary> {
  const { out, filter, maxPackets = Infinity, maxSeconds = Infinity, signal, onProgress } = options;
  const { snapLength = maxSnapLength, promiscuous = true, bufferBytes = defaultBufferBytes } = options;
  if (name === '') throw invalidArgument('interface', 'a name', name);
  checkWhole('snapLength', snapLength, maxSnapLength);
  checkWhole('bufferBytes', bufferBytes, largestBuffer);
  if (maxPackets !== Infinity) checkWhole('maxPackets', maxPackets, Number.MAX_SAFE_INTEGER);
  if (!(maxSeconds > 0)) throw invalidArgument('maxSeconds', 'a positive number', maxSeconds);

  const startedAt = performance.now();
  const seconds = (): number => (performance.now() - startedAt) / 1000;
  let packets = 0;
  let bytes = 0;
  let linkType = 0;
  let files: DailyFiles | undefined;
  let stop: (by: StoppedBy | HoneysiftError) => void = () => undefined;
  const stopped = new Promise<StoppedBy | HoneysiftError>((resolve) => {
    stop = resolve;
  });
  const session = openSession({
    interface: name,
    filter,
    snapLength,
    promiscuous,
    bufferBytes,
    onOpen(facts) {
      ({ linkType } = facts);
      files = new DailyFiles(out, name, facts);
    },
    onPacket(packet) {
      const failure = caught(() => files?.write(packet));
      if (failure === null) {
        packets += 1;
        bytes += packet.originalLength;
      }
      // A flood gives timers no turn: limits are looked at here as well.
      const isLate = packets % clockEvery === 0 && seconds() >= maxSeconds;
      const reason = failure ?? (packets >= maxPackets ? 'packets' : isLate ? 'duration' : null);
      if (reason !== null) stop(reason);
      return reason === null;
    },
    onFailure(error) {
      stop(error);
    },
  });

  const progress = (): LiveProgress => ({
    packets,
    bytes,
    ...session.counters(),
    seconds: seconds(),
    files: files?.files ?? [],
  });
  const tick = (): void => {
    const failure = caught(() => files?.flush());
    if (failure !== null) stop(failure);
    if (seconds() >= maxSeconds) stop('duration');
    onProgress?.(progress());
  };
  const abort = (): void => {
    stop('signal');
  };
  const everySecond = setInterval(tick, tickMs);
  const atLast = setTimeout(tick, Math.min(1000 * maxSeconds, longestTimer));
  signal?.addEventListener('abort', abort);
  if (signal?.aborted) abort();
  let by: StoppedBy | HoneysiftError;
  try {
    onProgress?.(progress());
    by = await stopped;
  } finally {
    clearInterval(everySecond);
    clearTimeout(atLast);
    signal?.removeEventListener('abort', abort);
    await session.close();
  }
  const failure = caught(() => files?.close());
  if (by instanceof HoneysiftError) throw by;
  if (failure !== null) throw failure;
  return { interface: name, linkType, stoppedBy: by, ...progress() };
}

/** Files raise nothing else. */
function caught(work: () => void): HoneysiftError | null {
  try {
    work();
    return null;
  } catch (error) {
    if (error instanceof HoneysiftError) return error;
    throw error;
  }
}

function checkWhole(name: string, value: number, most: number): void {
  if (!Number.isSafeInteger(value) || value < 1 || value > most) {
    throw invalidArgument(name, `a whole number from 1 to ${most}`, value);
  }
}
