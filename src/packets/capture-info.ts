import { type ErrorCode, HoneysiftError } from '../errors.js';
import type { RunContext, Stage } from '../model/stage.js';
import type { LogOptions } from './logs/log-options.js';
import { type PortCount, type ProtocolCounts, PacketTally } from './packet-tally.js';
import { type CaptureSummary, readCapture } from './read-capture.js';

/** What one capture holds, honeypots apart. Of tunnelled packets the inner ones count. */
export interface CaptureInfo extends CaptureSummary {
  /** Packets with an IP header. */
  readonly ipPackets: number;
  readonly protocols: ProtocolCounts;
  /** Distinct source addresses of IP packets. */
  readonly sourceAddresses: number;
  /** The ten that got most packets, of whatever direction. */
  readonly destinationPorts: readonly PortCount[];
  /** Whether no packet is stamped earlier than one before it. */
  readonly inTimeOrder: boolean;
}

/** A capture that cannot be opened or is none. */
export interface UnreadableCapture {
  readonly path: string;
  readonly error: { readonly code: ErrorCode; readonly message: string };
}

export interface CaptureInfoInput {
  /** Each only once. */
  readonly captures: readonly string[];
  /** As ReadCaptureOptions.filter. */
  readonly filter?: string | undefined;
  /** As ReadCaptureOptions.logs. */
  readonly logs?: LogOptions | undefined;
}

export interface CaptureInfoTask {
  readonly capture: string;
  readonly filter: string | undefined;
  readonly logs?: LogOptions | undefined;
}

type Outcome = CaptureInfo | UnreadableCapture;

const listedPorts = 10;

/** Captures -> what each holds, in the order given. One task per capture. */
export const captureInfo: Stage<CaptureInfoInput, CaptureInfoTask, Outcome, Outcome[]> = {
  name: 'packets.info',
  plan: ({ captures, filter, logs }) => captures.map((capture) => ({ capture, filter, logs })),
  run: inspect,
  merge(parts, { captures }) {
    const byPath = new Map(parts.map((part) => [part.path, part]));
    return captures.flatMap((path) => byPath.get(path) ?? []);
  },
};

async function inspect({ capture, filter, logs }: CaptureInfoTask, context: RunContext): Promise<Outcome> {
  const tally = new PacketTally();
  try {
    const summary = await readCapture(
      capture,
      ({ columns }) => {
        tally.add(columns);
      },
      { context, filter, logs },
    );
    return {
      ...summary,
      ipPackets: tally.ipPackets,
      protocols: tally.protocols(),
      sourceAddresses: tally.sourceAddresses,
      destinationPorts: tally.destinationPorts(listedPorts),
      inTimeOrder: tally.inTimeOrder,
    };
  } catch (error) {
    if (!(error instanceof HoneysiftError) || error.code !== 'ERR_CAPTURE') throw error;
    return { path: capture, error: { code: error.code, message: error.message } };
  }
}
