// The stable marriage of word lists that mostly marry in place.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "phrase/phrase_costs.h"
#include "phrase/residual.h"
#include "phrase/stable_matching.h"
#include "phrase/word_distances.h"
#include "phrase/word_table.h"

namespace honeysift::phrase {

// A perfect matching without a blocking pair (two words that prefer each other to their partners)
// IS the stable marriage, since preferences are strict and symmetric. So: marry every word in place
// and look for blocking pairs. A pair of places apart by g costs at least g * c_position, hence
// only places nearer than their costs have to be looked at. The stretches of places that hold
// blocking pairs are solved alone and then tested against what stands around them; a stretch that
// fails grows and is solved again. Where one list has ended, its empty words stand against all the
// others: among these nothing blocks (M(p, q) = length of p * c_string + g * c_position > M(p, p)),
// so their cost is the sum of their lengths, and only those within reach of other places are ever
// looked at.
class PlacewiseMarriage {
 public:
  // Costs under which that holds in floating point too.
  static bool serves(const Options& options) noexcept;

  // Adds the marriages to `tally`. `has_given_up`: long words, or hardly a word marries in
  // place; nothing was added, use another way. Throws std::bad_alloc.
  Status solve(const Options& options, const WordList& a, const WordList& b,
               WordDistances& distances, Tally& tally, bool& has_given_up);

 private:
  // A place whose words differ.
  struct Place {
    uint32_t position;
    uint32_t word_a;
    uint32_t word_b;
    uint32_t edits;  // when married in place
    uint32_t reach;  // places farther off cost more than that
  };
  // How dear the present marriages of a place's words are, and the sum of their positions.
  struct State {
    double cost_a;
    double cost_b;
    uint64_t sum_a;
    uint64_t sum_b;
  };
  // Places [low, high] are married among themselves.
  struct Stretch {
    size_t low;
    size_t high;
    Tally tally;
  };
  struct Candidate {
    double cost;
    uint32_t i;
    uint32_t j;
    uint32_t edits;
  };

  bool add_places(const WordList& a, const WordList& b, WordDistances& distances);
  bool add_place(uint32_t position, uint32_t word_a, uint32_t word_b, WordDistances& distances);
  // Brings the places up to `position` to hand.
  void extend_to(uint64_t position, WordDistances& distances);
  uint32_t reach_of(double cost) const noexcept;
  double cost_in_place(const Place& place) const noexcept;

  // At hand and not.
  size_t all_places() const noexcept;
  void find_stretches(WordDistances& distances);
  bool is_crossed(const Place& p, const Place& q, WordDistances& distances) const;
  // Whether both words would rather marry each other than keep partners at these costs and sums.
  bool is_blocking(uint32_t word_a, uint32_t word_b, uint64_t p, uint64_t q, double cost_a,
                   uint64_t sum_a, double cost_b, uint64_t sum_b, WordDistances& distances) const;
  bool is_blocked(size_t p, size_t q, WordDistances& distances) const;

  Status settle_stretches(WordDistances& distances);
  Status settle(Stretch& stretch, WordDistances& distances);
  void settle_few(Stretch& stretch, WordDistances& distances);
  void marry(Stretch& stretch, size_t i, size_t j, uint32_t edits);
  // Lowers `low` and raises `high` to the places around that block with places of the stretch.
  void test_around(const Stretch& stretch, size_t& low, size_t& high, WordDistances& distances);
  void grow(size_t& at, size_t low, size_t high);

  Options options_;
  double places_per_cost_ = 1;
  WordList a_;
  WordList b_;
  size_t extended_to_ = 0;  // places from here on are not at hand
  bool has_given_up_ = false;
  std::vector<uint32_t> positions_;
  std::vector<Place> places_;
  std::vector<State> states_;  // per place, once there are stretches
  std::vector<Stretch> stretches_;
  std::vector<Candidate> candidates_;
  StableMatching stable_;
  Residual residual_;
  std::vector<Couple> couples_;
};

}  // namespace honeysift::phrase
