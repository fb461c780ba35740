// For every transaction, the first of some itemsets that it holds.
#pragma once

#include <cstdint>
#include <span>

#include "itemset/status.h"
#include "itemset/transactions.h"

namespace honeysift::itemset {

constexpr uint32_t kNoMatch = UINT32_MAX;

// `candidates` are itemsets in order of preference (their weights are not regarded). Writes the
// number of the first that row r holds to matches[r], or kNoMatch.
Status match_first(const TransactionView& transactions, const TransactionView& candidates,
                   uint32_t item_count, const int32_t* cancel_flag,
                   std::span<uint32_t> matches) noexcept;

}  // namespace honeysift::itemset
