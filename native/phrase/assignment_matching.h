// The cheapest assignment of two word lists.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "phrase/phrase_costs.h"
#include "phrase/residual.h"
#include "phrase/word_distances.h"

namespace honeysift::phrase {

// Words left over on either side once equal words are taken out; beyond it solve() answers kBound.
constexpr size_t kMostAssignedWords = 3000;

// Shortest augmenting paths with potentials (Kuhn 1955, Jonker and Volgenant 1987): O(n^3) steps at
// worst, n^2 memory.
class AssignmentMatching {
 public:
  // Adds the marriages to `tally`. Throws std::bad_alloc.
  Status solve(const Options& options, const Residual& residual, WordDistances& distances,
               Tally& tally);

 private:
  void augment(size_t row, size_t size);

  std::vector<double> cost_;
  std::vector<uint32_t> edits_;
  std::vector<double> row_potential_;
  std::vector<double> column_potential_;
  std::vector<uint32_t> row_of_;     // per column
  std::vector<uint32_t> came_from_;  // per column: the column before it on the path
  std::vector<double> slack_;
  std::vector<uint8_t> is_done_;
};

}  // namespace honeysift::phrase
