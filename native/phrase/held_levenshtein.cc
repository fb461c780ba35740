#include "phrase/held_levenshtein.h"

#include <algorithm>

#include "phrase/utf16.h"

namespace honeysift::phrase {
namespace {

constexpr size_t kOnStack = 512;

using Units = std::span<const char16_t>;

int32_t of_units(Units a, Units b, size_t cutoff) noexcept {
  if (!has_surrogate(a) && !has_surrogate(b)) return to_held_answer(levenshtein(a, b, cutoff));
  if (std::max(a.size(), b.size()) > kOnStack) return kNotHeld;
  uint32_t points[2][kOnStack];
  const size_t lengths[2] = {to_code_points(a, points[0]), to_code_points(b, points[1])};
  return to_held_answer(levenshtein(std::span<const uint32_t>(points[0], lengths[0]),
                                    std::span<const uint32_t>(points[1], lengths[1]), cutoff));
}

int32_t of_units_and_bytes(Units a, std::span<const uint8_t> b, size_t cutoff) noexcept {
  if (b.size() > kOnStack) return kNotHeld;
  char16_t units[kOnStack];
  std::copy(b.begin(), b.end(), units);
  return of_units(a, {units, b.size()}, cutoff);
}

}  // namespace

int32_t levenshtein_of_wide(HeldString a, HeldString b, size_t cutoff) noexcept {
  if (!a.is_wide) return of_units_and_bytes(b.units(), a.bytes(), cutoff);
  if (!b.is_wide) return of_units_and_bytes(a.units(), b.bytes(), cutoff);
  return of_units(a.units(), b.units(), cutoff);
}

}  // namespace honeysift::phrase
