// Levenshtein distances of every word of one list to every word of another.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "phrase/levenshtein.h"
#include "phrase/status.h"

namespace honeysift::phrase {

// JavaScript's strings one behind the other: word k is units [offsets[k], offsets[k + 1]).
struct Utf16Words {
  std::span<const char16_t> units;
  std::span<const uint32_t> offsets;

  size_t size() const noexcept { return offsets.empty() ? 0 : offsets.size() - 1; }
  std::span<const char16_t> word(size_t k) const noexcept {
    return units.subspan(offsets[k], offsets[k + 1] - offsets[k]);
  }
};

// out[i * columns.size() + j] = distance of row i and column j by code points, or `cutoff` + 1 when
// it exceeds `cutoff`. Columns fill SIMD lanes. An alphabet beyond a byte costs a packing of the
// columns for each 255 distinct characters of the rows.
Status levenshtein_tile(const Utf16Words& rows, const Utf16Words& columns, size_t cutoff,
                        uint32_t* out) noexcept;

}  // namespace honeysift::phrase
