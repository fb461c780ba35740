// The miner on what the fuzz target cannot reach: many transactions, wide rows, heavy weights,
// bounds, bad input.
#include <algorithm>
#include <cstdio>
#include <random>
#include <vector>

#include "itemset/first_match.h"
#include "itemset/miner.h"
#include "reference/itemset_reference.h"

namespace {

using namespace honeysift::itemset;
using honeysift::reference::WeightedTransaction;

int failures = 0;

void expect(bool holds, const char* what) {
  if (holds) return;
  ++failures;
  std::printf("failed: %s\n", what);
}

struct Columns {
  std::vector<uint32_t> offsets{0}, items, weights;

  void add(const WeightedTransaction& transaction) {
    items.insert(items.end(), transaction.items.begin(), transaction.items.end());
    offsets.push_back(static_cast<uint32_t>(items.size()));
    weights.push_back(transaction.weight);
  }
  TransactionView view() const { return {offsets, items, weights}; }
};

std::vector<honeysift::reference::Itemset> listed(const ItemsetTable& table) {
  std::vector<honeysift::reference::Itemset> out;
  for (size_t s = 0; s < table.count(); ++s) {
    const auto first = table.items.begin();
    out.push_back({{first + table.offsets[s], first + table.offsets[s + 1]},
                   table.supports[s],
                   (table.flags[s] & kClosed) != 0,
                   (table.flags[s] & kMaximal) != 0});
  }
  return out;
}

Status mine(const Columns& columns, uint32_t item_count, const MineOptions& options,
            MineResult& result) {
  PreparedTransactions prepared;
  const Status status =
      prepare_transactions(columns.view(), item_count, options.min_count, prepared);
  if (status != Status::kOk) return status;
  return mine_itemsets(prepared.view(), prepared.rank_items, options, result);
}

// Rows by the hundreds, so that bitsets have many words and several segments.
// Grouping moves no itemset past another of its length; sorting afterwards gives the same as
// before.
void groups_by_length(const ItemsetTable& sorted) {
  ItemsetTable grouped;
  for (size_t r = sorted.count(); r-- > 0;) {
    grouped.items.insert(grouped.items.end(), sorted.items.begin() + sorted.offsets[r],
                         sorted.items.begin() + sorted.offsets[r + 1]);
    grouped.offsets.push_back(static_cast<uint32_t>(grouped.items.size()));
    grouped.supports.push_back(sorted.supports[r]);
    grouped.flags.push_back(sorted.flags[r]);
  }
  expect(group_itemsets(grouped) == Status::kOk, "groups");
  for (size_t r = 2; r < grouped.offsets.size(); ++r) {
    expect(grouped.offsets[r] - grouped.offsets[r - 1] >=
               grouped.offsets[r - 1] - grouped.offsets[r - 2],
           "lengths ascend");
  }
  expect(sort_itemsets(grouped) == Status::kOk, "sorts what is grouped");
  expect(grouped.items == sorted.items && grouped.offsets == sorted.offsets &&
             grouped.supports == sorted.supports && grouped.flags == sorted.flags,
         "grouping loses nothing");
}

void agrees_with_the_textbook() {
  std::mt19937 random(20040101);
  for (int round = 0; round < 12; ++round) {
    const uint32_t item_count = 6 + random() % 10;
    const uint32_t most_weight = round % 3 == 0 ? 1 : round % 3 == 1 ? 7 : 1u << 20;
    std::vector<WeightedTransaction> transactions;
    Columns columns;
    uint64_t total = 0;
    for (int t = 0; t < 700; ++t) {
      WeightedTransaction transaction;
      transaction.weight = 1 + random() % most_weight;
      for (uint32_t item = 0; item < item_count; ++item) {
        if (random() % (2 + item % 3) != 0) transaction.items.push_back(item);
      }
      std::ranges::shuffle(transaction.items, random);
      total += transaction.weight;
      columns.add(transaction);
      transactions.push_back(transaction);
    }
    const uint32_t min_count = static_cast<uint32_t>(total / 20);
    const auto wanted = honeysift::reference::apriori(transactions, min_count);
    for (const BitsetKernels& kernels : bitset_kernels()) {
      MineResult result;
      MineOptions options{.min_count = min_count, .wants_flags = true, .kernels = &kernels};
      expect(mine(columns, item_count, options, result) == Status::kOk, "mines");
      expect(sort_itemsets(result.table) == Status::kOk, "sorts");
      expect(listed(result.table) == wanted, kernels.name);
      groups_by_length(result.table);
    }
  }
}

void kernels_agree_at_every_length() {
  std::mt19937_64 random(7);
  for (uint32_t words = 0; words < 40; ++words) {
    std::vector<uint64_t> a(words), b(words);
    for (auto& word : a) word = random();
    for (auto& word : b) word = random();
    const uint32_t cut = words / 3;
    const std::vector<BitSegment> segments{{0, cut, 0}, {cut, words, 5}};
    std::vector<uint64_t> wanted(words);
    uint64_t count = 0;
    for (uint32_t w = 0; w < words; ++w) {
      wanted[w] = a[w] & b[w];
      for (int bit = 0; bit < 64; ++bit) count += (wanted[w] >> bit & 1) << (w < cut ? 0 : 5);
    }
    for (const BitsetKernels& kernels : bitset_kernels()) {
      std::vector<uint64_t> out(words);
      expect(kernels.and_count(a.data(), b.data(), out.data(), segments) == count, kernels.name);
      expect(kernels.count_common(a.data(), b.data(), segments) == count, kernels.name);
      expect(out == wanted, kernels.name);
    }
    expect(is_subset(wanted.data(), a.data(), words), "a & b within a");
  }
}

// One vector of 200 honeypots has 2^202 - 1 itemsets, one of them closed.
void counts_what_cannot_be_listed() {
  Columns columns;
  WeightedTransaction wide;
  for (uint32_t item = 0; item < 202; ++item) wide.items.push_back(item);
  for (int copy = 0; copy < 5; ++copy) columns.add(wide);
  MineResult result;
  MineOptions count{.count_only = true, .max_itemsets = 100'000};
  expect(mine(columns, 202, count, result) == Status::kBound && result.count == 100'000,
         "stops counting");
  MineOptions list{.max_itemsets = 100'000};
  expect(mine(columns, 202, list, result) == Status::kBound, "stops listing");
  MineOptions pairs{.max_length = 2};
  expect(mine(columns, 202, pairs, result) == Status::kOk && result.count == 202 + 202 * 201 / 2,
         "lists pairs");
  MineOptions closed{.target = Target::kClosed};
  expect(mine(columns, 202, closed, result) == Status::kOk && result.count == 1,
         "one closed itemset");
  expect(result.table.supports == std::vector<uint32_t>{5}, "held by all");
}

// Rows that each lack one item: every itemset but the whole is closed, and the search goes down
// item by item.
Columns all_but_one(uint32_t item_count) {
  Columns columns;
  for (uint32_t lacking = 0; lacking < item_count; ++lacking) {
    WeightedTransaction row;
    for (uint32_t item = 0; item < item_count; ++item) {
      if (item != lacking) row.items.push_back(item);
    }
    columns.add(row);
  }
  return columns;
}

void goes_deep() {
  MineResult result;
  MineOptions closed{.target = Target::kClosed, .max_itemsets = 5000};
  expect(mine(all_but_one(500), 500, closed, result) == Status::kBound, "too many closed itemsets");
  MineOptions maximal{.target = Target::kMaximal};
  expect(mine(all_but_one(60), 60, maximal, result) == Status::kOk && result.count == 60,
         "maximal: the rows");
}

void gives_up_before_the_memory_is_full() {
  MineResult result;
  MineOptions closed{.target = Target::kClosed};
  expect(mine(all_but_one(2700), 2700, closed, result) == Status::kOutOfMemory, "gives up");
}

void refuses_bad_input() {
  PreparedTransactions prepared;
  const std::vector<uint32_t> items{0, 1, 9}, falling{0, 3, 1}, beyond{0, 7}, fine{0, 1, 3}, none;
  const auto prepare = [&](std::span<const uint32_t> offsets, std::span<const uint32_t> weights,
                           uint32_t item_count) {
    return prepare_transactions({offsets, items, weights}, item_count, 1, prepared);
  };
  expect(prepare(fine, none, 10) == Status::kOk, "fine");
  expect(prepare(falling, none, 10) == Status::kBadInput, "falling offsets");
  expect(prepare(beyond, none, 10) == Status::kBadInput, "offsets beyond the items");
  expect(prepare(fine, none, 9) == Status::kBadInput, "item out of range");
  const std::vector<uint32_t> heavy{UINT32_MAX, 1}, few{1};
  expect(prepare(fine, heavy, 10) == Status::kBadInput, "too heavy");
  expect(prepare(fine, few, 10) == Status::kBadInput, "too few weights");

  MineResult result;
  const std::vector<uint32_t> offsets{0, 2}, unsorted{1, 0}, ranks{0, 1};
  expect(mine_itemsets({offsets, unsorted, {}}, ranks, {}, result) == Status::kBadInput,
         "rows must ascend");
  expect(mine_itemsets({offsets, ranks, {}}, few, {}, result) == Status::kBadInput,
         "rank out of range");
  std::vector<uint32_t> matches(3);
  expect(match_first({offsets, ranks, {}}, {offsets, ranks, {}}, 2, nullptr, matches) ==
             Status::kBadInput,
         "one match a row");
  ItemsetTable broken{{0, 2}, {1}, {1}, {0}};
  expect(sort_itemsets(broken) == Status::kBadInput, "offsets beyond the items of a table");
}

void stops_when_cancelled() {
  Columns columns;
  columns.add({{0, 1, 2}, 1});
  const int32_t cancelled = 1;
  MineResult result;
  MineOptions options{.cancel_flag = &cancelled};
  expect(mine(columns, 3, options, result) == Status::kCancelled, "cancelled");
}

void numbers_equal_rows() {
  const std::vector<uint32_t> offsets{0, 2, 3, 5, 5, 5}, items{4, 7, 4, 4, 7};
  std::vector<uint32_t> numbers(5);
  uint32_t distinct = 0;
  expect(number_rows({offsets, items, {}}, numbers, distinct) == Status::kOk, "numbers");
  expect(distinct == 3 && numbers == std::vector<uint32_t>({0, 1, 0, 2, 2}),
         "in order of appearance");
}

// More rows than a block of match_first.
void matches_across_blocks() {
  constexpr uint32_t kRows = 40'000;
  Columns columns, candidates;
  for (uint32_t r = 0; r < kRows; ++r) columns.add({{r % 7, 7 + r % 3}, 1});
  candidates.add({{2, 8}, 1});
  candidates.add({{2}, 1});
  candidates.add({{9}, 1});
  std::vector<uint32_t> matches(kRows);
  expect(match_first(columns.view(), candidates.view(), 10, nullptr, matches) == Status::kOk,
         "matches");
  bool right = true;
  for (uint32_t r = 0; r < kRows; ++r) {
    const uint32_t wanted = r % 7 == 2 ? (r % 3 == 1 ? 0 : 1) : r % 3 == 2 ? 2 : kNoMatch;
    right = right && matches[r] == wanted;
  }
  expect(right, "the first candidate in every block");
}

}  // namespace

int main() {
  agrees_with_the_textbook();
  kernels_agree_at_every_length();
  counts_what_cannot_be_listed();
  goes_deep();
  gives_up_before_the_memory_is_full();
  refuses_bad_input();
  stops_when_cancelled();
  numbers_equal_rows();
  matches_across_blocks();
  if (failures == 0) std::printf("itemset: all well\n");
  return failures == 0 ? 0 : 1;
}
