#include "phrase/lane_kernels.h"

#include <cstring>

namespace honeysift::phrase {
namespace {

constexpr size_t kVectorBytes = 16;
#include "phrase/lane_kernels.inc"

LaneKernels runnable_kernels() noexcept {
  LaneKernels kernels = {{portable_lane_kernel}, 1};
#ifdef HONEYSIFT_X86
  if (has_avx2()) kernels.kernel[kernels.count++] = avx2_lane_kernel;
  if (has_avx512()) kernels.kernel[kernels.count++] = avx512_lane_kernel;
#endif
  return kernels;
}

}  // namespace

void portable_lane_kernel(const LaneWork& work) noexcept { run_any(work); }

const LaneKernels& lane_kernels() noexcept {
  static const LaneKernels kernels = runnable_kernels();
  return kernels;
}

}  // namespace honeysift::phrase
