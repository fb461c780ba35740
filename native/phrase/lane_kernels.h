// The inner loop of WordLanes, once for every instruction set.
#pragma once

#include <cstddef>
#include <cstdint>

namespace honeysift::phrase {

// Bytes of one block of lanes.
constexpr size_t kLaneBlock = 64;

struct LaneWork {
  unsigned lane_bytes;   // 1, 2, 4 or 8
  const uint8_t* masks;  // [block][symbol][64 bytes], little-endian lanes
  size_t mask_stride;    // bytes from block to block
  const uint8_t* rows;   // [block][64 bytes]: bits of the word in each lane
  size_t blocks;
  const uint8_t* symbols;  // of the text
  size_t length;           // of the text
  uint32_t* out;           // one distance per lane
};
using LaneKernel = void (*)(const LaneWork&) noexcept;

void portable_lane_kernel(const LaneWork& work) noexcept;
// The fastest this processor can run.
LaneKernel lane_kernel() noexcept;

}  // namespace honeysift::phrase
