// Phrases of as many words that differ in one or two places, without a list of their words.
#pragma once

#include <algorithm>
#include <cstddef>
#include <span>

#include "phrase/cut_words.h"
#include "phrase/levenshtein.h"
#include "phrase/phrase_costs.h"

namespace honeysift::phrase {

// The places at which two lists of words differ.
template <typename Char>
class FewDifferences {
 public:
  using Word = std::span<const Char>;

  // False when it is one too many.
  bool add(size_t place, Word a, Word b) noexcept {
    if (size_ == kMost) return false;
    places_[size_] = {place, a, b};
    ++size_;
    return true;
  }
  size_t size() const noexcept { return size_; }

  // The marriage of what differs, stable or cheapest; false when a distance failed.
  bool marry(const Options& options, CancelFlag cancel, Tally& tally) const noexcept {
    size_t edits[kMost][kMost] = {};
    for (size_t i = 0; i < size_; ++i) {
      for (size_t j = 0; j < size_; ++j) {
        edits[i][j] = levenshtein(places_[i].a, places_[j].b, kNoCutoff, cancel);
        if (edits[i][j] == kLevenshteinFailed) return false;
      }
    }
    if (size_ == kMost && is_crossed(options, edits)) {
      tally.edits += edits[0][1] + edits[1][0];
      tally.moves += 2 * apart();
    } else {
      tally.edits += edits[0][0] + edits[1][1];
    }
    return true;
  }

 private:
  static constexpr size_t kMost = 2;

  struct Place {
    size_t place;
    Word a;
    Word b;
  };

  size_t apart() const noexcept { return places_[1].place - places_[0].place; }

  // As an assignment if that is cheaper. For the stable marriage the cheapest of the four decides;
  // of equals the one with the highest places.
  bool is_crossed(const Options& options, const size_t (&edits)[kMost][kMost]) const noexcept {
    if (options.matching == Matching::kAssignment) {
      return marriage_cost(options, edits[0][1] + edits[1][0], 2 * apart()) <
             marriage_cost(options, edits[0][0] + edits[1][1], 0);
    }
    const double last = marriage_cost(options, edits[1][1], 0);
    const double in_place = std::min(marriage_cost(options, edits[0][0], 0), last);
    const double crossed = std::min(marriage_cost(options, edits[0][1], apart()),
                                    marriage_cost(options, edits[1][0], apart()));
    return crossed < in_place || (crossed == in_place && last > in_place);
  }

  Place places_[kMost] = {};
  size_t size_ = 0;
};

// The end of the run of characters that begins at `start`.
template <typename Char>
size_t run_end(std::span<const Char> phrase, size_t start, bool in_set,
               const CharacterSet& set) noexcept {
  while (start < phrase.size() && set.has(phrase[start]) == in_set) ++start;
  return start;
}

// True, and the tally complete, where the phrases have as many words and two at most of either kind
// differ. Needs may_take_out_in_place(): words that are alike are married to each other.
template <typename Char>
bool tally_few_differences(std::span<const Char> a, std::span<const Char> b,
                           const CharacterSet& set, const Options& options, CancelFlag cancel,
                           Tally& tally) noexcept {
  FewDifferences<Char> of_complement;
  FewDifferences<Char> of_set;
  bool in_set = true;
  size_t at_a = 0;
  size_t at_b = 0;
  for (size_t place = 0; at_a < a.size() && at_b < b.size(); place += in_set ? 1 : 0) {
    const size_t end_a = run_end(a, at_a, in_set, set);
    const size_t end_b = run_end(b, at_b, in_set, set);
    const auto word_a = a.subspan(at_a, end_a - at_a);
    const auto word_b = b.subspan(at_b, end_b - at_b);
    if (!std::equal(word_a.begin(), word_a.end(), word_b.begin(), word_b.end()) &&
        !(in_set ? of_set : of_complement).add(place, word_a, word_b)) {
      return false;
    }
    at_a = end_a;
    at_b = end_b;
    in_set = !in_set;
  }
  if (at_a < a.size() || at_b < b.size()) return false;
  return (options.mode == Mode::kComplementary || of_set.marry(options, cancel, tally)) &&
         (options.mode == Mode::kSet || of_complement.marry(options, cancel, tally));
}

}  // namespace honeysift::phrase
