import { HoneysiftError } from '../errors.js';
import { parseSignature, quoted, readNumber, SignatureSyntaxError } from './parse-signature.js';
import type { LabelledSignature, ParsedSignatures, SignatureLabel } from './signature-database.js';

const sections = ['mtu', 'tcp:request', 'tcp:response', 'http:request', 'http:response'] as const;
type Section = (typeof sections)[number];

/** Letters, digits and what p0f allows beside them in a name. */
const namePattern = /^[A-Za-z0-9 ./\-_!?()]+$/;

/**
 * Reads a p0f v3 signature file. HTTP signatures are counted, not read.
 * @param name the file, for messages
 * @throws HoneysiftError ERR_ARGUMENT that names the line and what is wrong there
 */
export function parseDatabase(text: string, name: string): ParsedSignatures {
  const reader = new DatabaseReader();
  for (const [i, raw] of text.split('\n').entries()) {
    const line = raw.replace(/^[ \t]+/, '').replace(/\r$/, '');
    if (line === '' || line.startsWith(';')) continue;
    try {
      reader.read(line, i + 1);
    } catch (error) {
      if (!(error instanceof SignatureSyntaxError)) throw error;
      throw new HoneysiftError(
        'ERR_ARGUMENT',
        `${name}, line ${i + 1}: ${error.message}; p0f's README, section 5, has the format`,
      );
    }
  }
  return reader;
}

class DatabaseReader implements ParsedSignatures {
  readonly classes: string[] = [];
  readonly requests: LabelledSignature[] = [];
  readonly responses: LabelledSignature[] = [];
  readonly links = new Map<number, string>();
  httpSignatures = 0;

  #section: Section | null = null;
  #label: SignatureLabel | null = null;
  #link: string | null = null;
  /** A tool's label must say where it runs before signatures follow. */
  #needsSystems = false;

  read(line: string, number: number): void {
    if (line.startsWith('[')) return this.#beginSection(line);
    const [, field = '', value = ''] = /^([A-Za-z_]+)[ \t]*=[ \t]*(.*)$/.exec(line) ?? [];
    switch (field) {
      case 'classes':
        if (this.#section !== null)
          throw new SignatureSyntaxError('"classes" belongs before the first section');
        return this.#readClasses(value);
      case 'label':
        return this.#readLabel(value);
      case 'sys':
        return this.#readSystems(value);
      case 'sig':
        return this.#readSignature(value, number);
      case 'ua_os':
        if (this.#section === 'http:request') return;
        throw new SignatureSyntaxError('"ua_os" belongs into [http:request]');
      case '':
        throw new SignatureSyntaxError(`neither a [section] nor name = value: ${quoted(line)}`);
      default:
        throw new SignatureSyntaxError(`there is no field ${quoted(field)}`);
    }
  }

  #beginSection(line: string): void {
    const section = sections.find((known) => line === `[${known}]`);
    if (section === undefined) {
      const known = sections.map((name) => `[${name}]`).join(', ');
      throw new SignatureSyntaxError(`sections are ${known}, not ${quoted(line)}`);
    }
    this.#section = section;
    this.#label = this.#link = null;
    this.#needsSystems = false;
  }

  #readClasses(value: string): void {
    for (const name of value.split(',').map((one) => one.trim())) {
      if (!/^[A-Za-z0-9]+$/.test(name))
        throw new SignatureSyntaxError(`${quoted(name)} is no name of a class`);
      this.classes.push(name);
    }
  }

  #readLabel(value: string): void {
    if (this.#section === null) throw new SignatureSyntaxError('a label belongs into a section');
    if (this.#needsSystems) throw new SignatureSyntaxError('the tool labelled before lacks its "sys" line');
    if (this.#section === 'mtu') {
      if (value === '') throw new SignatureSyntaxError('the label of a link is empty');
      this.#link = value;
      return;
    }
    const [type = '', osClass = '', name = '', ...flavour] = value.split(':');
    if (type !== 's' && type !== 'g')
      throw new SignatureSyntaxError(`a label begins with s: or g:, not ${quoted(type)}`);
    if (flavour.length === 0) throw new SignatureSyntaxError('a label is type:class:name:flavour');
    if (!namePattern.test(name)) throw new SignatureSyntaxError(`${quoted(name)} is no name of a system`);
    this.#label = {
      generic: type === 'g',
      osClass: osClass === '!' ? null : this.#knownClass(osClass),
      name,
      flavour: flavour.join(':'),
      systems: [],
    };
    this.#needsSystems = osClass === '!';
  }

  #readSystems(value: string): void {
    if (!this.#label || !this.#needsSystems) {
      throw new SignatureSyntaxError('"sys" follows the label of a tool, whose class is !');
    }
    const systems = value.split(',').map((one) => one.trim());
    for (const system of systems) {
      if (system.startsWith('@')) this.#knownClass(system.slice(1));
      else if (!namePattern.test(system))
        throw new SignatureSyntaxError(`${quoted(system)} is no name of a system`);
    }
    this.#label = { ...this.#label, systems };
    this.#needsSystems = false;
  }

  #readSignature(value: string, line: number): void {
    if (this.#section === 'mtu') {
      if (this.#link === null) throw new SignatureSyntaxError('a signature follows a label');
      const mtu = readNumber(value, 1, 65535, 'MTU');
      const known = this.links.get(mtu);
      if (known !== undefined) throw new SignatureSyntaxError(`MTU ${mtu} is ${quoted(known)} already`);
      this.links.set(mtu, this.#link);
      return;
    }
    if (this.#needsSystems) throw new SignatureSyntaxError('the label of a tool lacks its "sys" line');
    if (!this.#label) throw new SignatureSyntaxError('a signature follows a label');
    if (this.#section === 'tcp:request' || this.#section === 'tcp:response') {
      const list = this.#section === 'tcp:request' ? this.requests : this.responses;
      list.push({ label: this.#label, signature: parseSignature(value), line });
    } else {
      this.httpSignatures += 1;
    }
  }

  #knownClass(name: string): string {
    const known = this.classes.find((one) => one.toLowerCase() === name.toLowerCase());
    if (known === undefined) {
      throw new SignatureSyntaxError(
        `class ${quoted(name)} is not among "classes = ${this.classes.join(',')}"`,
      );
    }
    return known;
  }
}
