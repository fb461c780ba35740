// The stable marriage for costs that are whole multiples of one unit: pairs are served bucket by
// bucket, by cost.
#pragma once

#include <cstdint>
#include <vector>

#include "phrase/phrase_costs.h"
#include "phrase/residual.h"
#include "phrase/word_distances.h"

namespace honeysift::phrase {

// At level c all pairs at a positional cost of at most c have been put into the bucket of a lower
// bound of their cost (from the lengths of their words). A pair whose bucket comes up is compared
// and moves to the bucket of its cost; a pair whose cost is c marries if both are still free,
// highest i + j first. Only free pairs near enough are ever looked at, once each, and most are
// never compared.
class BucketMarriage {
 public:
  // Whether it serves these costs: both above 0 and small multiples of 1/64.
  bool set_costs(const Options& options) noexcept;

  // Adds the marriages to `tally`, and to `couples` if given. `has_given_up`: too many pairs are
  // waiting, nothing was added, use another way. Throws std::bad_alloc.
  Status solve(const Residual& residual, WordDistances& distances, Tally& tally,
               std::vector<Couple>* couples, bool& has_given_up);

 private:
  struct Pair {
    uint32_t i;      // position in A
    uint32_t j;      // position in B
    uint32_t edits;  // kUnknown: only bounded
    uint32_t next;   // in its bucket
  };
  struct Side {
    std::vector<uint64_t> free;  // bit per position
    std::vector<uint32_t> word;  // per position
    std::vector<uint32_t> length;

    bool is_free(uint32_t at) const noexcept { return (free[at / 64] >> (at % 64) & 1) != 0; }
    void take(uint32_t at) noexcept { free[at / 64] &= ~(uint64_t{1} << (at % 64)); }
  };

  void fill(const Residual::Side& from, size_t places, const WordDistances& distances, Side& side);
  void add_pairs(size_t moves);
  void add_pair(uint32_t i, uint32_t j, size_t moves);
  void put(Pair pair, size_t cost);
  void serve(size_t cost, WordDistances& distances, Tally& tally, std::vector<Couple>* couples);
  void empty_buckets(size_t from) noexcept;

  size_t edit_cost_ = 0;
  size_t move_cost_ = 0;
  Side a_;
  Side b_;
  std::vector<Pair> pairs_;
  std::vector<uint32_t> buckets_;  // a ring; first pair of each; all empty between calls
  size_t ring_ = 0;                // its size in use, a power of two
  size_t waiting_ = 0;
  size_t highest_ = 0;
  size_t free_ = 0;
  std::vector<Pair> due_;
};

}  // namespace honeysift::phrase
