import { describe, expect, it } from 'vitest';

import { causeOf, findCauses, inputOf } from './make-sources.js';
import { protocolSources } from './protocol-tools.js';
import { measureQuality } from './quality.js';

describe.each([
  [1, 30, 200],
  [2, 8, 40],
  [3, 3, 12],
])('tools in the manner of real protocols (seed %d, %d to %d sources each)', (seed, least, most) => {
  it('come out as root causes and families', async () => {
    const specs = protocolSources(seed, least, most);
    const causes = await findCauses(inputOf(specs));
    const tools = specs.map(({ tool }) => tool);
    const cause = specs.map((_, row) => causeOf(causes, row));
    const roots = measureQuality(
      cause.map((one) => one?.rootCauseId ?? null),
      tools,
    );
    const families = measureQuality(
      cause.map((one) => one?.familyId ?? null),
      tools,
    );
    expect(roots.precision).toBeGreaterThanOrEqual(0.99);
    expect(families.precision).toBeGreaterThanOrEqual(0.97);
    expect(families.recall).toBeGreaterThanOrEqual(0.98);
    expect(families.macroRecall).toBeGreaterThanOrEqual(0.95);
  });
});
