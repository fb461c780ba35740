// Levenshtein over words longer than 64: the matrix is cut into strips of 64 rows, and up to four
// strips go through the text together, so that the processor overlaps their chains of dependent
// steps.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "phrase/status.h"

namespace honeysift::phrase {

constexpr size_t kStripRows = 64;
constexpr size_t kStripsAtOnce = 4;

// Distance of `pattern` (1..64 characters) and `text`.
size_t levenshtein_one_strip(std::span<const uint8_t> pattern,
                             std::span<const uint8_t> text) noexcept;

// Distance of `pattern` and `text` (both at least 1 long), or cutoff + 1. Needs cutoff >= the
// difference in length.
size_t levenshtein_strips(std::span<const uint8_t> pattern, std::span<const uint8_t> text,
                          size_t cutoff, CancelFlag cancel) noexcept;
size_t levenshtein_strips(std::span<const uint32_t> pattern, std::span<const uint32_t> text,
                          size_t cutoff, CancelFlag cancel) noexcept;

}  // namespace honeysift::phrase
