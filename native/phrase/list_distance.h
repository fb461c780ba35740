// The distance of two word lists under any matching.
#pragma once

#include <vector>

#include "phrase/assignment_matching.h"
#include "phrase/module_matching.h"
#include "phrase/phrase_costs.h"
#include "phrase/placewise_marriage.h"
#include "phrase/residual.h"
#include "phrase/stable_matching.h"
#include "phrase/word_distances.h"
#include "phrase/word_table.h"

namespace honeysift::phrase {

// Holds the memory that one distance after another is computed in.
class ListDistance {
 public:
  ListDistance(const Options& options, WordDistances& distances) noexcept
      : options_(options), distances_(distances) {}

  // Adds to `tally` what the lists of one phrase and the other differ by. Throws std::bad_alloc.
  Status add(const WordList& a, const WordList& b, Tally& tally);

 private:
  Status add_marriages(const WordList& a, const WordList& b, Tally& tally);
  uint64_t mismatches(const WordList& a, const WordList& b);

  Options options_;
  WordDistances& distances_;
  PlacewiseMarriage placewise_;
  Residual residual_;
  StableMatching stable_;
  AssignmentMatching assignment_;
  ModuleMatching module_;
  std::vector<uint32_t> seen_;  // per word: the number of the call that last met it in B
  uint32_t call_ = 0;
};

}  // namespace honeysift::phrase
