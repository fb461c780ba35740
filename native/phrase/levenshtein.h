// The Levenshtein distance of two words: least number of insertions, deletions and substitutions.
//
// Equal ends are stripped; what is left is computed bit-parallel, 64 rows of the matrix to a
// machine word (Myers 1999 in the form of Hyyro 2003). Cost about max/64 * min steps of a few ns;
// with a cutoff only the diagonal band that a path of that cost can reach (Ukkonen 1985) is
// visited, and hopeless pairs are left early.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "phrase/status.h"

namespace honeysift::phrase {

constexpr size_t kNoCutoff = SIZE_MAX - 1;
// Returned when memory ran out (long words only) or the flag was raised in between.
constexpr size_t kLevenshteinFailed = SIZE_MAX;

// The distance, or `cutoff` + 1 when it exceeds `cutoff`.
size_t levenshtein(std::span<const uint8_t> a, std::span<const uint8_t> b,
                   size_t cutoff = kNoCutoff, CancelFlag cancel = nullptr) noexcept;
// The same over code points.
size_t levenshtein(std::span<const uint32_t> a, std::span<const uint32_t> b,
                   size_t cutoff = kNoCutoff, CancelFlag cancel = nullptr) noexcept;

}  // namespace honeysift::phrase
