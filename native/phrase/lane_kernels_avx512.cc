#include "phrase/lane_kernels.h"

#ifdef HONEYSIFT_X86_LANES

#include <cstring>

// Everything that other files share is included above: only what stands below may use the wider
// instructions.
#ifdef __clang__
#pragma clang attribute push(__attribute__((target("avx512f,avx512bw"))), apply_to = function)
#else
#pragma GCC push_options
#pragma GCC target("avx512f,avx512bw")
#endif

namespace honeysift::phrase {
namespace {

constexpr size_t kVectorBytes = 64;
#include "phrase/lane_kernels.inc"

}  // namespace

void avx512_lane_kernel(const LaneWork& work) noexcept { run_any(work); }

}  // namespace honeysift::phrase

#ifdef __clang__
#pragma clang attribute pop
#else
#pragma GCC pop_options
#endif

#endif
