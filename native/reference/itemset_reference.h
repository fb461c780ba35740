// Itemsets by the textbook: level by level, every candidate counted by reading all transactions.
// For tests only.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace honeysift::reference {

struct Itemset {
  std::vector<uint32_t> items;  // ascending
  uint64_t support = 0;
  bool closed = false;
  bool maximal = false;

  bool operator==(const Itemset&) const = default;
};

struct WeightedTransaction {
  std::vector<uint32_t> items;  // any order, duplicates allowed
  uint32_t weight = 1;
};

// All itemsets of length >= 1 with at least `min_count`, by length, then items; flags by their
// definitions.
std::vector<Itemset> apriori(std::span<const WeightedTransaction> transactions, uint64_t min_count);

}  // namespace honeysift::reference
