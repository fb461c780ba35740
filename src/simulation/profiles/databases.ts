import { attempt, dictionary, filler, joined, payload } from '../payload-parts.js';
import type { WeightedPlan } from '../plan.js';
import { hosts, hurried, inParallel, knock, plan, syn, tcp } from '../plan-parts.js';
import { weighted } from './weighted.js';

/**
 * Microsoft SQL Server, {1433}. The report's clusters 9 and 11 each hold two payloads, 8 and 24 zero bytes; where the
 * port is closed data can only ride on the SYN. From November 2003 on the port that was opened on the Linux machine is
 * attacked there alone.
 */

const eightZeros = { synData: payload(filler(8, 0)) };
const twentyFourZeros = { synData: payload(filler(24, 0)) };

/** Four new connections each; `half` lets the open port of the experiment look like a closed one. */
const fourTries = (data: typeof eightZeros): ReturnType<typeof syn> => syn(1433, 4, data);

const login = (name: string): Uint8Array =>
  joined(Uint8Array.of(1, 1, 0, 60, 0, 0, 1, 0), name.padEnd(52, ' '));

export const databasePlans: Readonly<Record<string, readonly WeightedPlan[]>> = {
  '1433': weighted(
    [53.3, plan('sqlsnake', 'zeros-24', hosts([0, 1, 2], knock(1433, 3, twentyFourZeros)))],
    [0.6, plan('sql-ping', 'zeros-8', hosts([0, 1, 2], knock(1433, 3, eightZeros)))],
    [
      18.7,
      plan('sfind', 'one-syn', hosts([0, 1, 2], syn(1433)), {
        stacks: ['raw'],
        sourcePorts: 'fixed',
        pace: inParallel,
      }),
    ],
    [15.9, plan('sql-walker', 'zeros-8', hosts([0, 1, 2], fourTries(eightZeros)))],
    [2.2, plan('sql-walker-long', 'zeros-24', hosts([0, 1, 2], fourTries(twentyFourZeros)))],
    [
      7.5,
      plan(
        'sql-password',
        'closed',
        hosts([0, 1, 2], knock(1433, 3, { connections: { choices: [160, 220, 260] } })),
        { pace: { ...hurried(110), longestSeconds: 60 } },
      ),
    ],
    [
      0.6,
      plan('sql-two', 'connect', hosts([0, 1, 2], knock(1433, 2, { retry: 'application' })), {
        stacks: ['linux-24'],
      }),
    ],
    [0.5, plan('sql-six', 'connect', hosts([0, 1, 2], knock(1433, 3), knock(1433, 3)))],
    [0.4, plan('sql-pair', 'two-hosts', hosts([0, 1], knock(1433, 3)), { pace: inParallel })],
    [0.3, plan('sql-lone', 'winnt', hosts([1], knock(1433, 2)), { stacks: ['windows-98'] })],
    [
      11,
      plan(
        'sql-login',
        'linux',
        hosts(
          [2],
          tcp(1433, 3, {
            talk: [
              {
                send: payload(
                  attempt(dictionary(24).map((name) => Buffer.from(login(name)).toString('latin1'))),
                ),
                repeat: { choices: [24] },
              },
            ],
          }),
        ),
        { from: '2003-11-06', to: '2004-01-13' },
      ),
    ],
    [
      5,
      plan('sql-connect', 'linux', hosts([2], knock(1433, 3)), {
        from: '2003-11-12',
        to: '2004-02-04',
        stacks: ['windows-2000'],
      }),
    ],
  ),
};
