// The Levenshtein distance of two words, the first of at most 64 characters, where the processor
// has AVX2 or AVX-512: by compares instead of tables, so that nothing is set up and cleared for
// each pair and nothing but the loop depends on the words.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

namespace honeysift::phrase {

// Of `pattern` (1..64 characters) and `text` (at least 1); nullptr where the processor lacks the
// instructions.
struct OneStrip {
  size_t (*of_bytes)(std::span<const uint8_t> pattern,
                     std::span<const uint8_t> text) noexcept = nullptr;
  size_t (*of_units)(std::span<const char16_t> pattern,
                     std::span<const char16_t> text) noexcept = nullptr;
};
// The ways this processor has, the fastest last.
OneStrip one_strip_with_avx2() noexcept;
OneStrip one_strip_with_avx512() noexcept;

extern const OneStrip kOneStrip;

}  // namespace honeysift::phrase
