import { Command } from 'commander';

import { explainCluster } from '../../operations/explain-cluster.js';
import { explanationText } from '../explanation-text.js';
import { withInterrupt } from '../interrupt.js';
import { jsonText } from '../json-text.js';
import { positiveInteger } from '../options.js';

interface ExplainClusterCommandOptions {
  store: string;
  top: number;
  json: boolean;
}

export function explainClusterCommand(): Command {
  return new Command('explain-cluster')
    .description('Why the attack sources of an itemset cluster stand together, and why others do not')
    .argument('<cluster>', 'a cluster_id of the table clusters')
    .requiredOption('--store <dir>', 'folder that analyze wrote')
    .option('--top <n>', 'how many sources, rules, neighbours and reasons are told', positiveInteger, 10)
    .option('--json', 'print everything as JSON', false)
    .action(async (cluster: string, { store, top, json }: ExplainClusterCommandOptions) => {
      const explained = await withInterrupt((signal) =>
        explainCluster(store, cluster.trim(), { top, signal }),
      );
      process.stdout.write(json ? `${jsonText(explained)}\n` : explanationText(explained, top));
    });
}
