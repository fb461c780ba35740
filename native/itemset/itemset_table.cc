#include "itemset/itemset_table.h"

#include <algorithm>
#include <array>
#include <bit>
#include <new>
#include <span>
#include <stdexcept>
#include <utility>

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

// What an itemset is sorted by: its first items as one number.
struct Entry {
  uint64_t key;
  uint32_t support;
  uint32_t index;
};

// How many bits an item takes, and how many items go into a key.
struct Packing {
  uint32_t bits;
  uint32_t items;

  explicit Packing(uint32_t largest_item) noexcept
      : bits(std::max(1u, static_cast<uint32_t>(std::bit_width(largest_item)))), items(64 / bits) {}
};

constexpr uint32_t kDigitBits = 11;
constexpr size_t kSmallGroup = 512;

// Least significant digit first, `bits` of the key in all.
void sort_by_key(std::span<Entry> entries, std::vector<Entry>& scratch, uint32_t bits) {
  if (entries.size() < kSmallGroup) {
    std::ranges::sort(entries, {}, &Entry::key);
    return;
  }
  scratch.resize(std::max(scratch.size(), entries.size()));
  std::span<Entry> from = entries;
  std::span<Entry> to(scratch.data(), entries.size());
  constexpr uint64_t kMask = (uint64_t{1} << kDigitBits) - 1;
  for (uint32_t shift = 0; shift < bits; shift += kDigitBits) {
    std::array<uint32_t, kMask + 2> starts{};
    for (const Entry& entry : from) ++starts[((entry.key >> shift) & kMask) + 1];
    for (size_t digit = 1; digit < starts.size(); ++digit) starts[digit] += starts[digit - 1];
    for (const Entry& entry : from) to[starts[(entry.key >> shift) & kMask]++] = entry;
    std::swap(from, to);
  }
  if (from.data() != entries.data()) std::ranges::copy(from, entries.begin());
}

// Entries of equal keys, by the items that have no place in them.
void sort_ties(std::span<Entry> entries, const ItemsetView& table, uint32_t packed) {
  for (size_t begin = 0; begin < entries.size();) {
    size_t end = begin + 1;
    while (end < entries.size() && entries[end].key == entries[begin].key) ++end;
    std::ranges::sort(entries.subspan(begin, end - begin), [&](const Entry& a, const Entry& b) {
      return std::ranges::lexicographical_compare(table.row(a.index).subspan(packed),
                                                  table.row(b.index).subspan(packed));
    });
    begin = end;
  }
}

// Entries by length; `starts[length]` is where each length begins. Keys are not sorted yet.
std::vector<Entry> group_by_length(const ItemsetView& table, Packing packing,
                                   std::vector<size_t>& starts) {
  starts.assign(1, 0);
  for (uint32_t index = 0; index < table.count(); ++index) {
    const size_t length = table.length(index);
    if (starts.size() < length + 2) starts.resize(length + 2, 0);
    ++starts[length + 1];
  }
  for (size_t length = 1; length < starts.size(); ++length) starts[length] += starts[length - 1];
  std::vector<Entry> entries(table.count());
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

ItemsetTable tabled(const ItemsetView& table, std::span<const Entry> entries) {
  size_t cells = 0;
  for (const Entry& entry : entries) cells += table.length(entry.index);
  ItemsetTable sorted;
  sorted.offsets.reserve(entries.size() + 1);
  sorted.items.reserve(cells);
  sorted.supports.reserve(entries.size());
  sorted.flags.reserve(entries.size());
  for (const Entry& entry : entries) {
    const std::span<const uint32_t> row = table.row(entry.index);
    sorted.items.insert(sorted.items.end(), row.begin(), row.end());
    sorted.offsets.push_back(static_cast<uint32_t>(sorted.items.size()));
    sorted.supports.push_back(entry.support);
    sorted.flags.push_back(table.flags[entry.index]);
  }
  return sorted;
}

ItemsetTable sorted_copy(const ItemsetView& table) {
  const uint32_t largest = table.items.empty() ? 0 : *std::ranges::max_element(table.items);
  const Packing packing(largest);
  std::vector<size_t> starts;
  std::vector<Entry> entries = group_by_length(table, packing, starts);
  std::vector<Entry> scratch;
  for (uint32_t length = 0; size_t{length} + 1 < starts.size(); ++length) {
    const std::span<Entry> group(entries.data() + starts[length],
                                 starts[length + 1] - starts[length]);
    const uint32_t packed = std::min(length, packing.items);
    sort_by_key(group, scratch, packed * packing.bits);
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

Status group_itemsets(ItemsetTable& table) noexcept try {
  const ItemsetView view = viewed(table);
  if (!fits(view)) return Status::kBadInput;
  std::vector<size_t> starts;
  table = tabled(view, group_by_length(view, Packing(0), starts));
  return Status::kOk;
} catch (const std::bad_alloc&) {
  return Status::kOutOfMemory;
} catch (const std::length_error&) {
  return Status::kOutOfMemory;
}

}  // namespace honeysift::itemset
