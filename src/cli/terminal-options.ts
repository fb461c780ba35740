import type { TerminalOptions } from '../reports/render-terminal.js';

/** How the report is to look on this process's standard output (https://no-color.org is respected). */
export function terminalOptions(): TerminalOptions {
  return {
    color: process.stdout.isTTY && process.env['NO_COLOR'] === undefined,
    width: process.stdout.columns ?? 100,
  };
}
