#include "itemset/itemset_table.h"

#include <algorithm>
#include <new>
#include <numeric>
#include <span>
#include <stdexcept>

namespace honeysift::itemset {
namespace {

bool fits(const ItemsetTable& table) noexcept {
  return table.offsets.size() == table.count() + 1 && table.flags.size() == table.count() &&
         table.offsets.front() == 0 && table.offsets.back() == table.items.size() &&
         std::ranges::is_sorted(table.offsets);
}

uint32_t length_of(const ItemsetTable& table, uint32_t index) noexcept {
  return table.offsets[index + 1] - table.offsets[index];
}

// Stable counting sort of `order` by key(index) < keys.
template <typename Key>
void counting_sort(std::span<uint32_t> order, std::vector<uint32_t>& scratch,
                   std::vector<uint32_t>& starts, size_t keys, Key key) {
  starts.assign(keys + 1, 0);
  for (const uint32_t index : order) ++starts[key(index) + 1];
  for (size_t k = 1; k <= keys; ++k) starts[k] += starts[k - 1];
  scratch.resize(order.size());
  for (const uint32_t index : order) scratch[starts[key(index)]++] = index;
  std::ranges::copy(scratch, order.begin());
}

std::vector<uint32_t> canonical_order(const ItemsetTable& table) {
  std::vector<uint32_t> order(table.count());
  std::iota(order.begin(), order.end(), 0u);
  if (order.empty()) return order;
  uint32_t longest = 0;
  for (const uint32_t index : order) longest = std::max(longest, length_of(table, index));
  const size_t item_count =
      table.items.empty() ? 0 : size_t{*std::ranges::max_element(table.items)} + 1;

  std::vector<uint32_t> scratch;
  std::vector<uint32_t> starts;
  counting_sort(order, scratch, starts, size_t{longest} + 1,
                [&](uint32_t index) { return length_of(table, index); });
  for (size_t begin = 0; begin < order.size();) {
    const uint32_t length = length_of(table, order[begin]);
    size_t end = begin;
    while (end < order.size() && length_of(table, order[end]) == length) ++end;
    const std::span<uint32_t> group(order.data() + begin, end - begin);
    // Digit by digit from the last costs length * (group + items); comparing costs group *
    // log(group) cache misses.
    if (item_count < group.size()) {
      for (uint32_t at = length; at-- > 0;) {
        counting_sort(group, scratch, starts, item_count,
                      [&](uint32_t index) { return table.items[table.offsets[index] + at]; });
      }
    } else {
      std::ranges::sort(group, [&](uint32_t a, uint32_t b) {
        const auto first = table.items.begin();
        return std::lexicographical_compare(first + table.offsets[a], first + table.offsets[a + 1],
                                            first + table.offsets[b], first + table.offsets[b + 1]);
      });
    }
    begin = end;
  }
  return order;
}

ItemsetTable permuted(const ItemsetTable& table, std::span<const uint32_t> order) {
  ItemsetTable sorted;
  sorted.offsets.reserve(table.offsets.size());
  sorted.items.reserve(table.items.size());
  sorted.supports.reserve(table.count());
  sorted.flags.reserve(table.count());
  for (const uint32_t index : order) {
    const auto first = table.items.begin();
    sorted.items.insert(sorted.items.end(), first + table.offsets[index],
                        first + table.offsets[index + 1]);
    sorted.offsets.push_back(static_cast<uint32_t>(sorted.items.size()));
    sorted.supports.push_back(table.supports[index]);
    sorted.flags.push_back(table.flags[index]);
  }
  return sorted;
}

}  // namespace

Status sort_itemsets(ItemsetTable& table) noexcept try {
  if (!fits(table)) return Status::kBadInput;
  table = permuted(table, canonical_order(table));
  return Status::kOk;
} catch (const std::bad_alloc&) {
  return Status::kOutOfMemory;
} catch (const std::length_error&) {
  return Status::kOutOfMemory;
}

}  // namespace honeysift::itemset
