import type { Command } from 'commander';

/** Every command by its name, in the order of the help, each loaded when it is asked for. */
export const commands: ReadonlyMap<string, () => Promise<() => Command>> = new Map([
  ['analyze', async () => (await import('./commands/analyze.js')).analyzeCommand],
  ['ingest', async () => (await import('./commands/ingest.js')).ingestCommand],
  ['prune', async () => (await import('./commands/prune.js')).pruneCommand],
  ['check', async () => (await import('./commands/check.js')).checkCommand],
  ['info', async () => (await import('./commands/info.js')).infoCommand],
  ['sources', async () => (await import('./commands/sources.js')).sourcesCommand],
  ['report', async () => (await import('./commands/report.js')).reportCommand],
  ['query', async () => (await import('./commands/query.js')).queryCommand],
  ['export', async () => (await import('./commands/export.js')).exportCommand],
  ['mine', async () => (await import('./commands/mine.js')).mineCommand],
  ['explain-cluster', async () => (await import('./commands/explain-cluster.js')).explainClusterCommand],
  ['capture', async () => (await import('./commands/capture.js')).captureCommand],
  ['simulate', async () => (await import('./commands/simulate.js')).simulateCommand],
  ['quality', async () => (await import('./commands/quality.js')).qualityCommand],
  ['demo', async () => (await import('./commands/demo.js')).demoCommand],
]);
