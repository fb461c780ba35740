import { statSync } from 'node:fs';

/** Bytes of a capture file, to tell large ones from small; 0 when there is no telling, as of standard input. */
export function captureSize(path: string): number {
  try {
    return statSync(path).size;
  } catch {
    // Whatever is wrong with it, reading it will say so.
    return 0;
  }
}
