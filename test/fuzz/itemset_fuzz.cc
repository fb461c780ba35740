// Bytes become transactions; every way of mining must agree with the textbook.
#include <algorithm>
#include <cstdio>
#include <cstdlib>

#include "itemset/first_match.h"
#include "itemset/miner.h"
#include "reference/itemset_reference.h"

namespace {

using honeysift::itemset::kNoMatch;
using honeysift::itemset::MineOptions;
using honeysift::itemset::MineResult;
using honeysift::itemset::PreparedTransactions;
using honeysift::itemset::Status;
using honeysift::itemset::Target;
using honeysift::itemset::TransactionView;
using honeysift::reference::Itemset;
using honeysift::reference::WeightedTransaction;

constexpr uint32_t kItems = 10;
constexpr size_t kMostTransactions = 80;

void demand(bool holds, const char* what) {
  if (holds) return;
  std::fprintf(stderr, "broken: %s\n", what);
  std::abort();
}

struct Columns {
  std::vector<uint32_t> offsets{0}, items, weights;
  TransactionView view() const { return {offsets, items, weights}; }
};

std::vector<Itemset> listed(const honeysift::itemset::ItemsetTable& table) {
  std::vector<Itemset> out;
  for (size_t s = 0; s < table.count(); ++s) {
    const auto first = table.items.begin();
    out.push_back({{first + table.offsets[s], first + table.offsets[s + 1]},
                   table.supports[s],
                   (table.flags[s] & honeysift::itemset::kClosed) != 0,
                   (table.flags[s] & honeysift::itemset::kMaximal) != 0});
  }
  return out;
}

std::vector<Itemset> mined(const PreparedTransactions& prepared, MineOptions options,
                           bool by_prefix) {
  honeysift::itemset::ItemsetRecords all;
  const uint32_t ranks = static_cast<uint32_t>(prepared.rank_items.size());
  uint64_t count = 0;
  options.rank_step = by_prefix ? 3 : 1;
  for (options.first_rank = 0; options.first_rank < options.rank_step; ++options.first_rank) {
    options.end_rank = ranks;
    MineResult result;
    demand(mine_itemsets(prepared.view(), prepared.rank_items, options, result) == Status::kOk,
           "mines");
    count += result.count;
    all.resize(std::max(all.size(), result.records.size()));
    for (size_t length = 0; length < result.records.size(); ++length) {
      const std::vector<uint32_t>& records = result.records[length];
      all[length].insert(all[length].end(), records.begin(), records.end());
    }
  }
  honeysift::itemset::ItemsetTable table;
  const honeysift::itemset::RecordLayout layout(prepared.rank_items, options.most_packed_items);
  demand(list_records(layout, all, table) == Status::kOk, "lists");
  demand(count == table.count(), "counts what it lists");
  return listed(table);
}

void check_targets(const Columns& columns, const std::vector<Itemset>& wanted,
                   MineOptions options) {
  PreparedTransactions prepared;
  demand(prepare_transactions(columns.view(), kItems, options.min_count, prepared) == Status::kOk,
         "prepares");
  for (const auto& kernels : honeysift::itemset::bitset_kernels()) {
    options.kernels = &kernels;
    for (const Target target : {Target::kFrequent, Target::kClosed, Target::kMaximal}) {
      std::vector<Itemset> expected;
      for (const Itemset& itemset : wanted) {
        const bool is_wanted = target == Target::kFrequent ||
                               (target == Target::kClosed && itemset.closed) ||
                               (target == Target::kMaximal && itemset.maximal);
        const bool is_short = options.max_length == 0 || itemset.items.size() <= options.max_length;
        if (is_wanted && is_short) expected.push_back(itemset);
      }
      options.target = target;
      options.wants_flags = true;
      demand(mined(prepared, options, false) == expected, "same itemsets");
      options.rows_cheaper = 0;
      options.most_packed_items = 0;
      demand(mined(prepared, options, true) == expected,
             "same itemsets by prefix, asking rows, spelled");
      options.rows_cheaper = MineOptions{}.rows_cheaper;
      options.most_packed_items = MineOptions{}.most_packed_items;

      options.count_only = true;
      MineResult counted;
      demand(mine_itemsets(prepared.view(), prepared.rank_items, options, counted) == Status::kOk,
             "counts");
      demand(counted.count == expected.size(), "same number");
      if (!expected.empty()) {
        options.max_itemsets = expected.size() - 1;
        demand(
            mine_itemsets(prepared.view(), prepared.rank_items, options, counted) == Status::kBound,
            "bound");
        demand(counted.count == expected.size() - 1, "counts up to the bound");
      }
      options.count_only = false;
      options.max_itemsets = UINT64_MAX;
    }
  }
}

void check_first_match(const Columns& columns, const std::vector<WeightedTransaction>& transactions,
                       const std::vector<Itemset>& candidates) {
  Columns preferred;
  for (const Itemset& candidate : candidates) {
    preferred.items.insert(preferred.items.end(), candidate.items.begin(), candidate.items.end());
    preferred.offsets.push_back(static_cast<uint32_t>(preferred.items.size()));
  }
  std::vector<uint32_t> matches(transactions.size());
  demand(match_first(columns.view(), preferred.view(), kItems, nullptr, matches) == Status::kOk,
         "matches");
  for (size_t t = 0; t < transactions.size(); ++t) {
    uint32_t first = kNoMatch;
    for (uint32_t c = 0; c < candidates.size() && first == kNoMatch; ++c) {
      bool holds = true;
      for (const uint32_t item : candidates[c].items) {
        bool found = false;
        for (const uint32_t have : transactions[t].items) found = found || have == item;
        holds = holds && found;
      }
      if (holds) first = c;
    }
    demand(matches[t] == first, "the first candidate");
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  if (size < 2) return 0;
  MineOptions options;
  options.min_count = data[0] % 32;
  options.max_length = data[1] % 8;
  // A transaction is a weight and ten bits of items; the bytes' order and repetition go through
  // duplicates.
  std::vector<WeightedTransaction> transactions;
  Columns columns;
  for (size_t at = 2; at + 3 <= size && transactions.size() < kMostTransactions; at += 3) {
    WeightedTransaction transaction;
    transaction.weight = data[at] % 16;
    const uint32_t bits = static_cast<uint32_t>(data[at + 1] | data[at + 2] << 8);
    for (uint32_t item = kItems; item-- > 0;) {
      if ((bits >> item & 1) != 0) transaction.items.push_back(item);
    }
    if ((bits >> kItems & 1) != 0 && !transaction.items.empty()) {
      transaction.items.push_back(transaction.items.front());
    }
    columns.items.insert(columns.items.end(), transaction.items.begin(), transaction.items.end());
    columns.offsets.push_back(static_cast<uint32_t>(columns.items.size()));
    columns.weights.push_back(transaction.weight);
    transactions.push_back(transaction);
  }
  const auto wanted = honeysift::reference::apriori(transactions, options.min_count);
  check_targets(columns, wanted, options);
  check_first_match(columns, transactions, wanted);
  return 0;
}
