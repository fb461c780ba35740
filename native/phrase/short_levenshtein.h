// The Levenshtein distance of two short words where the processor has AVX-512: no tables, no
// branches on characters.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

namespace honeysift::phrase {

constexpr size_t kShortWord = 16;

// Of `pattern` and `text`, both 1..kShortWord characters.
using ShortLevenshtein = size_t (*)(std::span<const uint8_t> pattern,
                                    std::span<const uint8_t> text) noexcept;

// nullptr where the processor lacks the instructions.
extern const ShortLevenshtein kShortLevenshtein;

}  // namespace honeysift::phrase
