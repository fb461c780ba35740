#include "itemset/bitset_kernels.h"

#include <algorithm>
#include <array>

#if defined(__x86_64__) && defined(__GNUC__)
#define HONEYSIFT_ITEMSET_X86 1
#include <immintrin.h>
#endif

namespace honeysift::itemset {
namespace {

template <bool kStore>
uint64_t and_portable(const uint64_t* a, const uint64_t* b, uint64_t* out,
                      std::span<const BitSegment> segments) noexcept {
  uint64_t total = 0;
  for (const BitSegment& segment : segments) {
    uint64_t bits = 0;
    for (uint32_t w = segment.begin; w < segment.end; ++w) {
      const uint64_t common = a[w] & b[w];
      if constexpr (kStore) out[w] = common;
      bits += count_bits(common);
    }
    total += bits << segment.shift;
  }
  return total;
}

uint64_t count_portable(const uint64_t* a, const uint64_t* b,
                        std::span<const BitSegment> segments) noexcept {
  return and_portable<false>(a, b, nullptr, segments);
}

#ifdef HONEYSIFT_ITEMSET_X86

// Nibble look-up (Mula, Kurz, Lemire, "Faster population counts using AVX2 instructions", 2018).
template <bool kStore>
__attribute__((target("avx2,popcnt"))) uint64_t and_avx2(
    const uint64_t* a, const uint64_t* b, uint64_t* out,
    std::span<const BitSegment> segments) noexcept {
  const __m256i table = _mm256_setr_epi8(0, 1, 1, 2, 1, 2, 2, 3, 1, 2, 2, 3, 2, 3, 3, 4,  //
                                         0, 1, 1, 2, 1, 2, 2, 3, 1, 2, 2, 3, 2, 3, 3, 4);
  const __m256i low = _mm256_set1_epi8(0x0f);
  uint64_t total = 0;
  for (const BitSegment& segment : segments) {
    uint32_t w = segment.begin;
    __m256i sums = _mm256_setzero_si256();
    for (; w + 4 <= segment.end; w += 4) {
      const __m256i common =
          _mm256_and_si256(_mm256_loadu_si256(reinterpret_cast<const __m256i*>(a + w)),
                           _mm256_loadu_si256(reinterpret_cast<const __m256i*>(b + w)));
      if constexpr (kStore) _mm256_storeu_si256(reinterpret_cast<__m256i*>(out + w), common);
      const __m256i bytes = _mm256_add_epi8(
          _mm256_shuffle_epi8(table, _mm256_and_si256(common, low)),
          _mm256_shuffle_epi8(table, _mm256_and_si256(_mm256_srli_epi32(common, 4), low)));
      sums = _mm256_add_epi64(sums, _mm256_sad_epu8(bytes, _mm256_setzero_si256()));
    }
    const __m128i half =
        _mm_add_epi64(_mm256_castsi256_si128(sums), _mm256_extracti128_si256(sums, 1));
    uint64_t bits = static_cast<uint64_t>(_mm_cvtsi128_si64(half)) +
                    static_cast<uint64_t>(_mm_extract_epi64(half, 1));
    for (; w < segment.end; ++w) {
      const uint64_t common = a[w] & b[w];
      if constexpr (kStore) out[w] = common;
      bits += static_cast<uint64_t>(__builtin_popcountll(common));
    }
    total += bits << segment.shift;
  }
  return total;
}

uint64_t count_avx2(const uint64_t* a, const uint64_t* b,
                    std::span<const BitSegment> segments) noexcept {
  return and_avx2<false>(a, b, nullptr, segments);
}

#endif

struct Variants {
  std::array<BitsetKernels, 2> list{};
  size_t count = 0;

  Variants() noexcept {
#ifdef HONEYSIFT_ITEMSET_X86
    __builtin_cpu_init();
    if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("popcnt")) {
      list[count++] = {"avx2", and_avx2<true>, count_avx2};
    }
#endif
    list[count++] = {"portable", and_portable<true>, count_portable};
  }
};

}  // namespace

std::span<const BitsetKernels> bitset_kernels() noexcept {
  static const Variants variants;
  return {variants.list.data(), variants.count};
}

}  // namespace honeysift::itemset
