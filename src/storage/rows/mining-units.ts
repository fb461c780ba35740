import type { SequenceClusters } from '../../model/itemset-cluster.js';
import { itemCuts } from '../schema/item-cuts.js';
import { rules } from '../schema/rules.js';
import type { TimeUnit } from '../schema/table-schema.js';
import type { WriteUnit } from '../write-unit.js';
import { itemsetText } from './group-facts.js';
import { recordUnit, type TableRecord } from './record-unit.js';

/** The tables rules and item_cuts. */
export function miningUnits(sequences: readonly SequenceClusters[], unit: TimeUnit): WriteUnit[] {
  return [
    recordUnit(rules, sequences.flatMap(ruleRecords), unit),
    recordUnit(itemCuts, sequences.flatMap(cutRecords), unit),
  ];
}

function ruleRecords({ portsSequence, sources, rules: found = [] }: SequenceClusters): TableRecord[] {
  return found.map(({ antecedent, consequent, supportCount, confidence, lift }) => ({
    ports_sequence: portsSequence,
    antecedent: itemsetText(antecedent),
    consequent: itemsetText(consequent),
    support_count: supportCount,
    support: supportCount / sources,
    confidence,
    lift,
  }));
}

function cutRecords({ portsSequence, cuts = [] }: SequenceClusters): TableRecord[] {
  return cuts.map(({ attribute, bin, from, to, sources, item }) => ({
    ports_sequence: portsSequence,
    attribute,
    bin,
    bin_from: from,
    bin_to: to,
    sources,
    item,
  }));
}
