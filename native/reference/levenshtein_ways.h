// Every way this processor has to the Levenshtein distance of two words of bytes, one by one, for
// tests and fuzzers.
#pragma once

#include <algorithm>
#include <cstdint>
#include <span>
#include <vector>

#include "phrase/levenshtein.h"
#include "phrase/levenshtein_strips.h"
#include "phrase/one_strip.h"
#include "phrase/short_levenshtein.h"

namespace honeysift::reference {

// Units that are as different as the bytes: in their low byte, their high one, or both.
inline std::vector<char16_t> to_units(std::span<const uint8_t> bytes) {
  std::vector<char16_t> units;
  for (const uint8_t byte : bytes)
    units.push_back(static_cast<char16_t>((byte & 0x0f) | (byte & 0x30) << 4 | (byte & 0xc0) << 6));
  return units;
}

// Calls `report` with the name of each way and its answer.
template <typename Report>
void for_every_way(std::span<const uint8_t> a, std::span<const uint8_t> b, const Report& report) {
  namespace phrase = honeysift::phrase;
  const std::vector<char16_t> units_a = to_units(a);
  const std::vector<char16_t> units_b = to_units(b);
  report("as bytes", phrase::levenshtein(a, b));
  report("as units", phrase::levenshtein(std::span<const char16_t>(units_a),
                                         std::span<const char16_t>(units_b)));
  if (a.empty() || b.empty()) return;
  if (phrase::kShortLevenshtein.of_bytes != nullptr &&
      std::max(a.size(), b.size()) <= phrase::kShortWord) {
    report("short, AVX2", phrase::kShortLevenshtein.of_bytes(a, b));
    report("short units, AVX2", phrase::kShortLevenshtein.of_units(units_a, units_b));
  }
  if (a.size() > phrase::kStripRows) return;
  report("one strip, portable", phrase::levenshtein_one_strip(a, b));
  const struct {
    const char* bytes;
    const char* units;
    phrase::OneStrip way;
  } ways[] = {
      {"one strip, AVX2", "one strip of units, AVX2", phrase::one_strip_with_avx2()},
      {"one strip, AVX-512", "one strip of units, AVX-512", phrase::one_strip_with_avx512()},
  };
  for (const auto& [bytes, units, way] : ways) {
    if (way.of_bytes == nullptr) continue;
    report(bytes, way.of_bytes(a, b));
    report(units, way.of_units(units_a, units_b));
  }
}

}  // namespace honeysift::reference
