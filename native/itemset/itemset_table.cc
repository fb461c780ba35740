#include "itemset/itemset_table.h"

#include <algorithm>
#include <bit>
#include <new>
#include <span>
#include <stdexcept>
#include <utility>

#include "itemset/key_sort.h"

namespace honeysift::itemset {
namespace {

ItemsetView viewed(const ItemsetTable& table) noexcept {
  return {table.offsets, table.items, table.supports, table.flags};
}

bool fits(const ItemsetView& table) noexcept {
  return table.offsets.size() == table.count() + 1 && table.flags.size() == table.count() &&
         table.offsets.front() == 0 && table.offsets.back() == table.items.size() &&
         std::ranges::is_sorted(table.offsets);
}

// How many bits an item takes, and how many items go into a key.
struct Packing {
  uint32_t bits;
  uint32_t items;

  explicit Packing(uint32_t largest_item) noexcept
      : bits(std::max(1u, static_cast<uint32_t>(std::bit_width(largest_item)))), items(64 / bits) {}
};

// Entries of equal keys, by the items that have no place in them.
void sort_ties(std::span<KeyedEntry> entries, const ItemsetView& table, uint32_t packed) {
  for (size_t begin = 0; begin < entries.size();) {
    size_t end = begin + 1;
    while (end < entries.size() && entries[end].key == entries[begin].key) ++end;
    std::ranges::sort(
        entries.subspan(begin, end - begin), [&](const KeyedEntry& a, const KeyedEntry& b) {
          return std::ranges::lexicographical_compare(table.row(a.second).subspan(packed),
                                                      table.row(b.second).subspan(packed));
        });
    begin = end;
  }
}

// Entries by length, with support and position; `starts[length]` is where each length begins. Keys
// are not sorted yet.
std::vector<KeyedEntry> group_by_length(const ItemsetView& table, Packing packing,
                                        std::vector<size_t>& starts) {
  starts.assign(1, 0);
  for (uint32_t index = 0; index < table.count(); ++index) {
    const size_t length = table.length(index);
    if (starts.size() < length + 2) starts.resize(length + 2, 0);
    ++starts[length + 1];
  }
  for (size_t length = 1; length < starts.size(); ++length) starts[length] += starts[length - 1];
  std::vector<KeyedEntry> entries(table.count());
  std::vector<size_t> next(starts);
  for (uint32_t index = 0; index < table.count(); ++index) {
    const uint32_t length = table.length(index);
    uint64_t key = 0;
    for (const uint32_t item : table.row(index).first(std::min(length, packing.items))) {
      key = key << packing.bits | item;
    }
    entries[next[length]++] = {key, table.supports[index], index};
  }
  return entries;
}

ItemsetTable tabled(const ItemsetView& table, std::span<const KeyedEntry> entries) {
  size_t cells = 0;
  for (const KeyedEntry& entry : entries) cells += table.length(entry.second);
  ItemsetTable sorted;
  sorted.offsets.reserve(entries.size() + 1);
  sorted.items.reserve(cells);
  sorted.supports.reserve(entries.size());
  sorted.flags.reserve(entries.size());
  for (const KeyedEntry& entry : entries) {
    const std::span<const uint32_t> row = table.row(entry.second);
    sorted.items.insert(sorted.items.end(), row.begin(), row.end());
    sorted.offsets.push_back(static_cast<uint32_t>(sorted.items.size()));
    sorted.supports.push_back(entry.first);
    sorted.flags.push_back(table.flags[entry.second]);
  }
  return sorted;
}

ItemsetTable sorted_copy(const ItemsetView& table) {
  const uint32_t largest = table.items.empty() ? 0 : *std::ranges::max_element(table.items);
  const Packing packing(largest);
  std::vector<size_t> starts;
  std::vector<KeyedEntry> entries = group_by_length(table, packing, starts);
  std::vector<KeyedEntry> scratch;
  for (uint32_t length = 0; size_t{length} + 1 < starts.size(); ++length) {
    const std::span<KeyedEntry> group(entries.data() + starts[length],
                                      starts[length + 1] - starts[length]);
    const uint32_t packed = std::min(length, packing.items);
    sort_by_key(group, packed * packing.bits, scratch);
    if (packed < length) sort_ties(group, table, packed);
  }
  return tabled(table, entries);
}

}  // namespace

Status sort_itemsets(const ItemsetView& table, ItemsetTable& sorted) noexcept try {
  sorted = ItemsetTable{};
  if (!fits(table)) return Status::kBadInput;
  sorted = sorted_copy(table);
  return Status::kOk;
} catch (const std::bad_alloc&) {
  return Status::kOutOfMemory;
} catch (const std::length_error&) {
  return Status::kOutOfMemory;
}

Status sort_itemsets(ItemsetTable& table) noexcept {
  ItemsetTable sorted;
  const Status status = sort_itemsets(viewed(table), sorted);
  if (status == Status::kOk) table = std::move(sorted);
  return status;
}

}  // namespace honeysift::itemset
