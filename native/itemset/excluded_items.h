// The items that decide whether an itemset is closed or maximal: those that stand before it in the
// order of the search, so that what holds them too was or will be found elsewhere.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "itemset/bitset_kernels.h"
#include "itemset/projection.h"

namespace honeysift::itemset {

// Asks the bitset of every excluded item, or, where there are many more excluded items than a
// transaction holds, the transactions themselves.
class ExcludedItems {
 public:
  // Begins with the earlier items of `projection`, which must outlive the use.
  void reset(const Projection& projection, const BitsetKernels& kernels);

  size_t size() const noexcept { return excluded_.size(); }
  void push(const Column& column);
  // Forgets all but the first `size`.
  void shrink(size_t size) noexcept;

  // Whether one of them stands in every transaction of `bits`.
  bool any_holds_all(const uint64_t* bits) noexcept;
  // Whether one of them stands in at least `min_count` transactions of `bits`.
  bool any_is_frequent(const uint64_t* bits, uint32_t min_count) noexcept;

 private:
  bool row_with_all(const uint64_t* bits) noexcept;
  bool row_count_reaches(const uint64_t* bits, uint32_t min_count) noexcept;

  const Projection* projection_ = nullptr;
  const BitsetKernels* kernels_ = nullptr;
  std::vector<Column> excluded_;
  // The rest is for asking the transactions.
  std::vector<uint8_t> is_excluded_;  // by column
  std::vector<uint64_t> tally_;       // by column; counts from epoch_ on, less means 0
  uint64_t epoch_ = 0;
};

}  // namespace honeysift::itemset
