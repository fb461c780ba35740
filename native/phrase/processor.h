// Which vector instructions this processor has beyond the portable ones.
#pragma once

#if defined(__x86_64__) && defined(__GNUC__)

namespace honeysift::phrase {

// Integers of 512 bits and fewer, a mask bit for each byte, and the instructions for single bits.
inline bool has_avx512() noexcept {
  __builtin_cpu_init();
  return __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
         __builtin_cpu_supports("avx512vl") && __builtin_cpu_supports("bmi") &&
         __builtin_cpu_supports("bmi2") && __builtin_cpu_supports("popcnt");
}

// The same, and bytes permuted and tested bit by bit.
inline bool has_avx512_for_bytes() noexcept {
  return has_avx512() && __builtin_cpu_supports("avx512vbmi") &&
         __builtin_cpu_supports("avx512bitalg");
}

}  // namespace honeysift::phrase

#endif
