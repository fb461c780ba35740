// The inner loop of WordLanes, once for every instruction set.
#pragma once

#include <cstddef>
#include <cstdint>

#include "phrase/processor.h"

namespace honeysift::phrase {

// Bytes of one block of lanes.
constexpr size_t kLaneBlock = 64;
// Longest word of a lane: so many strips of 64 characters.
constexpr size_t kMostLaneStrips = 8;

struct LaneText {
  const uint8_t* symbols;
  size_t length;
  uint32_t* out;  // one distance per lane
};

struct LaneWork {
  unsigned lane_bytes;   // 1, 2, 4 or 8
  unsigned strips;       // lanes of one word, one for each 64 characters; 1 unless lane_bytes is 8
  const uint8_t* masks;  // [block][symbol][strip][64 bytes], little-endian lanes
  size_t mask_stride;    // bytes from block to block
  const uint8_t* rows;   // [block][strip][64 bytes]: bits of the word in each lane
  size_t blocks;
  const LaneText* texts;
  size_t text_count;
};
using LaneKernel = void (*)(const LaneWork&) noexcept;

void portable_lane_kernel(const LaneWork& work) noexcept;

// Fastest last; those this processor can run.
struct LaneKernels {
  LaneKernel kernel[3];
  size_t count;
};
const LaneKernels& lane_kernels() noexcept;

#ifdef HONEYSIFT_X86
void avx2_lane_kernel(const LaneWork& work) noexcept;
void avx512_lane_kernel(const LaneWork& work) noexcept;
#endif

}  // namespace honeysift::phrase
