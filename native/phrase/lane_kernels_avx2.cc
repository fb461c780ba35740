#include "phrase/lane_kernels.h"
#include "phrase/processor.h"

#ifdef HONEYSIFT_X86

#include <cstring>

HONEYSIFT_TARGET_BEGIN("avx2")

namespace honeysift::phrase {
namespace {

constexpr size_t kVectorBytes = 32;
#include "phrase/lane_kernels.inc"

}  // namespace

void avx2_lane_kernel(const LaneWork& work) noexcept { run_any(work); }

}  // namespace honeysift::phrase

HONEYSIFT_TARGET_END

#endif
