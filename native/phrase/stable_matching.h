// The stable marriage of two word lists: take all pairs by (cost ascending, i + j descending) and
// marry greedily.
#pragma once

#include <cstdint>
#include <vector>

#include "phrase/bucket_marriage.h"
#include "phrase/edit_rows.h"
#include "phrase/phrase_costs.h"
#include "phrase/residual.h"
#include "phrase/word_distances.h"

namespace honeysift::phrase {

// Costs that are whole multiples of one unit are served bucket by bucket (bucket_marriage.h).
// Others, and pairs that would fill too many buckets, follow chains of best partners: from any word
// to the one it likes best, from that to the one that likes best, until two like each other best;
// those are married, and the chain goes on from where it was (nearest-neighbour chain, Benzecri
// 1982: removing a couple makes nobody's best partner better, so the rest of the chain stays
// valid). Costs strictly fall along a chain because preferences are strict and symmetric. There are
// at most three searches a couple, nearest positions first, and a search ends where the positional
// cost alone exceeds the best so far: no matrix, memory linear in the words.
class StableMatching {
 public:
  // Adds the marriages to `tally`, and puts them into `couples`, empty before, if given. Throws
  // std::bad_alloc.
  Status solve(const Options& options, const Residual& residual, WordDistances& distances,
               Tally& tally, std::vector<Couple>* couples = nullptr);
  // The same by chains alone; for tests.
  Status solve_by_chains(const Options& options, const Residual& residual, WordDistances& distances,
                         Tally& tally, std::vector<Couple>* couples = nullptr);

 private:
  struct Link {
    uint32_t index;  // in its side
    uint32_t edits;  // between it and the link before
  };
  struct Best {
    uint32_t index = 0;
    uint32_t edits = 0;
    double cost = 0;
    bool exists = false;
  };
  using Alive = std::vector<uint64_t>;

  // Best living partner for `index`; `best` starts as one already known, if any.
  void search_near(const Residual::Side& from, const Residual::Side& to, const Alive& alive,
                   uint32_t index, Best& best);
  void search_all(EditRows& rows, const Alive& alive, uint32_t index, Best& best);
  void consider(uint32_t word, const Residual::Side& to, uint32_t candidate, uint64_t moves,
                Best& best);

  BucketMarriage buckets_;
  Options options_;
  WordDistances* distances_ = nullptr;
  Alive alive_a_;
  Alive alive_b_;
  std::vector<Link> chain_;
  std::vector<uint32_t> edits_;
};

}  // namespace honeysift::phrase
