// What the itemset core answers. Values are shared with src/native/itemset-miner.ts.
#pragma once

namespace honeysift::itemset {

enum class Status : int {
  kOk = 0,
  kBadInput = 1,     // offsets that do not fit, or an item or rank out of range
  kBound = 2,        // more itemsets (or items in one) than the caller allows
  kCancelled = 3,    // the cancel flag was set
  kOutOfMemory = 4,  // or beyond the bounds on working memory and depth
};

}  // namespace honeysift::itemset
