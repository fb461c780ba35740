import { dash, formatCount, formatMany, formatShare } from '../format-values.js';
import type { AutonomousSystemCount, CountryCount, OriginSection, SystemCount } from '../origin-model.js';
import type { Report } from '../report-model.js';
import { type Column, dataTable } from './data-table.js';
import { html } from './markup.js';
import type { Markup } from './markup.js';
import { section } from './section.js';
import type { Section } from './section.js';

/** Operating systems and tools behind the SYNs. */
export function systemsSection({ systems }: Report): Section | null {
  if (systems === null) return null;
  const { database, signatures, events, read, known, exact, rows, total } = systems;
  const count = counted<SystemCount>();
  return section(
    'systems',
    'Operating systems',
    'Operating systems',
    html`<p>
      Of ${formatMany(events, 'event')}, ${formatCount(read)} (${formatShare(read / events)}) sent a TCP SYN
      that could be read. The signatures of ${database} (${formatCount(signatures)}) name the system or tool
      of ${formatCount(known)} of them (${formatShare(known / read)}), ${formatCount(exact)} by an exact
      match. What a SYN shows is the machine, or the tool, that sent it; it can be forged.
    </p>`,
    dataTable(rows, [
      {
        title: 'System or tool',
        cell: ({ name }) => name ?? html`<span class="quiet">not in the database</span>`,
        sort: ({ name }) => name,
      },
      { title: 'Class', cell: ({ kind }) => kind ?? dash, sort: ({ kind }) => kind },
      count('Events', ({ events: sent }) => sent),
      share('Share of those read', (row) => row.share),
      count('Exact matches', (row) => row.exact),
    ]),
    shown(rows.length, total, 'os-share'),
  );
}

/** Countries and autonomous systems, both providers side by side. */
export function originsSection({ origins }: Report): Section | null {
  if (origins === null) return null;
  const { bothKnow, disagree } = origins;
  return section(
    'origins',
    'Where the attacks came from',
    'Countries and networks',
    html`<p>
      Nobody knows where an address was: registries say who holds it, measurements where it answers from. Both
      are shown. They disagree on ${formatCount(disagree)} of the ${formatMany(bothKnow, 'event')} whose
      country both know (${bothKnow === 0 ? dash : formatShare(disagree / bothKnow)}). Providers' data may be
      of another time than the captures.
    </p>`,
    providersTable(origins),
    html`<h3 id="countries">Countries</h3>`,
    countriesTable(origins.countries),
    shown(
      origins.countries.filter(({ country }) => country !== null).length,
      origins.totalCountries,
      'countries',
    ),
    html`<h3 id="networks">Autonomous systems</h3>`,
    networksTable(origins.autonomousSystems),
    shown(
      origins.autonomousSystems.filter(({ number }) => number !== null).length,
      origins.totalAutonomousSystems,
      'autonomous-systems',
    ),
  );
}

const sayings: Readonly<Record<string, string>> = {
  country_registry: 'Country, registries',
  country_measured: 'Country, measured',
  as_number: 'Autonomous system, first',
  as_number_second: 'Autonomous system, second',
};

function providersTable({ providers }: OriginSection): Markup {
  return dataTable(providers, [
    { title: 'Says', cell: ({ column }) => sayings[column] ?? column },
    { title: 'Provider', cell: ({ provider }) => html`<span class="seq">${provider}</span>` },
    { title: 'Data of', cell: ({ dataDate }) => dataDate ?? dash },
    {
      title: 'Coverage',
      numeric: true,
      hint: 'attack sources of which it could say something',
      cell: ({ answered, asked, coverage }) =>
        `${formatShare(coverage)} (${formatCount(answered)} of ${formatCount(asked)})`,
    },
    { title: 'Credit', cell: ({ credit }) => credit ?? dash },
  ]);
}

const notKnown = html`<span class="quiet">not known</span>`;

function countriesTable(countries: readonly CountryCount[]): Markup {
  const count = counted<CountryCount>();
  return dataTable(countries, [
    { title: 'Country', cell: ({ country }) => country ?? notKnown, sort: ({ country }) => country },
    count('Events, registries', ({ registry }) => registry),
    share('Share', ({ registryShare }) => registryShare),
    count('Events, measured', ({ measured }) => measured),
    share('Share', ({ measuredShare }) => measuredShare),
  ]);
}

function networksTable(systems: readonly AutonomousSystemCount[]): Markup {
  const count = counted<AutonomousSystemCount>();
  const hasSecond = systems.some(({ second }) => second !== null);
  return dataTable(systems, [
    {
      title: 'AS',
      numeric: true,
      cell: ({ number }) => (number === null ? notKnown : `AS${number}`),
      sort: ({ number }) => number,
    },
    { title: 'Name', cell: ({ name }) => name || dash, sort: ({ name }) => name },
    count(hasSecond ? 'Events, first provider' : 'Events', ({ first }) => first),
    share('Share', ({ firstShare }) => firstShare),
    ...(hasSecond
      ? [
          count('Events, second provider', ({ second }) => second ?? 0),
          share<AutonomousSystemCount>('Share', ({ secondShare }) => secondShare),
        ]
      : []),
  ]);
}

function counted<Row>(): (title: string, value: (row: Row) => number) => Column<Row> {
  return (title, value) => ({ title, numeric: true, cell: (row) => formatCount(value(row)), sort: value });
}

function share<Row>(title: string, value: (row: Row) => number | null): Column<Row> {
  return { title, numeric: true, cell: (row) => formatShare(value(row)), sort: value };
}

function shown(rows: number, total: number, query: string): Markup | false {
  return (
    total > rows &&
    html`<p class="quiet small">
      The ${formatCount(rows)} largest of ${formatCount(total)};
      <code>honeysift query --name ${query}</code> has all.
    </p>`
  );
}
