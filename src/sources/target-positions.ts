import type { AttackSources } from '../model/attack-sources.js';
import type { Environment } from '../model/environment.js';

/**
 * `sources.targetHoneypot` as indexes into the environment's honeypots. With one source per platform it holds positions
 * within the row's platform: honeypots of one platform, in environment order.
 */
export function targetPositions(sources: AttackSources, environment: Environment): Uint16Array {
  const { platform, platforms, targetOffsets, targetHoneypot } = sources;
  if (platform === undefined || platforms === undefined) return targetHoneypot;
  const members = platforms.map((name) =>
    environment.honeypots.flatMap((honeypot, index) => ((honeypot.platform ?? '') === name ? [index] : [])),
  );
  const positions = new Uint16Array(targetHoneypot.length);
  for (let row = 0; row < sources.count; row++) {
    const honeypots = members[platform[row] ?? 0] ?? [];
    for (let target = targetOffsets[row] ?? 0; target < (targetOffsets[row + 1] ?? 0); target++) {
      positions[target] = honeypots[targetHoneypot[target] ?? 0] ?? 0;
    }
  }
  return positions;
}
