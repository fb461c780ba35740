import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { HoneysiftError } from '../errors.js';
import type { Honeypot } from '../model/environment.js';
import { chooseAssaults, playAttack } from './attack.js';
import { Attacker, type PathQuality, type Target } from './attacker.js';
import { dayText, type MonthSpan } from './calendar.js';
import { CaptureFile, globalHeaderBytes } from './capture-file.js';
import { FrameWriter } from './frames.js';
import { targetsOn } from './honeypots.js';
import { PacketArena } from './packet-arena.js';
import type { Population } from './population.js';
import { scheduleMonth, type Appointment } from './schedule.js';
import type { SimulateOptions, SimulationSummary } from './simulate-options.js';
import { stacks } from './stacks.js';
import { Tally } from './tally.js';
import type { TruthRow } from './truth.js';
import { TruthWriter } from './truth-writer.js';

export interface RunSettings {
  readonly seed: number;
  readonly path: PathQuality;
  readonly honeypots: readonly Honeypot[];
  readonly population: Population;
  /** Attack sources asked for in all. */
  readonly wanted: number;
}

/** One simulation under way: months in order, days within them, sources by the time they begin. */
export class SimulationRun {
  readonly #options: SimulateOptions;
  readonly #settings: RunSettings;
  readonly #frames = new FrameWriter(new PacketArena());
  readonly #attacker: Attacker;
  readonly #truth: TruthWriter;
  readonly #tally = new Tally();
  readonly #files: string[] = [];
  #capture: CaptureFile | null = null;
  /** Rule: the write before the last has ended before the arena is flushed again. */
  #writing: Promise<void> = Promise.resolve();

  constructor(options: SimulateOptions, settings: RunSettings) {
    this.#options = options;
    this.#settings = settings;
    this.#attacker = new Attacker(this.#frames, settings.path, options.randomFields ?? true);
    this.#truth = new TruthWriter(join(options.out, 'truth.csv'));
  }

  async month(span: MonthSpan, sources: number): Promise<void> {
    const { population, seed } = this.#settings;
    const appointments = scheduleMonth(population, span, sources, seed);
    for (let at = 0; at < appointments.length;) {
      const day = (appointments[at] as Appointment).day;
      let end = at;
      while (appointments[end]?.day === day) end++;
      await this.#day(span, day, appointments.slice(at, end));
      at = end;
    }
    await this.#closeCapture();
    this.#tally.endMonth(span.month);
  }

  async finish(): Promise<SimulationSummary> {
    const { out } = this.#options;
    const honeypotsFile = join(out, 'honeypots.json');
    await writeFile(honeypotsFile, `${JSON.stringify({ honeypots: this.#settings.honeypots }, null, 2)}\n`);
    await this.#truth.finish();
    return this.#tally.summary({ out, files: this.#files, honeypotsFile, truthFile: this.#truth.path });
  }

  /** After a failure: nothing half-written stays under its final name. */
  async discard(): Promise<void> {
    await this.#writing.catch(() => undefined);
    await this.#capture?.discard();
    await this.#truth.discard();
  }

  async #day(span: MonthSpan, day: number, appointments: readonly Appointment[]): Promise<void> {
    const { signal, onProgress, split } = this.#options;
    if (signal?.aborted === true) throw new HoneysiftError('ERR_CANCELLED', 'The simulation was cancelled');
    const targets = targetsOn(this.#settings.honeypots, day);
    const date = dayText(day);
    const name = split === 'day' ? date : span.month;
    this.#frames.daySeconds = day * 86_400;
    const rows: { readonly address: number; readonly row: TruthRow }[] = [];
    for (const appointment of appointments) {
      if (this.#frames.arena.isFull) await this.#flush(appointment.startUs, name);
      const honeypots = this.#play(appointment, span, targets);
      if (this.#attacker.inbound === 0) continue;
      const row = this.#tally.note(this.#attacker, appointment.plan, honeypots, date);
      rows.push({ address: appointment.address, row });
    }
    await this.#flush(Infinity, name);
    if (split === 'day') await this.#closeCapture();
    rows.sort((a, b) => a.address - b.address);
    await this.#truth.write(rows.map(({ row }) => row));
    onProgress?.({ stage: 'simulate', done: this.#tally.sources, total: this.#settings.wanted });
  }

  /** Returns the names of the honeypots that were meant. */
  #play(
    { plan, address, source, startUs }: Appointment,
    span: MonthSpan,
    targets: readonly Target[],
  ): string[] {
    const attacker = this.#attacker;
    attacker.reseed(this.#settings.seed, span.ordinal, source);
    const stack = stacks[attacker.rng.pick(plan.stacks)];
    const [low, high] = plan.pace.rttMs;
    const rttUs = attacker.rng.between(low * 1000, high * 1000);
    attacker.begin({ address, stack, sourcePorts: plan.sourcePorts, rttUs });
    const assaults = chooseAssaults(attacker, plan, targets);
    playAttack(attacker, plan, assaults, startUs);
    return assaults.map(({ target }) => target.name);
  }

  async #flush(beforeUs: number, name: string): Promise<void> {
    const bytes = this.#frames.arena.flush(beforeUs);
    if (bytes.length === 0) return;
    await this.#writing;
    if (this.#capture === null) {
      const { out, gzip = false } = this.#options;
      this.#capture = await CaptureFile.create(join(out, `${name}.pcap${gzip ? '.gz' : ''}`), gzip);
      this.#tally.bytes += globalHeaderBytes;
    }
    this.#tally.bytes += bytes.length;
    this.#writing = this.#capture.write(bytes);
    // Reported where it is awaited.
    this.#writing.catch(() => undefined);
  }

  async #closeCapture(): Promise<void> {
    await this.#writing;
    if (this.#capture === null) return;
    await this.#capture.finish();
    this.#files.push(this.#capture.path);
    this.#capture = null;
  }
}
