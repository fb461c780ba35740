// Reads whole captures with the addons that HONEYSIFT_ADDON_DIR names, through TypeScript and bindings, as the commands
// do: the files whose paths stand on standard input, one a line. Prints a line a capture: path, packets (or "none": no
// capture), attack sources, SYNs with a signature, phrases compared, itemsets; separated by tabs.
// The argument is a folder for the packet tables.
import { readFileSync } from 'node:fs';

import { mineClustersStage } from '#honeysift/clusters/mine-clusters.js';
import { distanceTile } from '#honeysift/distances/space-distances.js';
import { internPhrases } from '#honeysift/distances/intern-phrases.js';
import { phraseDistance } from '#honeysift/distances/phrase-distance.js';
import { inferHoneypots } from '#honeysift/environment/infer-honeypots.js';
import { HoneysiftError } from '#honeysift/errors.js';
import { findFingerprints } from '#honeysift/fingerprints/find-fingerprints.js';
import { matchSyns } from '#honeysift/fingerprints/match-syns.js';
import { readDatabase } from '#honeysift/fingerprints/read-database.js';
import { AddressCensus, mergeAddressPairs } from '#honeysift/native/address-census.js';
import { readCapture } from '#honeysift/packets/read-capture.js';
import { createInlineRunner } from '#honeysift/pool/inline-runner.js';
import { groupSequences } from '#honeysift/sequences/group-sequences.js';
import { collectSources } from '#honeysift/sources/collect-sources.js';
import { finalizeSources } from '#honeysift/sources/finalize-sources.js';

/** Every byte that a row points to is read, by JavaScript, which would see what does not lie in the buffers. */
function checkBatch({ columns, bytes, scratch }, path) {
  const inScratch = 1 << 7;
  const networkInScratch = 1 << 12;
  for (let row = 0; row < columns.rows; row += 1) {
    const { flags, networkOffset, payloadOffset, payloadCaptured } = columns;
    const payload = flags[row] & inScratch ? scratch : bytes;
    const network = flags[row] & networkInScratch ? scratch : bytes;
    const stray = payloadOffset[row] + payloadCaptured[row] > payload.length;
    if (stray || ((flags[row] & 1) !== 0 && networkOffset[row] >= network.length)) {
      throw new Error(`${path}: row ${row} points outside its bytes`);
    }
  }
}

/** Of what the phrases are, so many that a capture of many takes no longer than the rest together. */
const mostPhrases = 60;
const longestPhrase = 4096;

function comparePhrases({ phrases }) {
  const length = (id) => phrases.offsets[id + 1] - phrases.offsets[id];
  const ids = Uint32Array.from(Array.from({ length: phrases.offsets.length - 1 }, (_, id) => id))
    .filter((id) => length(id) <= longestPhrase)
    .slice(0, mostPhrases);
  for (const matching of ['stable', 'assignment']) {
    const space = internPhrases(phrases, ids, { matching });
    const tile = distanceTile(space, 0, ids.length, 0, ids.length);
    if (tile.some((distance) => !(distance >= 0))) throw new Error('a distance is no distance');
  }
  const text = (id) => phrases.bytes.slice(phrases.offsets[id], phrases.offsets[id + 1]);
  if (ids.length > 1) phraseDistance(text(ids[0]), text(ids.at(-1)));
  return ids.length;
}

const packetFolder = process.argv[2];
const runner = createInlineRunner();
const database = await readDatabase('built-in');

async function readThrough(path) {
  const census = new AddressCensus();
  const summary = await readCapture(
    path,
    (batch) => {
      checkBatch(batch, path);
      census.add(batch.columns);
    },
    // Odd, so that records are cut anywhere.
    { chunkBytes: 10_007, batchRows: 100 },
  );
  await matchSyns(path, database, (columns, row, { text }) => {
    if (row >= columns.rows || text === '') throw new Error(`${path}: a SYN without a row or text`);
  });
  const environment = inferHoneypots(mergeAddressPairs([census.toParts()]));
  const found = [path, summary.packets];
  if (environment.honeypots.length === 0) return [...found, 0, 0, 0, 0];
  const collected = await runner.run(collectSources, { captures: [path], environment, packetFolder });
  // Tunnels to honeypots stay wrapped, which changes no count.
  if (collected.captures[0].packets !== summary.packets) {
    throw new Error(
      `${path}: ${collected.captures[0].packets} packets as rows, ${summary.packets} as columns`,
    );
  }
  const sources = await runner.run(finalizeSources, { days: collected.days, environment });
  await runner.run(finalizeSources, { days: collected.days, environment, options: { mode: 'gap25h' } });
  const { probes: parts } = collected;
  const { syns } = findFingerprints({ parts, sources, environment, database });
  const clusters = await runner.run(mineClustersStage, {
    sources,
    honeypotNames: environment.honeypots.map(({ name }) => name),
    groups: groupSequences(sources),
  });
  return [
    ...found,
    sources.count,
    syns.reduce((sum, one) => sum + one, 0),
    comparePhrases(sources),
    clusters.length,
  ];
}

for (const path of readFileSync(0, 'utf8').trimEnd().split('\n')) {
  try {
    process.stdout.write(`${(await readThrough(path)).join('\t')}\n`);
  } catch (error) {
    if (!(error instanceof HoneysiftError) || error.code !== 'ERR_CAPTURE') throw error;
    process.stdout.write(`${path}\tnone\n`);
  }
}
