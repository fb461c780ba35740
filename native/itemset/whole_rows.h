// Maximal itemsets where every transaction is frequent.
#pragma once

#include <cstdint>

#include "itemset/itemset_sink.h"
#include "itemset/transactions.h"

namespace honeysift::itemset {

// At a support of 1 the maximal itemsets are the distinct transactions that no other one holds.
// Adds those whose rarest item has `places`. A transaction is compared with those
// that share its rarest item.
Status add_whole_rows(const TransactionView& prepared, const RankPlaces& places,
                      const int32_t* cancel_flag, ItemsetSink& sink);

}  // namespace honeysift::itemset
