import { readFileSync } from 'node:fs';

import { describe, expect, it } from 'vitest';

import { builtInSignatures } from '#honeysift/fingerprints/built-in-signatures.js';
import { formatSignature } from '#honeysift/fingerprints/format-signature.js';
import { parseDatabase } from '#honeysift/fingerprints/parse-database.js';
import { readDatabase } from '#honeysift/fingerprints/read-database.js';
import { labelText } from '#honeysift/fingerprints/signature-database.js';

import { requireTool } from '../../support/tools.js';

const head = 'classes = win,unix\n[tcp:request]\nlabel = s:unix:Linux:2.6\n';
const signature = '*:64:0:*:mss*4,7:mss,sok,ts,nop,ws:df,id+:0';

describe('parseDatabase', () => {
  it('reads sections, labels, tools, links and what else p0f knows', () => {
    const parsed = parseDatabase(
      [
        '; comment',
        'classes = win,unix',
        '[mtu]',
        'label = DSL',
        'sig = 1492',
        '\tsig = 1452',
        '[tcp:request]',
        'label = s:unix:Linux:2.6.x (a:b)',
        `sig   = ${signature}`,
        'label = s:!:NMap:SYN scan',
        'sys = @unix,@win,Haiku',
        'sig = 4:64-:12:1460:%8192,*:?0,?30,nop,eol+3:ecn,0+,seq-,ack+,ack-,uptr+,urgf+,pushf+,ts1-,ts2+,opt+,exws,bad,id-:*',
        'label = g:win:Windows:',
        'sig = 6:54+10:0:*:mtu*2,0::flow:+',
        '[tcp:response]',
        'label = s:unix:Linux:3.x',
        'sig = *:64:0:*:65535,0:mss,sack:df:0\r',
        '[http:request]',
        'ua_os = Linux',
        'label = s:!:wget:',
        'sys = @unix',
        'sig = 1:Host:::',
      ].join('\n'),
      'test.fp',
    );
    expect([...parsed.links]).toEqual([
      [1492, 'DSL'],
      [1452, 'DSL'],
    ]);
    expect(parsed.requests.map(({ label }) => labelText(label))).toEqual([
      'Linux 2.6.x (a:b)',
      'NMap SYN scan',
      'Windows',
    ]);
    expect(parsed.requests[0]).toMatchObject({
      line: 9,
      label: { generic: false, osClass: 'unix' },
      signature: { version: null, ttl: 64, window: { rule: 'mss', value: 4 }, options: [2, 4, 8, 1, 3] },
    });
    expect(parsed.requests[1]).toMatchObject({
      label: { osClass: null, systems: ['@unix', '@win', 'Haiku'] },
      signature: {
        ttl: 64,
        anyTtl: true,
        ipOptions: 12,
        options: [0, 30, 1, 0],
        eolPadding: 3,
        payload: null,
      },
    });
    expect(parsed.requests[1]?.signature.quirks.size).toBe(14);
    expect(parsed.requests[2]).toMatchObject({
      label: { generic: true },
      signature: { version: 6, ttl: 64, window: { rule: 'mtu', value: 2 }, options: [], payload: true },
    });
    expect(parsed.responses).toHaveLength(1);
    expect(parsed.httpSignatures).toBe(1);
  });

  it.each([
    [`classes = win,unix\n${signature}`, 2, 'neither a [section] nor name = value'],
    ['classes = win\n[tcp:sideways]', 2, 'sections are [mtu], [tcp:request]'],
    ['[mtu]\nclasses = win', 2, '"classes" belongs before the first section'],
    ['label = s:unix:Linux:', 1, 'a label belongs into a section'],
    ['[mtu]\nsig = 1500', 2, 'a signature follows a label'],
    ['[mtu]\nlabel = x\nsig = 70000', 3, 'the MTU is a number from 1 to 65535, not "70000"'],
    ['[mtu]\nlabel = x\nsig = 1500\nlabel = y\nsig = 1500', 5, 'MTU 1500 is "x" already'],
    [`${head}colour = red`, 4, 'there is no field "colour"'],
    [`${head}ua_os = Linux`, 4, '"ua_os" belongs into [http:request]'],
    [`${head}sys = @unix`, 4, '"sys" follows the label of a tool'],
    [`${head}label = x:unix:Linux:`, 4, 'a label begins with s: or g:, not "x"'],
    [`${head}label = s:unix:Linux`, 4, 'a label is type:class:name:flavour'],
    [`${head}label = s:mac:OS 9:`, 4, 'class "mac" is not among "classes = win,unix"'],
    [`${head}label = s:unix:Lin#ux:`, 4, '"Lin#ux" is no name of a system'],
    [`${head}label = s:!:nmap:\nsig = ${signature}`, 5, 'the label of a tool lacks its "sys" line'],
    [`${head}label = s:!:nmap:\nlabel = s:unix:Linux:`, 5, 'lacks its "sys" line'],
    [`${head}sig = *:64:0:*:mss*4,7:mss:df`, 4, 'a TCP signature has 8 fields'],
    [`${head}sig = 5:64:0:*:mss*4,7:mss:df:0`, 4, 'the IP version is 4, 6 or *, not "5"'],
    [`${head}sig = *:0:0:*:mss*4,7:mss:df:0`, 4, 'the initial TTL is a number from 1 to 255'],
    [`${head}sig = *:200+60:0:*:mss*4,7:mss:df:0`, 4, 'the initial TTL is 1 to 255, not 260'],
    [`${head}sig = *:64+1-:0:*:mss*4,7:mss:df:0`, 4, 'the initial TTL is 64, 54+10 or 64-'],
    [`${head}sig = *:64:0:*:mss*0,7:mss:df:0`, 4, 'the multiple of mss is a number from 1 to 1000'],
    [`${head}sig = *:64:0:*:%1,7:mss:df:0`, 4, 'the modulus of the window is a number from 2'],
    [`${head}sig = *:64:0:*:8192:mss:df:0`, 4, 'window size and scale are wsize,scale, not "8192"'],
    [`${head}sig = *:64:0:*:1,256:mss:df:0`, 4, 'the window scale is a number from 0 to 255'],
    [`${head}sig = *:64:0:*:1,0:mss,eol+1,nop:df:0`, 4, 'eol+n must be the last TCP option'],
    [`${head}sig = *:64:0:*:1,0:eol:df:0`, 4, 'the padding n of eol+n is a number'],
    [`${head}sig = *:64:0:*:1,0:mss,xyz:df:0`, 4, 'there is no TCP option "xyz"'],
    [`${head}sig = *:64:0:*:1,0:${'nop,'.repeat(24)}nop:df:0`, 4, 'at most 24 TCP options'],
    [`${head}sig = *:64:0:*:1,0:mss:df,oops:0`, 4, 'there is no quirk "oops"'],
    [`${head}sig = 6:64:0:*:1,0:mss:df:0`, 4, 'the quirk "df" is not of IPv6'],
    [`${head}sig = 4:64:0:*:1,0:mss:flow:0`, 4, 'the quirk "flow" is not of IPv4'],
    [`${head}sig = *:64:0:*:1,0:mss:df:x`, 4, 'the payload class is 0, + or *, not "x"'],
  ])('says what is wrong, and in which line: %j', (text, line, problem) => {
    const parse = (): unknown => parseDatabase(text, 'my.fp');
    expect(parse).toThrow(`my.fp, line ${line}: `);
    expect(parse).toThrow(problem);
    expect(parse).toThrow(expect.objectContaining({ code: 'ERR_ARGUMENT' }) as Error);
  });

  it('reads the built-in signatures, each written as it is printed', () => {
    const { requests, links } = parseDatabase(builtInSignatures, 'built-in');
    expect(requests.length).toBeGreaterThan(40);
    expect(links.get(1500)).toBe('Ethernet');
    const written = [...builtInSignatures.matchAll(/^sig {3}= (.*:.*)$/gm)].map((match) => match[1]);
    expect(requests.map((one) => formatSignature(one.signature))).toEqual(written);
  });
});

describe('readDatabase', () => {
  it('names what it read', () => {
    expect(readDatabase('built-in').facts).toMatchObject({ name: 'built-in', links: 12 });
    expect(() => readDatabase('/nowhere/p0f.fp')).toThrow(/nowhere.*built-in/);
    expect(() => readDatabase('/nowhere/p0f.fp')).toThrow(expect.objectContaining({ code: 'ERR_ARGUMENT' }));
  });

  it.skipIf(!requireTool('p0f'))('reads the file that p0f installs, every line of it', () => {
    const database = readDatabase();
    const text = readFileSync('/etc/p0f/p0f.fp', 'utf8');
    const { requests, responses, links, httpSignatures, facts } = database;
    expect(facts.name).toBe('/etc/p0f/p0f.fp');
    expect(requests.length + responses.length + links.size + httpSignatures).toBe(
      text.match(/^\s*sig\s*=/gm)?.length,
    );
  });
});
