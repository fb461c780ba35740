// The miner on what the fuzz target cannot reach: many transactions, wide rows, heavy weights,
// bounds, bad input.
#include <algorithm>
#include <cstdio>
#include <random>
#include <vector>

#include "itemset/first_match.h"
#include "itemset/key_sort.h"
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

// The records as a sorted table, in the layout they were mined in.
ItemsetTable table_of(const MineResult& result, const Columns& columns, uint32_t item_count,
                      const MineOptions& options) {
  PreparedTransactions prepared;
  prepare_transactions(columns.view(), item_count, options.min_count, prepared);
  ItemsetTable table;
  expect(list_records(RecordLayout(prepared.rank_items, options.most_packed_items), result.records,
                      table) == Status::kOk,
         "lists");
  return table;
}

// The records of every prefix apart, packed and spelled, come to the same list.
void lists_records_in_pieces(const Columns& columns, uint32_t item_count, MineOptions options,
                             const ItemsetTable& wanted) {
  PreparedTransactions prepared;
  expect(
      prepare_transactions(columns.view(), item_count, options.min_count, prepared) == Status::kOk,
      "prepares");
  const auto ranks = static_cast<uint32_t>(prepared.rank_items.size());
  for (const size_t most_packed : {size_t{0}, size_t{64}}) {
    options.most_packed_items = most_packed;
    options.rank_step = 3;
    std::vector<MineResult> parts(3);
    for (options.first_rank = 0; options.first_rank < 3; ++options.first_rank) {
      MineResult& part = parts[2 - options.first_rank];
      expect(mine_itemsets(prepared.view(), prepared.rank_items, options, part) == Status::kOk,
             "mines every third prefix");
    }
    const RecordLayout layout(prepared.rank_items, most_packed);
    expect(layout.is_packed() == (ranks <= most_packed), "is packed where it fits");
    for (uint32_t length = 1; length <= ranks; ++length) {
      std::vector<std::span<const uint32_t>> pieces;
      for (const MineResult& part : parts) {
        if (length < part.records.size()) pieces.push_back(part.records[length]);
      }
      size_t begin = 0;
      while (begin < wanted.count() && wanted.offsets[begin + 1] - wanted.offsets[begin] < length)
        ++begin;
      size_t end = begin;
      while (end < wanted.count() && wanted.offsets[end + 1] - wanted.offsets[end] == length) ++end;
      std::vector<uint32_t> items((end - begin) * length), supports(end - begin);
      std::vector<uint8_t> flags(end - begin);
      expect(list_records(layout, length, pieces, {items, supports, flags}) == Status::kOk,
             "lists what pieces hold");
      expect(std::ranges::equal(
                 items, std::span(wanted.items).subspan(wanted.offsets[begin], items.size())) &&
                 std::ranges::equal(supports,
                                    std::span(wanted.supports).subspan(begin, end - begin)) &&
                 std::ranges::equal(flags, std::span(wanted.flags).subspan(begin, end - begin)),
             "the same list");
    }
  }
}

// Words that are no records are refused, not read beyond their end.
void refuses_broken_records() {
  const std::vector<uint32_t> items{7, 3, 9};
  for (const size_t most_packed : {size_t{0}, size_t{64}}) {
    const RecordLayout layout(items, most_packed);
    std::vector<uint32_t> row(2), supports(1);
    std::vector<uint8_t> flags(1);
    const auto list = [&](const std::vector<uint32_t>& words) {
      const std::span<const uint32_t> pieces[] = {words};
      return list_records(layout, 2, pieces, {row, supports, flags});
    };
    if (layout.is_packed()) {
      expect(list({0b101, 0, 4, 1}) == Status::kOk && row[0] == 3 && row[1] == 9, "reads bits");
      expect(list({0b111, 0, 4, 1}) == Status::kBadInput, "another length");
      expect(list({0b1001, 0, 4, 1}) == Status::kBadInput, "a bit of no item");
    } else {
      expect(list({3, 9, 4, 1}) == Status::kOk && row[0] == 3 && row[1] == 9, "reads items");
    }
    expect(list({3, 9, 4}) == Status::kBadInput, "part of a record");
    expect(list({3, 0, 4, 1, 3, 0, 4, 1}) == Status::kBadInput, "more than there is room for");
  }
}

// Sorting is by number even where many passes, or none, are needed.
void sorts_by_key() {
  std::mt19937_64 random(11);
  for (const uint32_t bits : {0u, 1u, 11u, 12u, 13u, 35u, 63u, 64u}) {
    for (const size_t count : {size_t{0}, size_t{3}, size_t{511}, size_t{512}, size_t{5000}}) {
      std::vector<KeyedEntry> entries, scratch;
      for (uint32_t k = 0; k < count; ++k) {
        const uint64_t key = bits == 0 ? 0 : random() >> (64 - bits);
        entries.push_back({key, static_cast<uint32_t>(key), ~static_cast<uint32_t>(key)});
      }
      std::vector<uint64_t> wanted;
      for (const KeyedEntry& entry : entries) wanted.push_back(entry.key);
      std::ranges::sort(wanted);
      sort_by_key(entries, bits, scratch);
      expect(std::ranges::equal(entries, wanted, {}, &KeyedEntry::key), "sorted by key");
      expect(std::ranges::all_of(entries,
                                 [](const KeyedEntry& entry) {
                                   const auto low = static_cast<uint32_t>(entry.key);
                                   return entry.first == low && entry.second == ~low;
                                 }),
             "entries stay whole");
    }
  }
}

// Rows by the hundreds, so that bitsets have many words and several segments.
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
      const ItemsetTable table = table_of(result, columns, item_count, options);
      expect(listed(table) == wanted, kernels.name);
      lists_records_in_pieces(columns, item_count, options, table);
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
  expect(table_of(result, columns, 202, closed).supports == std::vector<uint32_t>{5},
         "held by all");
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
  refuses_broken_records();
  sorts_by_key();
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
