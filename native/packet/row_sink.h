// How decoded packets go to those that count them, without JavaScript in between. All addons are
// built together, so they may hand each other a pointer to a function.
#pragma once

#include <cstdint>
#include <span>

#include "packet/packet_row.h"

namespace honeysift {

// What the offsets of rows point into.
struct RowBytes {
  std::span<const uint8_t> fed;
  std::span<const uint8_t> scratch;
};

// `take` returns 0, or a status of the addon that it is of: decoding then stops.
struct RowSink {
  void* self = nullptr;
  int32_t (*take)(void* self, std::span<const PacketRow> rows,
                  const RowBytes& bytes) noexcept = nullptr;
};

}  // namespace honeysift
