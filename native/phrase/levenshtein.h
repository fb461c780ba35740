// The Levenshtein distance of two words: least number of insertions, deletions and substitutions.
//
// Equal ends are stripped; what is left is computed bit-parallel, 64 rows of the matrix to a
// machine word (Myers 1999 in the form of Hyyro 2003). Cost about max/64 * min steps of a few ns;
// with a cutoff only the diagonal band that a path of that cost can reach (Ukkonen 1985) is
// visited, and hopeless pairs are left early.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>

#include "phrase/short_levenshtein.h"
#include "phrase/status.h"

namespace honeysift::phrase {

constexpr size_t kNoCutoff = SIZE_MAX - 1;
// Returned when memory ran out (long words only) or the flag was raised in between.
constexpr size_t kLevenshteinFailed = SIZE_MAX;

template <typename Char>
bool is_short(std::span<const Char> word) noexcept {
  return word.size() - 1 < kShortWord;  // and not empty
}

size_t levenshtein_of_any_length(std::span<const uint8_t> a, std::span<const uint8_t> b,
                                 size_t cutoff, CancelFlag cancel) noexcept;

// The distance, or `cutoff` + 1 when it exceeds `cutoff`.
inline size_t levenshtein(std::span<const uint8_t> a, std::span<const uint8_t> b,
                          size_t cutoff = kNoCutoff, CancelFlag cancel = nullptr) noexcept {
  if (kShortLevenshtein.of_bytes != nullptr && is_short(a) && is_short(b))
    return std::min(kShortLevenshtein.of_bytes(a, b), cutoff + 1);
  return levenshtein_of_any_length(a, b, cutoff, cancel);
}
// The same over UTF-16 units without surrogates, and over code points.
size_t levenshtein(std::span<const char16_t> a, std::span<const char16_t> b,
                   size_t cutoff = kNoCutoff, CancelFlag cancel = nullptr) noexcept;
size_t levenshtein(std::span<const uint32_t> a, std::span<const uint32_t> b,
                   size_t cutoff = kNoCutoff, CancelFlag cancel = nullptr) noexcept;

}  // namespace honeysift::phrase
