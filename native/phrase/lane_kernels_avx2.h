#pragma once

#include "phrase/lane_kernels.h"

#if defined(__x86_64__) && defined(__GNUC__)
#define HONEYSIFT_LANE_KERNEL_AVX2
namespace honeysift::phrase {
// Only where the processor has AVX2.
void avx2_lane_kernel(const LaneWork& work) noexcept;
}  // namespace honeysift::phrase
#endif
