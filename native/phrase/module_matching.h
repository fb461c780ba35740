// The marriage as the Perl module Text::PhraseDistance 0.02 computes it, defect included.
//
// Words of the first phrase propose, cheapest first, ties to the highest position. A word j of the
// second phrase ranks its suitors i by perm_j[i], where perm_j lists the suitors by cost DESCENDING
// (ties: lowest first), and leaves its partner for one with a lower rank. (The list is used where
// its inverse was meant, with the comparison reversed.) Ranks are a permutation, so this is Gale
// and Shapley 1962 with strict preferences: the outcome does not depend on the order of proposals.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "phrase/phrase_costs.h"
#include "phrase/word_distances.h"
#include "phrase/word_table.h"

namespace honeysift::phrase {

// Words in the longer list; beyond it solve() answers kBound (the matrix alone takes 8 n^2 bytes).
constexpr size_t kMostModuleWords = 4096;

class ModuleMatching {
 public:
  // Adds the marriages of the whole lists to `tally`. Throws std::bad_alloc.
  Status solve(const Options& options, const WordList& a, const WordList& b,
               WordDistances& distances, Tally& tally);

 private:
  // The column that `row` proposes to next.
  uint32_t next_choice(size_t row);
  const std::vector<uint16_t>& ranks_of(size_t column);

  size_t size_ = 0;
  std::vector<uint32_t> edits_;
  std::vector<double> cost_;
  std::vector<uint32_t> proposals_;                 // made so far, per row
  std::vector<std::vector<uint16_t>> preferences_;  // per row, from its second proposal on
  std::vector<std::vector<uint16_t>> ranks_;        // per column, from its second suitor on
};

}  // namespace honeysift::phrase
