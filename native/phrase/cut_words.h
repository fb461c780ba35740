// Cutting a phrase into words.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace honeysift::phrase {

// Which characters words are made of.
class CharacterSet {
 public:
  // `points` ascend.
  explicit CharacterSet(std::span<const uint32_t> points) noexcept : points_(points) {
    for (const uint32_t point : points) {
      if (point < 256) is_low_[point] = true;
    }
  }
  // Of U+0000..U+00FF, which are in it.
  const bool* low() const noexcept { return is_low_; }
  bool has(uint32_t point) const noexcept { return point < 256 ? is_low_[point] : has_high(point); }

 private:
  bool has_high(uint32_t point) const noexcept {
    size_t low = 0;
    size_t high = points_.size();
    while (low < high) {
      const size_t middle = (low + high) / 2;
      if (points_[middle] < point) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low < points_.size() && points_[low] == point;
  }

  bool is_low_[256] = {};
  std::span<const uint32_t> points_;
};

// Calls `word(in_set, start, end)` for the maximal runs in the set and out of it, alternately,
// beginning with a run in the set: "" when the phrase does not start with one. The empty phrase has
// no words at all. With `drop_zero` a last run that is exactly "0" is left out, as the Perl module
// does: it goes on while there is a rest that Perl holds to be true, and "0" is false. The phrase
// "0" thus has no words, not even a leading "".
template <typename Char, typename Word>
void cut_words(std::span<const Char> phrase, const CharacterSet& set, bool drop_zero, Word&& word) {
  if (drop_zero && phrase.size() == 1 && phrase[0] == '0') return;
  bool in_set = true;
  for (size_t start = 0; start < phrase.size();) {
    size_t end = start;
    while (end < phrase.size() && set.has(phrase[end]) == in_set) ++end;
    const bool is_last_zero = end == phrase.size() && end - start == 1 && phrase[start] == '0';
    if (!(drop_zero && is_last_zero)) word(in_set, start, end);
    in_set = !in_set;
    start = end;
  }
}

}  // namespace honeysift::phrase
