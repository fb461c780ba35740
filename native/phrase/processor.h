// Which vector instructions this processor has beyond the portable ones, and how a file uses them.
#pragma once

#if defined(__x86_64__) && defined(__GNUC__)
#define HONEYSIFT_X86

#include <cstdlib>
#include <cstring>

// Functions between the two may use the instructions named. Headers that other files share are
// included above, or their inline functions would be compiled for processors that lack them.
#define HONEYSIFT_PRAGMA(text) _Pragma(#text)
#ifdef __clang__
#define HONEYSIFT_TARGET_BEGIN(features) \
  HONEYSIFT_PRAGMA(clang attribute push(__attribute__((target(features))), apply_to = function))
#define HONEYSIFT_TARGET_END _Pragma("clang attribute pop")
#else
// The warnings are about GCC 12's own headers.
#define HONEYSIFT_TARGET_BEGIN(features)                                                      \
  _Pragma("GCC diagnostic push") _Pragma("GCC diagnostic ignored \"-Wuninitialized\"")        \
      _Pragma("GCC diagnostic ignored \"-Wmaybe-uninitialized\"") _Pragma("GCC push_options") \
          HONEYSIFT_PRAGMA(GCC target(features))
#define HONEYSIFT_TARGET_END _Pragma("GCC pop_options") _Pragma("GCC diagnostic pop")
#endif
#define HONEYSIFT_AVX2 "avx2,bmi,popcnt"
#define HONEYSIFT_AVX512 "avx512f,avx512bw,avx512vl,bmi,bmi2,popcnt"
#define HONEYSIFT_AVX512_BYTES "avx512f,avx512bw,avx512vl,avx512vbmi,avx512bitalg,bmi,bmi2,popcnt"

namespace honeysift::phrase {

// HONEYSIFT_VECTORS=portable or =avx2 in the environment leaves the wider ones unused, so that
// every path can be tested and measured on one machine.
inline bool may_use(const char* vectors) noexcept {
  const char* const widest = std::getenv("HONEYSIFT_VECTORS");
  if (widest == nullptr || std::strcmp(widest, vectors) == 0) return true;
  return std::strcmp(widest, "portable") != 0 && std::strcmp(vectors, "avx2") == 0;
}

inline bool has_avx2() noexcept {
  __builtin_cpu_init();
  return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("bmi") &&
         __builtin_cpu_supports("popcnt") && may_use("avx2");
}

// Integers of 512 bits and fewer, a mask bit for each byte, and the instructions for single bits.
inline bool has_avx512() noexcept {
  __builtin_cpu_init();
  return __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
         __builtin_cpu_supports("avx512vl") && __builtin_cpu_supports("bmi") &&
         __builtin_cpu_supports("bmi2") && __builtin_cpu_supports("popcnt") && may_use("avx512");
}

// The same, and bytes permuted and tested bit by bit.
inline bool has_avx512_for_bytes() noexcept {
  return has_avx512() && __builtin_cpu_supports("avx512vbmi") &&
         __builtin_cpu_supports("avx512bitalg");
}

}  // namespace honeysift::phrase

#endif
