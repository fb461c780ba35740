#include "phrase/one_strip.h"
#include "phrase/processor.h"

#ifdef HONEYSIFT_X86

#include <immintrin.h>

#include <algorithm>

#include "phrase/column.h"

HONEYSIFT_TARGET_BEGIN(HONEYSIFT_AVX512)

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

// The low bytes of up to 16, 32 or 64 characters, and of units the high bytes too; 0 where the
// mask has no bit.
template <typename Char>
constexpr size_t kPlanes = sizeof(Char);

inline void load(__mmask16 there, const uint8_t* from, __m128i (&planes)[1]) noexcept {
  planes[0] = _mm_maskz_loadu_epi8(there, from);
}
inline void load(__mmask16 there, const char16_t* from, __m128i (&planes)[2]) noexcept {
  const __m256i units = _mm256_maskz_loadu_epi16(there, from);
  planes[0] = _mm256_cvtepi16_epi8(units);
  planes[1] = _mm256_cvtepi16_epi8(_mm256_srli_epi16(units, 8));
}
inline void load(__mmask32 there, const uint8_t* from, __m256i (&planes)[1]) noexcept {
  planes[0] = _mm256_maskz_loadu_epi8(there, from);
}
inline void load(__mmask32 there, const char16_t* from, __m256i (&planes)[2]) noexcept {
  const __m512i units = _mm512_maskz_loadu_epi16(there, from);
  planes[0] = _mm512_cvtepi16_epi8(units);
  planes[1] = _mm512_cvtepi16_epi8(_mm512_srli_epi16(units, 8));
}
inline void load(__mmask64 there, const uint8_t* from, __m512i (&planes)[1]) noexcept {
  planes[0] = _mm512_maskz_loadu_epi8(there, from);
}
inline void load(__mmask64 there, const char16_t* from, __m512i (&planes)[2]) noexcept {
  __m256i low[2], high[2];
  load(static_cast<__mmask32>(there), from, low);
  load(static_cast<__mmask32>(there >> 32), from + 32, high);
  for (size_t k = 0; k < 2; ++k)
    planes[k] = _mm512_inserti64x4(_mm512_castsi256_si512(low[k]), high[k], 1);
}

inline uint64_t equal(uint64_t rows, const __m512i (&a)[1], const __m512i (&b)[1]) noexcept {
  return _mm512_mask_cmpeq_epi8_mask(rows, a[0], b[0]);
}
inline uint64_t equal(uint64_t rows, const __m512i (&a)[2], const __m512i (&b)[2]) noexcept {
  return _mm512_mask_cmpeq_epi8_mask(_mm512_mask_cmpeq_epi8_mask(rows, a[0], b[0]), a[1], b[1]);
}

template <typename Char>
inline uint64_t matches(uint64_t rows, const __m512i (&pattern)[kPlanes<Char>],
                        Char character) noexcept {
  __m512i wanted[kPlanes<Char>];
  for (size_t k = 0; k < kPlanes<Char>; ++k)
    wanted[k] = _mm512_set1_epi8(static_cast<char>(character >> 8 * k));
  return equal(rows, pattern, wanted);
}

// Where the characters of a step stand: the left column's in the first 16 of the lower half, the
// right one's in the last 16 of the upper half.
struct Places {
  alignas(64) int8_t of_step[16][64];
};
constexpr Places kPlaces = [] {
  Places places{};
  for (int step = 0; step < 16; ++step) {
    for (int i = 0; i < 64; ++i)
      places.of_step[step][i] = static_cast<int8_t>(i < 32 ? step : 15 - step);
  }
  return places;
}();

// Both of at most 32 characters: the columns share a word, the left one in the lower half. Row i of
// the pattern is bit i of it, and bit 63 - i on the way backwards.
template <typename Char>
size_t meet_in_one_word(std::span<const Char> pattern, std::span<const Char> text) noexcept {
  const uint32_t in_use = _bzhi_u32(~0u, static_cast<uint32_t>(pattern.size()));
  const uint64_t both_in_use = (~uint64_t{0} << (64 - pattern.size())) | in_use;
  // The first 16 characters of the text, and the last but the odd one.
  const uint32_t size = static_cast<uint32_t>(text.size());
  const uint32_t even = size & ~1u;
  const uint32_t columns = _bzhi_u32(0xffff, size);
  const uint32_t back_columns = even < 16 ? (0xffff << (16 - even)) & 0xffff : 0xffff;
  __m256i forwards[kPlanes<Char>];
  __m128i front[kPlanes<Char>], back[kPlanes<Char>];
  load(static_cast<__mmask32>(in_use), pattern.data(), forwards);
  load(static_cast<__mmask16>(columns), text.data(), front);
  load(static_cast<__mmask16>(back_columns), text.data() + even - 16, back);
  __m512i characters[kPlanes<Char>], all_text[kPlanes<Char>], wanted[kPlanes<Char>];
  for (size_t k = 0; k < kPlanes<Char>; ++k) {
    characters[k] =
        _mm512_inserti64x4(_mm512_castsi256_si512(forwards[k]), reversed(forwards[k]), 1);
    all_text[k] = _mm512_inserti64x4(_mm512_castsi256_si512(_mm256_broadcastsi128_si256(front[k])),
                                     _mm256_broadcastsi128_si256(back[k]), 1);
  }

  TwoColumns column;
  column.vp = both_in_use;
  // An odd text has one column more from the back: the front waits a step, which is taken back.
  if (size % 2 != 0) {
    for (size_t k = 0; k < kPlanes<Char>; ++k)
      wanted[k] = _mm512_set1_epi8(static_cast<char>(text.back() >> 8 * k));
    column.step(equal(both_in_use, characters, wanted));
    column.vp = (column.vp & ~uint64_t{0xffffffff}) | in_use;
    column.vn &= ~uint64_t{0xffffffff};
  }
  for (uint32_t step = 0; step < even / 2; ++step) {
    for (size_t k = 0; k < kPlanes<Char>; ++k)
      wanted[k] = _mm512_shuffle_epi8(all_text[k], _mm512_load_si512(kPlaces.of_step[step]));
    column.step(equal(both_in_use, characters, wanted));
  }

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
template <typename Char>
size_t meet(std::span<const Char> pattern, std::span<const Char> text) noexcept {
  if (std::max(pattern.size(), text.size()) <= 32) return meet_in_one_word(pattern, text);
  const unsigned spare = static_cast<unsigned>(64 - pattern.size());
  const uint64_t in_use = ~uint64_t{0} >> spare;
  const uint64_t back_in_use = ~uint64_t{0} << spare;
  __m512i forwards[kPlanes<Char>], backwards[kPlanes<Char>];
  load(static_cast<__mmask64>(in_use), pattern.data(), forwards);
  for (size_t k = 0; k < kPlanes<Char>; ++k) backwards[k] = reversed(forwards[k]);

  Column left;
  Column right;
  // Bits without a row stay 0, which is a column without differences: the edge of the matrix.
  right.vp = back_in_use;
  const Char* front = text.data();
  const Char* back = front + text.size();
  if (text.size() % 2 != 0) right.step(matches(back_in_use, backwards, *--back));
  while (front != back) {
    left.step(matches(~uint64_t{0}, forwards, *front++));
    right.step(matches(back_in_use, backwards, *--back));
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

HONEYSIFT_TARGET_END

namespace honeysift::phrase {

OneStrip one_strip_with_avx512() noexcept {
  return has_avx512() ? OneStrip{meet<uint8_t>, meet<char16_t>} : OneStrip{};
}

}  // namespace honeysift::phrase

#endif
