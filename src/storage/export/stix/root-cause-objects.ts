import { printableText } from '../../printable-text.js';
import { objectId, observableId } from './stix-id.js';
import { targetedPorts, trafficPattern } from './targeted-ports.js';

export type StixObject = Readonly<Record<string, unknown>> & { readonly type: string; readonly id: string };

/** What the store knows of a root cause. Times are ISO 8601, UTC. */
export interface RootCauseFacts {
  readonly id: string;
  readonly portsSequence: string;
  readonly template: string;
  readonly tool: string | null;
  readonly reason: string;
  /** Mean phrase distance of its sources, 0 alike to 1 unlike. */
  readonly meanDistance: number | null;
  readonly sources: number;
  readonly packets: number;
  readonly firstSeen: string;
  readonly lastSeen: string;
  readonly addresses: readonly string[];
}

/** The bound of number_observed and of a sighting's count. */
const mostObserved = 999_999_999;

export const producer: StixObject = {
  type: 'identity',
  spec_version: '2.1',
  id: objectId('identity', 'honeysift'),
  created: '2026-01-01T00:00:00.000Z',
  modified: '2026-01-01T00:00:00.000Z',
  name: 'honeysift',
  description: 'Root causes of attacks, found in honeypot captures.',
  identity_class: 'system',
};

/**
 * The objects of one root cause, which is one configuration of one attack tool: a way of attacking (`attack-pattern`; the
 * tool itself is not known, so it is neither `tool`, which the specification keeps for legitimate software, nor
 * `malware`), the `indicator` by which its traffic is known, what was observed, and the sighting. The honeypots'
 * addresses are not in it.
 */
export function rootCauseObjects(cause: RootCauseFacts): StixObject[] {
  const ports = targetedPorts(cause.portsSequence);
  const addresses = cause.addresses.map(addressObject);
  const traffic = addresses.flatMap((address) =>
    ports.map(({ protocol, port }) => {
      const isIcmp6 = protocol === 'icmp' && address.type === 'ipv6-addr';
      const family = address.type === 'ipv6-addr' ? 'ipv6' : 'ipv4';
      const contributing = {
        src_ref: address.id,
        ...(port === null ? {} : { dst_port: port }),
        protocols: [family, isIcmp6 ? 'ipv6-icmp' : protocol],
      };
      return observable('network-traffic', contributing);
    }),
  );
  const observables = [...new Map([...addresses, ...traffic].map((one) => [one.id, one])).values()];
  const common = commonProperties(cause);
  const pattern: StixObject = {
    ...common('attack-pattern', cause.id),
    name: cause.tool === null ? `Root cause ${cause.id}` : printableText(cause.tool),
    description: describe(cause),
  };
  const indicator: StixObject = {
    ...common('indicator', cause.id),
    name: `Traffic of root cause ${cause.id}`,
    description: describe(cause),
    indicator_types: ['malicious-activity'],
    pattern: trafficPattern(cause.addresses, ports),
    pattern_type: 'stix',
    valid_from: cause.firstSeen,
    ...confidence(cause.meanDistance),
  };
  const observed: StixObject = {
    ...common('observed-data', cause.id),
    first_observed: cause.firstSeen,
    last_observed: cause.lastSeen,
    number_observed: Math.min(cause.packets, mostObserved),
    object_refs: observables.map(({ id }) => id),
  };
  const relate = (verb: string, source: StixObject, target: StixObject): StixObject => ({
    ...common('relationship', `${source.id} ${verb} ${target.id}`),
    relationship_type: verb,
    source_ref: source.id,
    target_ref: target.id,
  });
  const sighting: StixObject = {
    ...common('sighting', cause.id),
    first_seen: cause.firstSeen,
    last_seen: cause.lastSeen,
    count: Math.min(cause.sources, mostObserved),
    sighting_of_ref: indicator.id,
    observed_data_refs: [observed.id],
    where_sighted_refs: [producer.id],
  };
  return [
    ...observables,
    pattern,
    indicator,
    observed,
    relate('indicates', indicator, pattern),
    relate('based-on', indicator, observed),
    sighting,
  ];
}

function observable(type: string, contributing: Readonly<Record<string, unknown>>): StixObject {
  return { type, spec_version: '2.1', id: observableId(type, contributing), ...contributing };
}

function addressObject(address: string): StixObject {
  return observable(address.includes(':') ? 'ipv6-addr' : 'ipv4-addr', { value: address });
}

/**
 * The same store gives the same bundle, so objects are of the time of the last packet, not of the clock. Their ids are of
 * all that is known: another site's view of the root cause, or a later one, is another object, never another version
 * with the same time.
 */
function commonProperties(cause: RootCauseFacts): (type: string, key: string) => StixObject {
  const { lastSeen } = cause;
  const time = `${lastSeen.slice(0, 19)}.${`${lastSeen.slice(20, -1)}000`.slice(0, 3)}Z`;
  const facts = JSON.stringify(cause);
  return (type, key) => ({
    type,
    spec_version: '2.1',
    id: objectId(type, `${key} ${facts}`),
    created_by_ref: producer.id,
    created: time,
    modified: time,
  });
}

/** How alike its sources' phrases are, in percent: 100 means that all sent the same. */
function confidence(meanDistance: number | null): { confidence?: number } {
  if (meanDistance === null || !(meanDistance >= 0 && meanDistance <= 1)) return {};
  return { confidence: Math.round(100 * (1 - meanDistance)) };
}

function describe({ portsSequence, sources, packets, template, reason }: RootCauseFacts): string {
  return printableText(
    `Ports sequence ${portsSequence}; ${sources} attack sources, ${packets} packets. ` +
      `Phrase: ${template === '' ? '(none)' : template}. Why these stand together: ${reason}`,
  );
}
