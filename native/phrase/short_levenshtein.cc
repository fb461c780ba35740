#include "phrase/short_levenshtein.h"

#if defined(__x86_64__) && defined(__GNUC__)

#include <immintrin.h>

#include <array>

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

// Two columns of the matrix in one: bits 0..15 go through the first half of the text forwards, bits
// 32..47 through the second half backwards, with the pattern reversed. A step moves what happens in
// the last row of the lower column up by one bit, so that eight steps cannot carry it to bit 32.
constexpr uint64_t kLowest = 0x0000000100000001;
constexpr uint64_t kLower = 0x00000000ffffffff;
constexpr uint64_t kGuards = 0x7fffffff7fffffff;
struct alignas(64) Bytes64 {
  int8_t at[64];
};
// Sums of vertical differences lie within 32 of it, as unsigned bytes.
constexpr int kBias = 64;

// Least of 0 and all sums of the first so many bytes.
inline int least_sum(__m128i bytes) noexcept {
  bytes = _mm_add_epi8(bytes, _mm_slli_si128(bytes, 1));
  bytes = _mm_add_epi8(bytes, _mm_slli_si128(bytes, 2));
  bytes = _mm_add_epi8(bytes, _mm_slli_si128(bytes, 4));
  bytes = _mm_add_epi8(bytes, _mm_slli_si128(bytes, 8));
  bytes = _mm_add_epi8(bytes, _mm_set1_epi8(kBias));
  bytes = _mm_min_epu8(bytes, _mm_srli_epi16(bytes, 8));
  const int least = _mm_extract_epi16(_mm_minpos_epu16(bytes), 0);
  return (least < kBias ? least : kBias) - kBias;
}

inline unsigned ones(uint64_t bits) noexcept { return static_cast<unsigned>(_mm_popcnt_u64(bits)); }

// For four diagonals at once, the column that meets each row; negative where there is none.
constexpr std::array<Bytes64, 6> kColumnsOnDiagonals = [] {
  std::array<Bytes64, 6> columns{};
  for (int group = 0; group < 6; ++group) {
    for (int k = 0; k < 64; ++k) {
      const int away = 4 * (group / 2) + k / 16 + 1;
      const int column = k % 16 + (group % 2 == 0 ? away : -away);
      columns[group].at[k] = static_cast<int8_t>(column < 16 ? column : -1);
    }
  }
  return columns;
}();

// Two words of one length whose best alignment leaves all characters in place: going d diagonals
// aside and back costs d insertions and d deletions, and saves at most one for each match on the
// way. Says so only if on both sides, for all d, the d nearest diagonals have at most d matches.
inline bool is_best_in_place(__m512i pattern, __m512i text, uint64_t rows) noexcept {
  const uint64_t all_rows = rows * 0x0001000100010001;
  const auto matches = [&](size_t group) {
    const __m512i columns = _mm512_load_si512(&kColumnsOnDiagonals[group]);
    return _mm512_mask_cmpeq_epi8_mask(all_rows, pattern, _mm512_shuffle_epi8(text, columns));
  };
  // The nearest alone tell words of few distinct characters, which are spared the rest.
  const uint64_t nearest[2] = {matches(0), matches(1)};
  const unsigned within_4[2] = {ones(nearest[0]), ones(nearest[1])};
  if ((within_4[0] > 2) | (within_4[1] > 2)) return false;
  bool is_best = true;
  for (size_t side = 0; side < 2; ++side) {
    const unsigned within_8 = within_4[side] + ones(matches(2 + side));
    const unsigned within_12 = within_8 + ones(matches(4 + side));
    // Six cells lie beyond.
    is_best = is_best & (ones(nearest[side] & 0xffff) <= 1) & (within_8 <= 5) & (within_12 <= 7);
  }
  return is_best;
}

// As meet_in_the_middle of levenshtein_strips.cc: halves from both ends, the best crossing taken.
size_t meet_in_registers(std::span<const uint8_t> pattern, std::span<const uint8_t> text) noexcept {
  const __m128i places = _mm_setr_epi8(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15);
  const uint32_t rows = _bzhi_u32(0xffff, static_cast<uint32_t>(pattern.size()));
  const uint64_t both_rows = rows | uint64_t{rows} << 32;
  const __m128i backwards =
      _mm_sub_epi8(_mm_set1_epi8(static_cast<char>(pattern.size() - 1)), places);
  const __m128i forwards = _mm_maskz_loadu_epi8(static_cast<__mmask16>(rows), pattern.data());
  const __m512i characters = _mm512_inserti32x4(_mm512_castsi128_si512(forwards),
                                                _mm_shuffle_epi8(forwards, backwards), 2);
  const uint32_t columns = _bzhi_u32(0xffff, static_cast<uint32_t>(text.size()));
  const __m512i all_text =
      _mm512_broadcast_i32x4(_mm_maskz_loadu_epi8(static_cast<__mmask16>(columns), text.data()));

  if (pattern.size() == text.size() &&
      is_best_in_place(_mm512_broadcast_i32x4(forwards), all_text, rows)) {
    return pattern.size() - ones(_mm_mask_cmpeq_epi8_mask(static_cast<__mmask16>(rows), forwards,
                                                          _mm512_castsi512_si128(all_text)));
  }

  // An odd text has one column more from the back: the front waits a step, on a character that is
  // taken back.
  const bool odd = text.size() % 2 != 0;
  __m512i at = _mm512_inserti32x4(_mm512_castsi128_si512(_mm_set1_epi8(odd ? -1 : 0)),
                                  _mm_set1_epi8(static_cast<char>(text.size() - 1)), 2);
  constexpr int64_t kOneUp = 0x0101010101010101;
  const __m512i further = _mm512_set_epi64(0, 0, -1, -1, 0, 0, kOneUp, kOneUp);
  const auto next_matches = [&]() -> uint64_t {
    const __m512i character = _mm512_shuffle_epi8(all_text, at);
    at = _mm512_add_epi8(at, further);
    return _mm512_mask_cmpeq_epi8_mask(both_rows, characters, character);
  };

  // The first step in closed form: only the lowest match of a column tells.
  Column column;
  const uint64_t first = next_matches();
  const uint64_t lowest = first & ((first ^ kGuards) + kLowest);
  column.vp = both_rows & ~lowest & ~kLowest;
  column.vn = first & kLowest;
  if (odd) {
    column.vp = (column.vp & ~kLower) | rows;
    column.vn &= ~kLower;
  }
  for (size_t steps = (text.size() - 1) / 2; steps > 0; --steps) column.step(next_matches());

  // One row further down, the column from the back has one row less to go.
  const __m512i differences =
      _mm512_maskz_sub_epi8(both_rows, _mm512_movm_epi8(column.vn), _mm512_movm_epi8(column.vp));
  const __m128i back = _mm_shuffle_epi8(_mm512_extracti32x4_epi32(differences, 2), backwards);
  const int crossing = least_sum(_mm_sub_epi8(_mm512_castsi512_si128(differences), back));
  const uint64_t upper_rows = both_rows & ~kLower;
  return text.size() + static_cast<size_t>(_mm_popcnt_u64(column.vp & upper_rows) -
                                           _mm_popcnt_u64(column.vn & upper_rows) + crossing);
}

}  // namespace
}  // namespace honeysift::phrase

#ifdef __clang__
#pragma clang attribute pop
#else
#pragma GCC pop_options
#endif

namespace honeysift::phrase {

const ShortLevenshtein kShortLevenshtein = has_avx512() ? meet_in_registers : nullptr;

}  // namespace honeysift::phrase

#else

const honeysift::phrase::ShortLevenshtein honeysift::phrase::kShortLevenshtein = nullptr;

#endif
