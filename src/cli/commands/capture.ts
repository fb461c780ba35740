import { Command, InvalidArgumentError } from 'commander';

import { captureInterface, maxSnapLength } from '../../live/capture-interface.js';
import { withInterrupt } from '../interrupt.js';
import { jsonText } from '../json-text.js';
import { liveDisplay } from '../live-display.js';
import { summaryRecord, summaryText } from '../live-summary.js';
import { positiveInteger } from '../options.js';

interface CaptureOptions {
  interface: string;
  out: string;
  filter?: string;
  snaplen: number;
  promiscuous: boolean;
  bufferSize: number;
  duration?: number;
  packets?: number;
  json: boolean;
  quiet: boolean;
}

const kibibyte = 1024;
const defaultBuffer = 16 * kibibyte;

export function captureCommand(): Command {
  return new Command('capture')
    .description('Capture a network interface to files of one UTC day each, until Ctrl-C or a limit')
    .requiredOption('-i, --interface <name>', 'network interface; any is all of them')
    .option('--out <dir>', 'folder of the files, <interface>-YYYY-MM-DD.pcap; none is ever overwritten', '.')
    .option('--filter <expr>', 'capture only packets that this capture filter accepts ("man pcap-filter")')
    .option('--snaplen <bytes>', 'bytes kept of a packet', positiveInteger, maxSnapLength)
    .option('--no-promiscuous', 'leave packets for other machines alone')
    .option('--buffer-size <kib>', "the kernel's buffer, KiB", positiveInteger, defaultBuffer)
    .option('--duration <seconds>', 'stop after so many seconds', positiveSeconds)
    .option('--packets <n>', 'stop after so many packets', positiveInteger)
    .option('--json', 'print the summary as JSON', false)
    .option('--quiet', 'no counters while it runs', false)
    .action(async (options: CaptureOptions) => {
      const display = liveDisplay(options.interface, options.quiet);
      try {
        const summary = await withInterrupt((signal) =>
          captureInterface(options.interface, {
            out: options.out,
            filter: options.filter,
            snapLength: options.snaplen,
            promiscuous: options.promiscuous,
            bufferBytes: options.bufferSize * kibibyte,
            maxPackets: options.packets,
            maxSeconds: options.duration,
            signal,
            onProgress: display.onProgress,
          }),
        );
        display.stop();
        process.stdout.write(
          options.json ? `${jsonText(summaryRecord(summary), 2)}\n` : summaryText(summary),
        );
      } finally {
        display.stop();
      }
    });
}

function positiveSeconds(text: string): number {
  const value = Number(text);
  if (!(value > 0 && Number.isFinite(value))) {
    throw new InvalidArgumentError('Expected a number of seconds above 0.');
  }
  return value;
}
