// The Levenshtein distance of two short words where the processor has AVX2: no tables, and no
// branches on characters or lengths but one between 8 characters and more.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

namespace honeysift::phrase {

constexpr size_t kShortWord = 16;

// Of two words of 1..kShortWord characters; nullptr where the processor lacks the instructions.
struct ShortLevenshtein {
  size_t (*of_bytes)(std::span<const uint8_t> a, std::span<const uint8_t> b) noexcept = nullptr;
  size_t (*of_units)(std::span<const char16_t> a, std::span<const char16_t> b) noexcept = nullptr;
};
extern const ShortLevenshtein kShortLevenshtein;

}  // namespace honeysift::phrase
