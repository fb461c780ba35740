import { join } from 'node:path';

import { buildReport } from '../reports/build-report.js';
import type { Report } from '../reports/report-model.js';
import { reportSourceOf } from '../reports/report-source.js';
import { renderHtml } from '../reports/render-html/render-html.js';
import { openStore } from '../storage/open-store.js';
import { writeTextFile } from '../storage/write-text-file.js';

/** Builds the report of the store in `dir`. Throws ERR_STORE when there is none. */
export async function reportStore(dir: string): Promise<Report> {
  const store = await openStore(dir);
  try {
    return await buildReport(reportSourceOf(store));
  } finally {
    await store.close();
  }
}

export interface ReportFiles {
  readonly html: string;
  readonly json: string;
}

/** Writes report.html (self-contained) and report.json into `dir`. */
export async function writeReportFiles(dir: string, report: Report): Promise<ReportFiles> {
  const files = { html: join(dir, 'report.html'), json: join(dir, 'report.json') };
  await writeTextFile(files.html, await renderHtml(report));
  await writeTextFile(files.json, `${JSON.stringify(report, null, 1)}\n`);
  return files;
}
