import type { ScannerMarks } from '../model/capture.js';
import { counted } from './fact-lines.js';

/** Packets with each mark: `Mirai: 3; ZMap: 12`, or `none`. */
export function scannerMarksText({ mirai, masscan, zmap }: ScannerMarks): string {
  return counted([
    ['Mirai', mirai],
    ['masscan', masscan],
    ['ZMap', zmap],
  ]);
}
