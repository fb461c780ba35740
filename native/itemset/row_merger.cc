#include "itemset/row_merger.h"

#include <algorithm>
#include <bit>

namespace honeysift::itemset {
namespace {

uint64_t hash_row(std::span<const uint32_t> row) noexcept {
  uint64_t hash = 0x9e3779b97f4a7c15u + row.size();
  for (const uint32_t item : row) {
    hash = (hash ^ item) * 0xff51afd7ed558ccdu;
    hash ^= hash >> 32;
  }
  return hash;
}

}  // namespace

void RowMerger::reset(size_t expected_rows) {
  slots_.assign(std::bit_ceil(std::max<size_t>(16, expected_rows + expected_rows / 2)), 0);
  hashes_.clear();
  offsets_.assign(1, 0);
  items_.clear();
  weights_.clear();
}

uint32_t RowMerger::add(std::span<const uint32_t> row, uint64_t weight) {
  if (weights_.size() * 4 >= slots_.size() * 3) grow();
  const uint64_t hash = hash_row(row);
  const size_t mask = slots_.size() - 1;
  size_t slot = hash & mask;
  for (; slots_[slot] != 0; slot = (slot + 1) & mask) {
    const uint32_t known = slots_[slot] - 1;
    if (hashes_[known] == hash && std::ranges::equal(this->row(known), row)) {
      weights_[known] += weight;
      return known;
    }
  }
  slots_[slot] = static_cast<uint32_t>(weights_.size()) + 1;
  hashes_.push_back(hash);
  items_.insert(items_.end(), row.begin(), row.end());
  offsets_.push_back(items_.size());
  weights_.push_back(weight);
  return static_cast<uint32_t>(weights_.size()) - 1;
}

void RowMerger::grow() {
  slots_.assign(std::max<size_t>(16, slots_.size() * 2), 0);
  const size_t mask = slots_.size() - 1;
  for (size_t index = 0; index < hashes_.size(); ++index) {
    size_t slot = hashes_[index] & mask;
    while (slots_[slot] != 0) slot = (slot + 1) & mask;
    slots_[slot] = static_cast<uint32_t>(index) + 1;
  }
}

}  // namespace honeysift::itemset
