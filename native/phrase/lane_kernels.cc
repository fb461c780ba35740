#include "phrase/lane_kernels.h"

#include <cstring>

#include "phrase/lane_kernels_avx2.h"

namespace honeysift::phrase {
namespace {

constexpr size_t kVectorBytes = 16;
#include "phrase/lane_kernels.inc"

}  // namespace

void portable_lane_kernel(const LaneWork& work) noexcept { run_any(work); }

LaneKernel lane_kernel() noexcept {
#ifdef HONEYSIFT_LANE_KERNEL_AVX2
  static const bool has_avx2 = __builtin_cpu_supports("avx2") != 0;
  if (has_avx2) return avx2_lane_kernel;
#endif
  return portable_lane_kernel;
}

}  // namespace honeysift::phrase
