#include "phrase/one_strip.h"
#include "phrase/processor.h"

#ifdef HONEYSIFT_X86

#include <immintrin.h>

#include <algorithm>
#include <cstring>

#include "phrase/column.h"

HONEYSIFT_TARGET_BEGIN(HONEYSIFT_AVX2)

namespace honeysift::phrase {
namespace {

inline __m256i reversed(__m256i bytes) noexcept {
  const __m128i backwards = _mm_setr_epi8(15, 14, 13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1, 0);
  bytes = _mm256_shuffle_epi8(bytes, _mm256_broadcastsi128_si256(backwards));
  return _mm256_permute4x64_epi64(bytes, 0x4e);
}

// Bit i as byte i, 0 or -1.
inline __m256i spread(uint32_t bits) noexcept {
  const __m256i byte_of = _mm256_setr_epi64x(0x0000000000000000, 0x0101010101010101,
                                             0x0202020202020202, 0x0303030303030303);
  const __m256i bit_of = _mm256_set1_epi64x(static_cast<int64_t>(0x8040201008040201));
  const __m256i bytes = _mm256_shuffle_epi8(_mm256_set1_epi32(static_cast<int>(bits)), byte_of);
  return _mm256_cmpeq_epi8(_mm256_and_si256(bytes, bit_of), bit_of);
}

// Vertical differences of 32 rows.
inline __m256i differences(uint32_t up, uint32_t down) noexcept {
  return _mm256_sub_epi8(spread(down), spread(up));
}

// Sums of the first so many bytes. They lie within -127..127, see one_strip_avx512.cc.
inline __m256i prefix_sums(__m256i bytes) noexcept {
  bytes = _mm256_add_epi8(bytes, _mm256_bslli_epi128(bytes, 1));
  bytes = _mm256_add_epi8(bytes, _mm256_bslli_epi128(bytes, 2));
  bytes = _mm256_add_epi8(bytes, _mm256_bslli_epi128(bytes, 4));
  bytes = _mm256_add_epi8(bytes, _mm256_bslli_epi128(bytes, 8));
  const __m256i totals = _mm256_shuffle_epi8(bytes, _mm256_set1_epi8(15));
  return _mm256_add_epi8(bytes, _mm256_permute2x128_si256(totals, totals, 0x08));
}

// The least of 0 and all of them.
inline int least(__m256i sums) noexcept {
  __m128i bytes = _mm_min_epi8(_mm256_castsi256_si128(sums), _mm256_extracti128_si256(sums, 1));
  bytes = _mm_xor_si128(bytes, _mm_set1_epi8(-128));
  bytes = _mm_min_epu8(bytes, _mm_srli_epi16(bytes, 8));
  return std::min(_mm_extract_epi16(_mm_minpos_epu16(bytes), 0) - 128, 0);
}

constexpr size_t kRows = 64;

// The low bytes of characters, and of units the high bytes too.
template <typename Char>
constexpr size_t kPlanes = sizeof(Char);

template <typename Char>
inline uint8_t plane_of(Char character, size_t plane) noexcept {
  return static_cast<uint8_t>(character >> 8 * plane);
}

// The rows of a pattern, up to 32 a half.
template <typename Char, size_t halves>
struct Rows {
  __m256i of[halves][kPlanes<Char>];

  uint64_t matches(Char character) const noexcept {
    uint64_t out = 0;
    __m256i wanted[kPlanes<Char>];
    for (size_t plane = 0; plane < kPlanes<Char>; ++plane)
      wanted[plane] = _mm256_set1_epi8(static_cast<char>(plane_of(character, plane)));
    for (size_t half = 0; half < halves; ++half) {
      __m256i equal = _mm256_cmpeq_epi8(of[half][0], wanted[0]);
      for (size_t plane = 1; plane < kPlanes<Char>; ++plane)
        equal = _mm256_and_si256(equal, _mm256_cmpeq_epi8(of[half][plane], wanted[plane]));
      out |= uint64_t{static_cast<uint32_t>(_mm256_movemask_epi8(equal))} << 32 * half;
    }
    return out;
  }
};

template <typename Char, size_t halves>
inline Rows<Char, halves> read_rows(std::span<const Char> pattern) noexcept {
  alignas(32) uint8_t bytes[kPlanes<Char>][32 * halves] = {};
  if constexpr (sizeof(Char) == 1) {
    std::memcpy(bytes[0], pattern.data(), pattern.size());
  } else {
    for (size_t i = 0; i < pattern.size(); ++i) {
      for (size_t plane = 0; plane < kPlanes<Char>; ++plane)
        bytes[plane][i] = plane_of(pattern[i], plane);
    }
  }
  Rows<Char, halves> rows;
  for (size_t half = 0; half < halves; ++half) {
    for (size_t plane = 0; plane < kPlanes<Char>; ++plane)
      rows.of[half][plane] =
          _mm256_load_si256(reinterpret_cast<const __m256i*>(bytes[plane] + 32 * half));
  }
  return rows;
}

template <typename Char, size_t halves>
inline Rows<Char, halves> backwards(const Rows<Char, halves>& rows) noexcept {
  Rows<Char, halves> out;
  for (size_t half = 0; half < halves; ++half) {
    for (size_t plane = 0; plane < kPlanes<Char>; ++plane)
      out.of[half][plane] = reversed(rows.of[halves - 1 - half][plane]);
  }
  return out;
}

inline size_t ones(uint64_t bits) noexcept { return static_cast<size_t>(_mm_popcnt_u64(bits)); }

// Of 32 of the rows in use, from a row on.
inline __m256i half_differences(const Column& column, unsigned from, uint64_t in_use) noexcept {
  return differences(static_cast<uint32_t>((column.vp & in_use) >> from),
                     static_cast<uint32_t>((column.vn & in_use) >> from));
}

// The following two as their namesakes of one_strip_avx512.cc.
template <typename Char>
size_t meet_in_one_word(std::span<const Char> pattern, std::span<const Char> text) noexcept {
  const unsigned spare = static_cast<unsigned>(32 - pattern.size());
  const uint32_t in_use = ~uint32_t{0} >> spare;
  const uint64_t both_in_use = uint64_t{~uint32_t{0} << spare} << 32 | in_use;
  const Rows<Char, 1> forwards = read_rows<Char, 1>(pattern);
  const Rows<Char, 1> from_back = backwards(forwards);
  TwoColumns column;
  column.vp = both_in_use;
  const Char* front = text.data();
  const Char* back = front + text.size();
  if (text.size() % 2 != 0) {
    column.step((from_back.matches(*--back) << 32) & both_in_use);
    column.vp = (column.vp & ~uint64_t{0xffffffff}) | in_use;
    column.vn &= ~uint64_t{0xffffffff};
  }
  while (front != back) {
    const uint64_t left = forwards.matches(*front++);
    column.step((left | from_back.matches(*--back) << 32) & both_in_use);
  }

  const __m256i down = differences(static_cast<uint32_t>(column.vp) & in_use,
                                   static_cast<uint32_t>(column.vn) & in_use);
  const uint64_t up = column.vp & both_in_use;
  const uint64_t up_again = column.vn & both_in_use;
  const __m256i right =
      reversed(differences(static_cast<uint32_t>(up >> 32), static_cast<uint32_t>(up_again >> 32)));
  const int crossing = least(prefix_sums(_mm256_sub_epi8(down, right)));
  return text.size() + ones(up >> 32) - ones(up_again >> 32) + static_cast<size_t>(crossing);
}

template <typename Char>
size_t meet(std::span<const Char> pattern, std::span<const Char> text) noexcept {
  if (std::max(pattern.size(), text.size()) <= kRows / 2) return meet_in_one_word(pattern, text);
  const unsigned spare = static_cast<unsigned>(kRows - pattern.size());
  const uint64_t in_use = ~uint64_t{0} >> spare;
  const uint64_t back_in_use = ~uint64_t{0} << spare;
  const Rows<Char, 2> forwards = read_rows<Char, 2>(pattern);
  const Rows<Char, 2> from_back = backwards(forwards);
  Column left;
  Column right;
  right.vp = back_in_use;
  const Char* front = text.data();
  const Char* back = front + text.size();
  if (text.size() % 2 != 0) right.step(from_back.matches(*--back) & back_in_use);
  while (front != back) {
    left.step(forwards.matches(*front++));
    right.step(from_back.matches(*--back) & back_in_use);
  }

  const __m256i low = prefix_sums(_mm256_sub_epi8(
      half_differences(left, 0, in_use), reversed(half_differences(right, 32, ~uint64_t{0}))));
  const __m256i total = _mm256_set1_epi8(static_cast<char>(_mm256_extract_epi8(low, 31)));
  const __m256i high = _mm256_add_epi8(
      prefix_sums(_mm256_sub_epi8(half_differences(left, 32, in_use),
                                  reversed(half_differences(right, 0, ~uint64_t{0})))),
      total);
  const int crossing = least(_mm256_min_epi8(low, high));
  return text.size() + ones(right.vp) - ones(right.vn) + static_cast<size_t>(crossing);
}

}  // namespace
}  // namespace honeysift::phrase

HONEYSIFT_TARGET_END

namespace honeysift::phrase {

OneStrip one_strip_with_avx2() noexcept {
  return has_avx2() ? OneStrip{meet<uint8_t>, meet<char16_t>} : OneStrip{};
}

}  // namespace honeysift::phrase

#endif
