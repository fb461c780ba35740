// The inverse of the rendering `text`, read off its definition; for tests only.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace honeysift::reference {

// The payload that one rendered entry stands for; false when no rendering yields the text.
bool parse_rendered(std::span<const uint8_t> text, std::vector<uint8_t>& payload);

}  // namespace honeysift::reference
