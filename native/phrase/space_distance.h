// Distances within a phrase space, one pair after another.
#pragma once

#include <cstdint>
#include <span>

#include "phrase/length_sums.h"
#include "phrase/list_distance.h"
#include "phrase/phrase_costs.h"
#include "phrase/phrase_space.h"
#include "phrase/varying_places.h"

namespace honeysift::phrase {

// Holds the memory that distances are computed in; not to be shared between threads.
class SpaceDistance {
 public:
  // `expected`: pairs that will be asked for; sizes the memory of word distances.
  SpaceDistance(const PhraseSpace& space, const Options& options, CancelFlag cancel,
                size_t expected = SIZE_MAX) noexcept
      : space_(space),
        options_(options),
        words_(space.words, cancel, expected),
        lists_(options, words_) {}

  // Adds up the lengths of the words of a tile's phrases, which makes long phrases of different
  // lengths cheaper. Throws std::bad_alloc.
  void add_lengths(const TileBounds& tile);
  // Throws std::bad_alloc.
  Status between(size_t i, size_t j, double& result);
  // A bound below the distance from word counts and lengths alone, in time linear in the words.
  double lower_bound(size_t i, size_t j) const noexcept;

 private:
  // The tally of the last two lists: phrases of two tools often differ in words of one kind only,
  // and the lists of the other kind are the same ones again.
  struct LastLists {
    WordList a;
    WordList b;
    Tally tally;
    bool is_known = false;
  };

  Status add_lists(const WordList& a, const WordList& b, LastLists& last, Tally& tally);
  WordList set_list(size_t k) const noexcept;
  WordList complement_list(size_t k) const noexcept;

  PhraseSpace space_;
  Options options_;
  WordDistances words_;
  ListDistance lists_;
  LastLists last_in_set_;
  LastLists last_complement_;
  LengthSums row_lengths_;
  LengthSums column_lengths_;
};

// out[k] = D(i, js[k]); when it exceeds `cutoff`, out[k] may be any number above `cutoff`.
Status distances_from(const PhraseSpace& space, const Options& options, size_t i,
                      std::span<const uint32_t> js, double cutoff, CancelFlag cancel,
                      double* out) noexcept;

}  // namespace honeysift::phrase
