import { Command } from 'commander';

import { reportStore, writeReportFiles } from '../../operations/report-store.js';
import { renderTerminal } from '../../reports/render-terminal.js';
import { terminalOptions } from '../terminal-options.js';

interface ReportCommandOptions {
  store: string;
  json: boolean;
  files: boolean;
}

export function reportCommand(): Command {
  return new Command('report')
    .description('Print the report of a store')
    .requiredOption('--store <dir>', 'folder that analyze wrote')
    .option('--json', 'as JSON', false)
    .option('--files', 'write report.html and report.json into the store again', false)
    .action(async (options: ReportCommandOptions) => {
      const report = await reportStore(options.store);
      if (options.files) await writeReportFiles(options.store, report);
      const text = options.json ? JSON.stringify(report) : renderTerminal(report, terminalOptions());
      process.stdout.write(`${text}\n`);
    });
}
