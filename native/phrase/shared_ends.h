// The part of two phrases that tells them apart.
#pragma once

#include <algorithm>
#include <cstddef>
#include <span>

#include "phrase/cut_words.h"
#include "phrase/phrase_costs.h"

namespace honeysift::phrase {

// Whether equal words at equal places may be taken out; see residual.h.
inline bool may_take_out_in_place(const Options& options) noexcept {
  return options.matching != Matching::kModule && options.string_cost > 0 &&
         options.position_cost > 0 && options.exact_cost == 0;
}

// Whether a word ends before `at`: there, or at the end of the phrase.
template <typename Char>
bool is_cut(std::span<const Char> phrase, size_t at, const CharacterSet& set) noexcept {
  return at == 0 || at == phrase.size() || set.has(phrase[at - 1]) != set.has(phrase[at]);
}

// Takes whole words off the front while both phrases have the same ones. What is left of both
// begins with the same kind of word, or is empty, so that the places of its words have all moved
// by the same number.
template <typename Char>
void take_off_front(std::span<const Char>& a, std::span<const Char>& b,
                    const CharacterSet& set) noexcept {
  const size_t most = std::min(a.size(), b.size());
  size_t at =
      static_cast<size_t>(std::mismatch(a.begin(), a.begin() + most, b.begin()).first - a.begin());
  while (!is_cut(a, at, set) || !is_cut(b, at, set)) --at;
  a = a.subspan(at);
  b = b.subspan(at);
}

// How many characters of whole words both phrases end in.
template <typename Char>
size_t shared_back(std::span<const Char> a, std::span<const Char> b,
                   const CharacterSet& set) noexcept {
  const size_t most = std::min(a.size(), b.size());
  size_t back = static_cast<size_t>(std::mismatch(a.rbegin(), a.rbegin() + most, b.rbegin()).first -
                                    a.rbegin());
  while (back > 0 && (!is_cut(a, a.size() - back, set) || !is_cut(b, b.size() - back, set))) --back;
  return back;
}

// How many words of either kind a phrase has.
struct WordCounts {
  size_t in_set = 0;
  size_t complement = 0;
  bool operator==(const WordCounts&) const = default;
};

template <typename Char>
WordCounts count_words_of(std::span<const Char> phrase, const CharacterSet& set) {
  WordCounts counts;
  cut_words(phrase, set, false,
            [&](bool in_set, size_t, size_t) { ++(in_set ? counts.in_set : counts.complement); });
  return counts;
}

// Leaves what distinguishes two phrases: words both begin with are taken off, and those both end in
// where they stand at the same places. The distance stays, given may_take_out_in_place().
template <typename Char>
void take_off_shared_ends(std::span<const Char>& a, std::span<const Char>& b,
                          const CharacterSet& set) {
  take_off_front(a, b, set);
  const size_t back = shared_back(a, b, set);
  if (back == 0) return;
  const std::span<const Char> rest_of_a = a.first(a.size() - back);
  const std::span<const Char> rest_of_b = b.first(b.size() - back);
  // A rest that is empty would lose the "" before a first word out of the set.
  if (rest_of_a.empty() != rest_of_b.empty() ||
      count_words_of(rest_of_a, set) != count_words_of(rest_of_b, set)) {
    return;
  }
  a = rest_of_a;
  b = rest_of_b;
}

}  // namespace honeysift::phrase
