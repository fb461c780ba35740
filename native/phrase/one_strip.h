// The Levenshtein distance of two words, the first of at most 64 characters, where the processor
// has AVX-512: by compares instead of tables, so that nothing is set up and cleared for each pair
// and nothing but the loop depends on the words.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

namespace honeysift::phrase {

// Of `pattern` (1..64 characters) and `text` (at least 1).
using OneStrip = size_t (*)(std::span<const uint8_t> pattern,
                            std::span<const uint8_t> text) noexcept;

// nullptr where the processor lacks the instructions.
extern const OneStrip kOneStrip;

}  // namespace honeysift::phrase
