// Itemsets as columns: the answer of the miner.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "itemset/status.h"

namespace honeysift::itemset {

enum ItemsetFlag : uint8_t {
  kClosed = 1,   // no larger itemset has the same support
  kMaximal = 2,  // no larger itemset is frequent
};

struct ItemsetTable {
  std::vector<uint32_t> offsets{0};
  std::vector<uint32_t> items;  // ascending within an itemset
  std::vector<uint32_t> supports;
  std::vector<uint8_t>
      flags;  // ItemsetFlag bits; closedness and maximality where they were asked for

  size_t count() const noexcept { return supports.size(); }
};

// The same, in someone else's memory.
struct ItemsetView {
  std::span<const uint32_t> offsets;
  std::span<const uint32_t> items;
  std::span<const uint32_t> supports;
  std::span<const uint8_t> flags;

  size_t count() const noexcept { return supports.size(); }
  uint32_t length(uint32_t index) const noexcept { return offsets[index + 1] - offsets[index]; }
  std::span<const uint32_t> row(uint32_t index) const noexcept {
    return items.subspan(offsets[index], length(index));
  }
};

// Puts the itemsets into `sorted`, by length, then items. Itemsets must be distinct. kBadInput when
// the columns do not fit together.
Status sort_itemsets(const ItemsetView& table, ItemsetTable& sorted) noexcept;
Status sort_itemsets(ItemsetTable& table) noexcept;

}  // namespace honeysift::itemset
