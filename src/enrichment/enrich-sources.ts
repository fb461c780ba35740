import { addressBytes, formatAddress } from '../model/address.js';
import type { AttackSources } from '../model/attack-sources.js';
import type { AddressFacts, Enrichment, EnrichmentProvider, SourceEnrichment } from '../model/enrichment.js';
import type { Environment } from '../model/environment.js';
import type { Stage } from '../model/stage.js';
import { targetPositions } from '../sources/target-positions.js';
import { honeypotOrder, sourcePortBehaviour } from './behaviour.js';
import type { Calendars } from './calendars.js';
import { addUpProviders, countAnswers } from './coverage.js';
import type { EnrichmentOptions } from './enrichment-options.js';
import { type Lookups, openLookups } from './lookups.js';

export interface EnrichInput {
  readonly sources: AttackSources;
  readonly environment: Environment;
  readonly options: EnrichmentOptions;
}

/** Attack sources `from` .. `from + count`, cut out of the columns. */
export interface EnrichTask {
  readonly from: number;
  readonly count: number;
  readonly address: Uint8Array;
  readonly firstNs: BigInt64Array;
  readonly portFlows: Uint32Array;
  readonly sourcePorts: Uint32Array;
  readonly risingSourcePorts: Uint32Array;
  /** Targets of row `r` stand at `targetOffsets[r] - targetOffsets[0]` and on. */
  readonly targetOffsets: Uint32Array;
  readonly targetHoneypot: Uint16Array;
  readonly targetFirstNs: BigInt64Array;
  readonly targetLastNs: BigInt64Array;
  /** In environment order, as the honeypots file names them. */
  readonly honeypotCountries: readonly (string | undefined)[];
  readonly options: EnrichmentOptions;
}

export interface EnrichPart {
  readonly from: number;
  readonly rows: readonly SourceEnrichment[];
  readonly providers: readonly EnrichmentProvider[];
}

/** Opening the databases and working out calendars costs a part of a second: few tasks. */
const rowsPerTask = 100_000;

/** What is known of every attack source from elsewhere: countries, systems, lists, calendars, and how it behaved. */
export const enrichSources: Stage<EnrichInput, EnrichTask, EnrichPart, Enrichment> = {
  name: 'enrichment.enrich',

  *plan({ sources, environment, options }) {
    const positions = targetPositions(sources, environment);
    const honeypotCountries = environment.honeypots.map(({ country }) => country);
    for (let from = 0; from === 0 || from < sources.count; from += rowsPerTask) {
      const end = Math.min(from + rowsPerTask, sources.count);
      const begins = sources.targetOffsets[from] ?? 0;
      const ends = sources.targetOffsets[end] ?? 0;
      yield {
        from,
        count: end - from,
        address: sources.address.slice(from * addressBytes, end * addressBytes),
        firstNs: sources.firstNs.slice(from, end),
        portFlows: sources.portFlows.slice(from, end),
        sourcePorts: sources.sourcePorts.slice(from, end),
        risingSourcePorts: sources.risingSourcePorts.slice(from, end),
        targetOffsets: sources.targetOffsets.slice(from, end + 1),
        targetHoneypot: positions.slice(begins, ends),
        targetFirstNs: sources.targetFirstNs.slice(begins, ends),
        targetLastNs: sources.targetLastNs.slice(begins, ends),
        honeypotCountries,
        options,
      };
    }
  },

  async run(task, context) {
    // Loaded here, since the main thread would wait for it and has no use for it.
    const { Calendars, countryCodeOf } = await import('./calendars.js');
    const honeypotCountries = task.honeypotCountries.map((country) =>
      country === undefined ? null : countryCodeOf(country),
    );
    const lookups = openLookups(task.options);
    const calendars = new Calendars();
    const ofAddress = new Map<string, AddressFacts>();
    const shared = new SharedFacts();
    const rows: SourceEnrichment[] = [];
    for (let row = 0; row < task.count; row += 1) {
      if (row % 1024 === 0) context.throwIfCancelled();
      const address = formatAddress(task.address, row * addressBytes);
      let facts = ofAddress.get(address);
      if (!facts) {
        facts = shared.of(factsOf(address, lookups));
        ofAddress.set(address, facts);
      }
      rows.push(enrichRow(task, row, facts, honeypotCountries, calendars));
    }
    return { from: task.from, rows, providers: countAnswers(rows, lookups) };
  },

  merge(parts) {
    const sorted = [...parts].sort((a, b) => a.from - b.from);
    return {
      rows: sorted.flatMap(({ rows }) => rows),
      providers: addUpProviders(sorted.map(({ providers }) => providers)),
    };
  },

  weigh({ count }) {
    return count;
  },
};

/** Many addresses share what is known of them: it goes from thread to thread once. */
class SharedFacts {
  readonly #known = new Map<string, AddressFacts>();

  of(facts: AddressFacts): AddressFacts {
    const { countryRegistry, countryMeasured, as, asSecond, blacklists } = facts;
    const key = [countryRegistry, countryMeasured, as?.number, as?.name, asSecond?.number, asSecond?.name]
      .concat(blacklists)
      .join('\n');
    const known = this.#known.get(key);
    if (known) return known;
    this.#known.set(key, facts);
    return facts;
  }
}

function factsOf(address: string, lookups: Lookups): AddressFacts {
  return {
    countryRegistry: lookups.countryRegistry.find(address),
    countryMeasured: lookups.countryMeasured.find(address),
    as: lookups.as.find(address),
    asSecond: lookups.asSecond?.find(address) ?? null,
    blacklists: lookups.blacklists.filter((list) => list.holds(address)).map(({ name }) => name),
  };
}

function enrichRow(
  task: EnrichTask,
  row: number,
  facts: AddressFacts,
  honeypotCountries: readonly (string | null)[],
  calendars: Calendars,
): SourceEnrichment {
  const base = task.targetOffsets[0] ?? 0;
  const begin = (task.targetOffsets[row] ?? 0) - base;
  const end = (task.targetOffsets[row + 1] ?? 0) - base;
  const first = task.targetFirstNs.subarray(begin, end);
  const last = task.targetLastNs.subarray(begin, end);
  const time = task.firstNs[row] ?? 0n;
  const contacted = task.targetHoneypot[begin + indexOfLeast(first)] ?? 0;
  return {
    address: facts,
    there: calendars.at(facts.countryRegistry ?? facts.countryMeasured, time),
    here: calendars.at(honeypotCountries[contacted] ?? null, time),
    sourcePorts: sourcePortBehaviour(
      task.portFlows[row] ?? 0,
      task.sourcePorts[row] ?? 0,
      task.risingSourcePorts[row] ?? 0,
    ),
    honeypotOrder: honeypotOrder(first, last),
  };
}

function indexOfLeast(values: BigInt64Array): number {
  let least = 0;
  for (let at = 1; at < values.length; at += 1) {
    if ((values[at] ?? 0n) < (values[least] ?? 0n)) least = at;
  }
  return least;
}
