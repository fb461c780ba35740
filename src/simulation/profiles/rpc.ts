import { filler, joined, payload } from '../payload-parts.js';
import type { Exchange, HostPlan, WeightedPlan } from '../plan.js';
import { host, hosts, inParallel, knock, plan, syn, tcp } from '../plan-parts.js';
import { weighted } from './weighted.js';
import { rpcBind, rpcBindAck, rpcRequest } from './wire.js';

/** Windows RPC: the worms of August 2003 and after. Table 2's {135, 4444} and {135}. */

const bindAck = payload(rpcBindAck());
const bind = (interfaceByte: number): Exchange => ({ send: payload(rpcBind(interfaceByte)), reply: bindAck });
const request = (length: number, byte: number, text = ''): Exchange => ({
  send: payload(rpcRequest(joined(text, filler(length - text.length, byte)))),
});
const answered = (exchange: Exchange): Exchange => ({ ...exchange, reply: bindAck });

/** n = 3, 8 and 2: SYN, ACK, bind, request, FIN, ACK and two SYNs to 4444 where 135 is open. */
const blaster = (first: string): HostPlan[] => {
  const synData = first === '' ? {} : { synData: payload(first) };
  const talk = [bind(0xb1), request(1200, 0x90, 'blaster-like stub')];
  return [
    host(0, knock(135, 2, synData), knock(4444, 1)),
    host(1, tcp(135, 2, { talk, ...synData }), knock(4444, 2)),
    host(2, syn(135, 1, synData), syn(4444)),
  ];
};

export const rpcPlans: Readonly<Record<string, readonly WeightedPlan[]>> = {
  '135,4444': weighted(
    [66.3, plan('mblaster', 'a', blaster(''))],
    [32.5, plan('mblaster', 'b', blaster(''), { rounds: 2 })],
    [1.2, plan('mblaster', 'c', blaster('MSBLAST.EXE start of a longer first packet'), { rounds: 2 })],
  ),
  '135': weighted(
    // 2 + bind and its ACK + request + 2 = 7.
    [
      50.1,
      plan(
        'rpc-scan',
        'bind',
        hosts([0, 1, 2], tcp(135, 3, { acksReplies: true, talk: [bind(0xc1), request(300, 0x41)] })),
      ),
    ],
    [
      20,
      plan(
        'welchia-like',
        'one-try',
        hosts([0, 1, 2], tcp(135, 1, { retry: 'application', talk: [bind(0xc2)] })),
        { pace: inParallel },
      ),
    ],
    // 2 + five exchanges with ACKs + 1 + 2 = 15.
    [
      15.3,
      plan(
        'rpc-dump',
        'five-binds',
        hosts(
          [0, 1, 2],
          tcp(135, 3, {
            acksReplies: true,
            talk: [...[1, 2, 3, 4, 5].map((n) => answered(bind(0xd0 + n))), request(200, 0x42)],
          }),
        ),
      ),
    ],
    [
      13,
      plan(
        'dcom-exploit-like',
        'long',
        hosts([0, 1, 2], tcp(135, 3, { acksReplies: true, talk: [bind(0xc3), request(2600, 0x43)] })),
      ),
    ],
    [0.9, plan('rpc-syn', 'one-syn', hosts([0, 1, 2], syn(135)), { stacks: ['raw'], sourcePorts: 'random' })],
    [0.7, plan('rpc-pair', 'two-hosts', hosts([1, 2], tcp(135, 3, { talk: [bind(0xc4)] })))],
  ),
};
