#include "phrase/lane_kernels.h"
#include "phrase/processor.h"

#ifdef HONEYSIFT_X86

#include <cstring>

HONEYSIFT_TARGET_BEGIN("avx512f,avx512bw")

namespace honeysift::phrase {
namespace {

constexpr size_t kVectorBytes = 64;
#include "phrase/lane_kernels.inc"

}  // namespace

void avx512_lane_kernel(const LaneWork& work) noexcept { run_any(work); }

}  // namespace honeysift::phrase

HONEYSIFT_TARGET_END

#endif
