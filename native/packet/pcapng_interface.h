#pragma once

#include <cstdint>

#include "packet/layers.h"

namespace honeysift {

struct PcapngInterface {
  LayerDecoder link = nullptr;
  uint32_t link_type = UINT32_MAX;
  uint32_t snap_length = 0;
  // if_tsresol: a negative power of ten, or of two when `binary`.
  bool binary = false;
  uint8_t exponent = 6;
  // if_tsoffset, seconds.
  int64_t offset_seconds = 0;

  // False when the time does not fit 64 bits of nanoseconds.
  bool to_nanoseconds(uint64_t ticks, int64_t& ns) const noexcept {
    __int128 value = ticks;
    if (binary) {
      value = exponent >= 94 ? 0 : value * 1000000000 >> exponent;
    } else {
      // 10^29 ticks a second leave no whole nanosecond in 64 bits.
      for (int e = exponent; e < 9; ++e) value *= 10;
      for (int e = exponent; e > 9 && value != 0; --e) value /= 10;
    }
    value += static_cast<__int128>(offset_seconds) * 1000000000;
    if (value < INT64_MIN || value > INT64_MAX) return false;
    ns = static_cast<int64_t>(value);
    return true;
  }
};

}  // namespace honeysift
