// Attack sources as far as their fingerprints go by them.
#pragma once

#include <cstdint>
#include <span>

namespace honeysift {

// One element a row; an address and group has at most one on any day.
struct SourceRows {
  std::span<const uint8_t> addresses;  // 16 bytes a row
  std::span<const int32_t> first_day, last_day;
  std::span<const uint16_t> group;
  std::span<const uint16_t> target_group;  // per honeypot address
};

}  // namespace honeysift
