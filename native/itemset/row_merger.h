// Finds equal rows of items: each distinct row once, with the summed weight of its copies.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace honeysift::itemset {

class RowMerger {
 public:
  // Forgets all rows, keeps the memory. `expected_rows` sizes the table.
  void reset(size_t expected_rows);

  // Adds a row, its items in an order the caller always keeps; returns its number, new or old.
  uint32_t add(std::span<const uint32_t> row, uint64_t weight);

  size_t count() const noexcept { return weights_.size(); }
  std::span<const uint32_t> row(size_t index) const noexcept {
    return {items_.data() + offsets_[index], offsets_[index + 1] - offsets_[index]};
  }
  // Items of all rows together.
  size_t cells() const noexcept { return items_.size(); }
  uint64_t weight(size_t index) const noexcept { return weights_[index]; }

 private:
  void grow();

  std::vector<uint32_t> slots_;  // row number + 1, or 0
  std::vector<uint64_t> hashes_;
  std::vector<size_t> offsets_{0};
  std::vector<uint32_t> items_;
  std::vector<uint64_t> weights_;
};

}  // namespace honeysift::itemset
