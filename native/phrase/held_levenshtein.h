// The Levenshtein distance of two strings where V8 holds them.
#pragma once

#include <cstdint>

#include "phrase/held_string.h"
#include "phrase/levenshtein.h"

namespace honeysift::phrase {

// Below 0 for what was not computed: for lack of memory, or kNotHeld.
inline int32_t to_held_answer(size_t distance) noexcept {
  return distance == kLevenshteinFailed ? -static_cast<int32_t>(Status::kOutOfMemory)
                                        : static_cast<int32_t>(distance);
}

// Of two strings one of which is wide at least; kNotHeld if they are long and not of one kind.
int32_t levenshtein_of_wide(HeldString a, HeldString b, size_t cutoff) noexcept;

inline int32_t levenshtein_of_held(HeldString a, HeldString b, int32_t cutoff) noexcept {
  const size_t most = static_cast<size_t>(cutoff);
  if (a.is_wide || b.is_wide) return levenshtein_of_wide(a, b, most);
  return to_held_answer(levenshtein(a.bytes(), b.bytes(), most));
}

}  // namespace honeysift::phrase
