// The phrase distance of two phrases that stand alone.
#pragma once

#include <cstdint>
#include <span>

#include "phrase/phrase_costs.h"
#include "phrase/status.h"

namespace honeysift::phrase {

// Bytes stand for the characters U+0000..U+00FF. `set`: the characters words are made of,
// ascending. Together the phrases must be shorter than 2^32 - 1, else kTooLarge.
Status text_distance(std::span<const uint8_t> a, std::span<const uint8_t> b,
                     std::span<const uint32_t> set, const Options& options, CancelFlag cancel,
                     double& result) noexcept;
Status text_distance(std::span<const uint32_t> a, std::span<const uint32_t> b,
                     std::span<const uint32_t> set, const Options& options, CancelFlag cancel,
                     double& result) noexcept;

}  // namespace honeysift::phrase
