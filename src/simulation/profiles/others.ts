import { payload, random } from '../payload-parts.js';
import type { WeightedPlan } from '../plan.js';
import { hosts, inParallel, knock, plan, syn, tcp } from '../plan-parts.js';
import { weighted } from './weighted.js';

/** Media servers, back doors and remote control: {554}, {17300}, {27374}, {6129}. */

const rtspOk = payload('RTSP/1.0 200 OK\r\nCSeq: 1\r\nPublic: OPTIONS, DESCRIBE\r\n\r\n');
/** 6 inbound packets where 554 is open: SYN, ACK, OPTIONS, ACK, FIN, ACK. */
const rtsp = tcp(554, 1, {
  retry: 'application',
  acksReplies: true,
  talk: [{ send: payload('OPTIONS rtsp://target:554 RTSP/1.0\r\nCSeq: 1\r\n\r\n'), reply: rtspOk }],
});
const describe = tcp(554, 2, {
  talk: [
    {
      send: payload('DESCRIBE rtsp://', random('alnum', 6, 9), '.rm RTSP/1.0\r\nCSeq: 2\r\n\r\n'),
      reply: rtspOk,
    },
  ],
});

/** SYN scanners of ports that are closed everywhere differ in nothing but how often they try. */
const insistent = (name: string, port: number, tries: number): ReturnType<typeof plan> =>
  plan(
    name,
    `tries-${tries}`,
    hosts([0, 1, 2], knock(port, tries, { retry: tries === 3 ? 'stack' : 'application' })),
    {
      stacks: tries === 3 ? ['windows-xp'] : ['linux-24'],
      pace: tries === 2 ? inParallel : { mode: 'sequence', hostGapMs: 40, rttMs: [30, 220] },
    },
  );

export const otherPlans: Readonly<Record<string, readonly WeightedPlan[]>> = {
  '554': weighted(
    [50.8, plan('rtsp-scanner', 'all', hosts([0, 1, 2], rtsp), { stacks: ['linux-24'] })],
    [4.2, plan('rtsp-scanner', 'linux', hosts([2], rtsp), { stacks: ['linux-24'] })],
    [29.8, plan('media-syn', 'linux', hosts([2], syn(554)), { stacks: ['raw'], sourcePorts: 'random' })],
    [7.4, plan('media-knock', 'connect', hosts([0, 1, 2], knock(554, 3)))],
    [4.4, plan('media-describe', 'named', hosts([0, 1, 2], describe))],
    [3.4, plan('media-pair', 'two-hosts', hosts([1, 2], knock(554, 1)))],
  ),
  '17300': weighted(
    [39.8, insistent('kuang-scan', 17300, 1)],
    [34.6, insistent('kuang-finder', 17300, 2)],
    [25.6, insistent('kuang-knock', 17300, 3)],
  ),
  '27374': weighted(
    [50, insistent('subseven-knock', 27374, 3)],
    [28, insistent('subseven-scan', 27374, 1)],
    [22, plan('subseven-pair', 'two-hosts', hosts([0, 1], knock(27374, 3)))],
  ),
  '6129': weighted(
    [54, insistent('dameware-knock', 6129, 3)],
    [
      30,
      plan('dameware-syn', 'one-syn', hosts([0, 1, 2], syn(6129)), { stacks: ['raw'], sourcePorts: 'fixed' }),
    ],
    [16, plan('dameware-lone', 'winnt', hosts([1], knock(6129, 3)))],
  ),
};
