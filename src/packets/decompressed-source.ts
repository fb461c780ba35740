import type { CaptureLoss } from '../model/capture.js';
import type { ByteSource } from './byte-source.js';

/** What another source decompresses to. A broken stream is no error: it ends where it breaks off. */
export interface DecompressedSource extends ByteSource {
  /** What broke the compressed stream off, or null. */
  loss(): CaptureLoss | null;
}
