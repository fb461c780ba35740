// Where a packet belongs.
#pragma once

#include <cstdint>

namespace honeysift {

enum Direction : uint32_t { kInbound, kOutbound, kInternal, kForeign, kOther, kDirections };

struct FlowPlace {
  uint32_t flow = 0;  // means nothing but for packets in and out
  Direction direction = kOther;

  bool has_flow() const noexcept { return direction <= kOutbound; }
  // Of a packet that goes the other way.
  FlowPlace turned() const noexcept {
    return {flow, has_flow() ? static_cast<Direction>(direction ^ 1u) : direction};
  }
};

}  // namespace honeysift
