import { InvalidArgumentError, Option } from 'commander';

import { defaultItems, itemChoice, type ItemName } from '../clusters/item-choice.js';

/** `--items T,N,n,duration,gap`. */
export function itemsOption(): Option {
  return new Option(
    '--items <list>',
    'what itemsets are made of: T, N, n (packets per honeypot), N~ (large N by intervals), duration, gap',
  )
    .argParser(itemList)
    .default([...defaultItems], defaultItems.join(','));
}

function itemList(text: string): ItemName[] {
  const names = text.split(',').map((name) => name.trim()) as ItemName[];
  try {
    itemChoice(names);
  } catch (error) {
    throw new InvalidArgumentError((error as Error).message);
  }
  return names;
}
