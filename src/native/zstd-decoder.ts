import { HoneysiftError } from '../errors.js';
import { loadAddon } from './load-addon.js';

const statuses = ['need-bytes', 'output-full', 'end', 'truncated', 'corrupt', 'unsupported'] as const;

/**
 * `need-bytes`: feed at least `needed` bytes from `consumed` on. `output-full`: call again with more room. `end`: the
 * stream ended between two frames. `truncated`: it ended within one. `corrupt`: no more can be made of it.
 * `unsupported`: it needs a dictionary, or a window above 128 MiB.
 */
export type ZstdStatus = (typeof statuses)[number];

export interface ZstdStep {
  readonly status: ZstdStatus;
  readonly consumed: number;
  /** Bytes written to the output, from its start; may be above 0 with any status. */
  readonly produced: number;
  readonly needed: number;
}

interface NativeZstd {
  decode(
    bytes: Uint8Array,
    endOfStream: boolean,
    output: Uint8Array,
  ): { status: number; consumed: number; produced: number; needed: number };
}

const addon = loadAddon('packet_decoder') as { ZstdDecoder: new () => NativeZstd };

/** Push decoder of one zstd stream (RFC 8878): frames one after another, checksums verified. */
export class ZstdDecoder {
  readonly #native = new addon.ZstdDecoder();

  decode(bytes: Uint8Array, endOfStream: boolean, output: Uint8Array): ZstdStep {
    const step = this.#native.decode(bytes, endOfStream, output);
    const status = statuses[step.status];
    if (status === undefined) {
      throw new HoneysiftError(
        'ERR_NATIVE',
        `packet_decoder answered ${step.status}; rebuild it with "npm run build:native"`,
      );
    }
    return { ...step, status };
  }
}
