// The stable marriage of few short words, in registers, where the processor has AVX-512.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "phrase/cut_words.h"
#include "phrase/phrase_costs.h"

namespace honeysift::phrase {

// Cuts both phrases, compares their words all with all and adds the marriages of the lists that
// `mode` names to `tally`. False, and `tally` as it was, when a list is longer than 64 words, a
// word longer than 15 characters or a marriage dearer than 254 units. Both costs must be above 0.
using FewWordsMarriage = bool (*)(std::span<const uint8_t> a, std::span<const uint8_t> b,
                                  const CharacterSet& set, Mode mode, const UnitCosts& costs,
                                  Tally& tally) noexcept;

// nullptr where the processor lacks the instructions.
extern const FewWordsMarriage kFewWordsMarriage;

}  // namespace honeysift::phrase
