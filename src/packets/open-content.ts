import { prepend, readFully, type ByteSource } from './byte-source.js';
import { looksLikeCapture } from './capture-signature.js';
import type { LogOptions } from './logs/log-options.js';
import type { LogSource } from './logs/log-source.js';

const signatureBytes = 4;

export interface OpenedContent {
  /** The bytes of a capture, or of what is neither capture nor known log. */
  readonly content: ByteSource;
  /** The same when a log tells of them. */
  readonly log: LogSource | null;
}

/** What decompressed bytes are. The readers of logs are loaded when there is something else than a capture. */
export async function openContent(
  bytes: ByteSource,
  path: string,
  logs: LogOptions | undefined,
): Promise<OpenedContent> {
  const signature = await readFully(bytes, signatureBytes);
  const whole = prepend(signature, bytes);
  if (looksLikeCapture(signature)) return { content: whole, log: null };
  const { chooseReader, detectionBytes } = await import('./logs/detect-log.js');
  const { logSource } = await import('./logs/log-source.js');
  const first = await readFully(whole, detectionBytes);
  const reader = chooseReader(first, path, logs);
  const again = prepend(first, whole);
  const log = reader === null ? null : logSource(again, reader);
  return { content: log ?? again, log };
}
