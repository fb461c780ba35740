#include "phrase/one_strip.h"

#if defined(__x86_64__) && defined(__GNUC__)

#include <immintrin.h>

#include <algorithm>

#include "phrase/column.h"
#include "phrase/processor.h"

// Everything that other files share is included above: only what stands below may use the wider
// instructions.
#ifdef __clang__
#pragma clang attribute push(__attribute__((target("avx512f,avx512bw,avx512vl,bmi,bmi2,popcnt"))), \
                             apply_to = function)
#else
#pragma GCC push_options
#pragma GCC diagnostic ignored "-Wuninitialized"  // of GCC 12's own headers
#pragma GCC diagnostic ignored "-Wmaybe-uninitialized"
#pragma GCC target("avx512f,avx512bw,avx512vl,bmi,bmi2,popcnt")
#endif

namespace honeysift::phrase {
namespace {

inline __m512i reversed(__m512i bytes) noexcept {
  const __m128i backwards = _mm_setr_epi8(15, 14, 13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1, 0);
  bytes = _mm512_shuffle_epi8(bytes, _mm512_broadcast_i32x4(backwards));
  return _mm512_shuffle_i64x2(bytes, bytes, 0x1b);
}

// Least of 0 and all sums of the first so many bytes. They lie within -127..127: only a column
// without text before it goes up by 64, and then the other has at most one character.
inline int least_sum(__m512i bytes) noexcept {
  bytes = _mm512_add_epi8(bytes, _mm512_bslli_epi128(bytes, 1));
  bytes = _mm512_add_epi8(bytes, _mm512_bslli_epi128(bytes, 2));
  bytes = _mm512_add_epi8(bytes, _mm512_bslli_epi128(bytes, 4));
  bytes = _mm512_add_epi8(bytes, _mm512_bslli_epi128(bytes, 8));
  // And what the 16, the 32 and the 48 bytes before add up to.
  const __m512i totals = _mm512_shuffle_epi8(bytes, _mm512_set1_epi8(15));
  const __m512i one = _mm512_maskz_shuffle_i64x2(0xfc, totals, totals, 0x90);
  const __m512i two = _mm512_maskz_shuffle_i64x2(0xf0, totals, totals, 0x40);
  const __m512i three = _mm512_maskz_shuffle_i64x2(0xc0, totals, totals, 0x00);
  bytes = _mm512_add_epi8(_mm512_add_epi8(bytes, one), _mm512_add_epi8(two, three));

  bytes = _mm512_xor_si512(bytes, _mm512_set1_epi8(-128));
  const __m256i half =
      _mm256_min_epu8(_mm512_castsi512_si256(bytes), _mm512_extracti64x4_epi64(bytes, 1));
  __m128i least = _mm_min_epu8(_mm256_castsi256_si128(half), _mm256_extracti128_si256(half, 1));
  least = _mm_min_epu8(least, _mm_srli_epi16(least, 8));
  const int sum = _mm_extract_epi16(_mm_minpos_epu16(least), 0) - 128;
  return sum < 0 ? sum : 0;
}

inline __m256i reversed(__m256i bytes) noexcept {
  const __m128i backwards = _mm_setr_epi8(15, 14, 13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1, 0);
  bytes = _mm256_shuffle_epi8(bytes, _mm256_broadcastsi128_si256(backwards));
  return _mm256_permute4x64_epi64(bytes, 0x4e);
}

inline int least_sum(__m256i bytes) noexcept {
  bytes = _mm256_add_epi8(bytes, _mm256_bslli_epi128(bytes, 1));
  bytes = _mm256_add_epi8(bytes, _mm256_bslli_epi128(bytes, 2));
  bytes = _mm256_add_epi8(bytes, _mm256_bslli_epi128(bytes, 4));
  bytes = _mm256_add_epi8(bytes, _mm256_bslli_epi128(bytes, 8));
  const __m128i low = _mm256_castsi256_si128(bytes);
  const __m128i high =
      _mm_add_epi8(_mm256_extracti128_si256(bytes, 1), _mm_shuffle_epi8(low, _mm_set1_epi8(15)));
  __m128i least = _mm_xor_si128(_mm_min_epi8(low, high), _mm_set1_epi8(-128));
  least = _mm_min_epu8(least, _mm_srli_epi16(least, 8));
  const int sum = _mm_extract_epi16(_mm_minpos_epu16(least), 0) - 128;
  return sum < 0 ? sum : 0;
}

// Both of at most 32 characters: the columns share a word, the left one in the lower half. Row i of
// the pattern is bit i of it, and bit 63 - i on the way backwards.
size_t meet_in_one_word(std::span<const uint8_t> pattern, std::span<const uint8_t> text) noexcept {
  const uint32_t in_use = _bzhi_u32(~0u, static_cast<uint32_t>(pattern.size()));
  const uint64_t both_in_use = (~uint64_t{0} << (64 - pattern.size())) | in_use;
  const __m256i forwards = _mm256_maskz_loadu_epi8(in_use, pattern.data());
  const __m512i characters =
      _mm512_inserti64x4(_mm512_castsi256_si512(forwards), reversed(forwards), 1);
  // The first 16 characters of the text, and the last.
  const uint32_t columns = _bzhi_u32(0xffff, static_cast<uint32_t>(text.size()));
  const uint32_t back_columns = text.size() < 16 ? (0xffff << (16 - text.size())) & 0xffff : 0xffff;
  const __m128i front = _mm_maskz_loadu_epi8(static_cast<__mmask16>(columns), text.data());
  const __m128i back =
      _mm_maskz_loadu_epi8(static_cast<__mmask16>(back_columns), text.data() + text.size() - 16);
  const __m512i all_text =
      _mm512_inserti64x4(_mm512_castsi256_si512(_mm256_broadcastsi128_si256(front)),
                         _mm256_broadcastsi128_si256(back), 1);
  // An odd text has one column more from the back: the front waits a step, which is taken back.
  const bool odd = text.size() % 2 != 0;
  constexpr int64_t kOneUp = 0x0101010101010101;
  constexpr int64_t kLast = 0x0f0f0f0f0f0f0f0f;
  const int64_t first = odd ? -1 : 0;
  __m512i at = _mm512_set_epi64(kLast, kLast, kLast, kLast, first, first, first, first);
  const __m512i further = _mm512_set_epi64(-1, -1, -1, -1, kOneUp, kOneUp, kOneUp, kOneUp);
  const auto next_matches = [&]() -> uint64_t {
    const __m512i character = _mm512_shuffle_epi8(all_text, at);
    at = _mm512_add_epi8(at, further);
    return _mm512_mask_cmpeq_epi8_mask(both_in_use, characters, character);
  };

  TwoColumns column;
  column.vp = both_in_use;
  if (odd) {
    column.step(next_matches());
    column.vp = (column.vp & ~uint64_t{0xffffffff}) | in_use;
    column.vn &= ~uint64_t{0xffffffff};
  }
  for (size_t steps = text.size() / 2; steps > 0; --steps) column.step(next_matches());

  // One row further down, the right half has one row less to go.
  const __m512i differences =
      _mm512_maskz_sub_epi8(both_in_use, _mm512_movm_epi8(column.vn), _mm512_movm_epi8(column.vp));
  const __m256i up = _mm512_extracti64x4_epi64(differences, 1);
  const int crossing =
      least_sum(_mm256_sub_epi8(_mm512_castsi512_si256(differences), reversed(up)));
  return text.size() + static_cast<size_t>(_mm_popcnt_u64(column.vp >> 32) -
                                           _mm_popcnt_u64(column.vn >> 32) + crossing);
}

// As meet_in_the_middle of levenshtein_strips.cc: halves from both ends, the best crossing taken.
// Row i of the pattern is bit i on the way forwards and bit 63 - i backwards.
size_t meet(std::span<const uint8_t> pattern, std::span<const uint8_t> text) noexcept {
  if (std::max(pattern.size(), text.size()) <= 32) return meet_in_one_word(pattern, text);
  const unsigned spare = static_cast<unsigned>(64 - pattern.size());
  const uint64_t in_use = ~uint64_t{0} >> spare;
  const uint64_t back_in_use = ~uint64_t{0} << spare;
  const __m512i forwards = _mm512_maskz_loadu_epi8(in_use, pattern.data());
  const __m512i backwards = reversed(forwards);

  Column left;
  Column right;
  // Bits without a row stay 0, which is a column without differences: the edge of the matrix.
  right.vp = back_in_use;
  const auto on = [&](uint8_t character) {
    right.step(_mm512_mask_cmpeq_epi8_mask(back_in_use, backwards,
                                           _mm512_set1_epi8(static_cast<char>(character))));
  };
  const uint8_t* front = text.data();
  const uint8_t* back = front + text.size();
  if (text.size() % 2 != 0) on(*--back);
  while (front != back) {
    left.step(_mm512_cmpeq_epi8_mask(forwards, _mm512_set1_epi8(static_cast<char>(*front++))));
    on(*--back);
  }

  // One row further down, the right half has one row less to go.
  const __m512i down =
      _mm512_maskz_sub_epi8(in_use, _mm512_movm_epi8(left.vn), _mm512_movm_epi8(left.vp));
  const __m512i up = _mm512_sub_epi8(_mm512_movm_epi8(right.vn), _mm512_movm_epi8(right.vp));
  const int crossing = least_sum(_mm512_sub_epi8(down, reversed(up)));
  return text.size() +
         static_cast<size_t>(_mm_popcnt_u64(right.vp) - _mm_popcnt_u64(right.vn) + crossing);
}

}  // namespace
}  // namespace honeysift::phrase

#ifdef __clang__
#pragma clang attribute pop
#else
#pragma GCC pop_options
#endif

namespace honeysift::phrase {

const OneStrip kOneStrip = has_avx512() ? meet : nullptr;

}  // namespace honeysift::phrase

#else

const honeysift::phrase::OneStrip honeysift::phrase::kOneStrip = nullptr;

#endif
