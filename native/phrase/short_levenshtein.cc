#include "phrase/short_levenshtein.h"

#include "phrase/processor.h"

#ifdef HONEYSIFT_X86

#include <immintrin.h>

#include <cstring>
#include <utility>

// The matrix antidiagonal by antidiagonal, from both ends at once: antidiagonal k holds the cells
// with row + column = k, a lane for each row from 1 on. The low half of a vector starts at the
// first characters of both words, the high half at the last ones. Held is the similarity of what
// lies between, row + column - distance: an insertion or deletion adds 0 to it, a substitution 1, a
// match
// 2. Row 0 is then 0 throughout, which is what shifts bring in.
//
// Both words are lengthened at the front by as many equal characters, which leaves the distance,
// until rows and columns add up to two for each lane, or one less: then the high half starts a step
// late. The halves meet in the middle, where a path goes through a cell of both or past them by one
// diagonal step.

HONEYSIFT_TARGET_BEGIN(HONEYSIFT_AVX2)

namespace honeysift::phrase {
namespace {

constexpr int8_t kBeforeColumn0 = -100;  // and does not grow to 0 on the way
constexpr uint8_t kHighest = 127;        // more than any similarity
constexpr int8_t kNone = -128;

// Rows to be read from any place in them.
struct Tables {
  int8_t upwards[64];         // -32 to 31
  int8_t downwards[64];       // 31 to -32
  int8_t downwards_by_8[24];  // 15 to 8, then none
  uint8_t highest[32];        // of 16 lanes, then a higher one of lanes without a row
  // Each by whether the sum of the lengths is odd, which makes the high half late.
  // What comes to antidiagonal 2 by insertions and deletions.
  alignas(32) int8_t first_of_16[2][32];
  alignas(32) int8_t first_of_8[2][16];
  // And by a substitution.
  alignas(32) int8_t before_first_of_16[2][32];
  alignas(32) int8_t before_first_of_8[2][16];
};

constexpr int8_t first_similarity(int lane, bool is_late) {
  return lane == 0 || (lane == 1 && !is_late) ? int8_t{0} : kBeforeColumn0;
}
constexpr int8_t before_first_similarity(int lane, bool is_late) {
  return lane == 0 && !is_late ? int8_t{1} : kBeforeColumn0;
}

constexpr Tables kTables = [] {
  Tables tables{};
  for (int i = 0; i < 64; ++i) {
    tables.upwards[i] = static_cast<int8_t>(i - 32);
    tables.downwards[i] = static_cast<int8_t>(31 - i);
  }
  for (int i = 0; i < 24; ++i)
    tables.downwards_by_8[i] = i < 8 ? static_cast<int8_t>(15 - i) : kNone;
  for (int i = 0; i < 32; ++i) tables.highest[i] = i < 16 ? kHighest : uint8_t{255};
  for (int odd = 0; odd < 2; ++odd) {
    for (int i = 0; i < 32; ++i) {
      const bool is_late = odd == 1 && i >= 16;
      tables.first_of_16[odd][i] = first_similarity(i % 16, is_late);
      tables.before_first_of_16[odd][i] = before_first_similarity(i % 16, is_late);
    }
    for (int i = 0; i < 16; ++i) {
      const bool is_late = odd == 1 && i >= 8;
      tables.first_of_8[odd][i] = first_similarity(i % 8, is_late);
      tables.before_first_of_8[odd][i] = before_first_similarity(i % 8, is_late);
    }
  }
  return tables;
}();

inline const int8_t* upwards_from(ptrdiff_t first) noexcept { return kTables.upwards + 32 + first; }
inline const int8_t* downwards_from(ptrdiff_t first) noexcept {
  return kTables.downwards + 31 - first;
}

inline __m128i load_16(const void* from) noexcept {
  return _mm_loadu_si128(static_cast<const __m128i*>(from));
}
inline __m128i load_8(const void* from) noexcept {
  return _mm_loadl_epi64(static_cast<const __m128i*>(from));
}

// What may lie behind a word is read along with it, out of the compiler's and the sanitizer's
// sight.
inline __m256i load_16_twice_beyond(const void* from) noexcept {
  __m256i out;
  asm("vbroadcasti128 %1, %0" : "=x"(out) : "m"(*static_cast<const char(*)[16]>(from)));
  return out;
}
inline __m256i load_32_beyond(const void* from) noexcept {
  __m256i out;
  asm("vmovdqu %1, %0" : "=x"(out) : "m"(*static_cast<const char(*)[32]>(from)));
  return out;
}
inline __m128i load_16_beyond(const void* from) noexcept {
  __m128i out;
  asm("vmovdqu %1, %0" : "=x"(out) : "m"(*static_cast<const char(*)[16]>(from)));
  return out;
}
inline __m128i load_8_beyond(const void* from) noexcept {
  __m128i out;
  asm("vmovq %1, %0" : "=x"(out) : "m"(*static_cast<const char(*)[8]>(from)));
  return out;
}

// Memory is there or not by pages.
template <size_t bytes>
inline bool ends_on_its_page(const void* from) noexcept {
  constexpr uintptr_t kPage = 4096;
  const uintptr_t at = reinterpret_cast<uintptr_t>(from);
  return (((at + bytes - 1) ^ at) & kPage) == 0;
}

// Words of up to 16 characters.
struct Of16 {
  using Vector = __m256i;
  static constexpr ptrdiff_t kLanes = 16;

  static Vector set(char byte) noexcept { return _mm256_set1_epi8(byte); }
  static Vector add(Vector a, Vector b) noexcept { return _mm256_add_epi8(a, b); }
  static Vector subtract(Vector a, Vector b) noexcept { return _mm256_sub_epi8(a, b); }
  static Vector greater(Vector a, Vector b) noexcept { return _mm256_max_epi8(a, b); }
  static Vector both(Vector a, Vector b) noexcept { return _mm256_and_si256(a, b); }
  static Vector equal(Vector a, Vector b) noexcept { return _mm256_cmpeq_epi8(a, b); }
  static Vector up_a_lane(Vector a) noexcept { return _mm256_bslli_epi128(a, 1); }
  template <int lanes>
  static Vector down(Vector a) noexcept {
    return _mm256_bsrli_epi128(a, lanes);
  }
  static Vector first(ptrdiff_t odd) noexcept {
    return _mm256_load_si256(reinterpret_cast<const __m256i*>(kTables.first_of_16[odd]));
  }
  static Vector before_first(ptrdiff_t odd) noexcept {
    return _mm256_load_si256(reinterpret_cast<const __m256i*>(kTables.before_first_of_16[odd]));
  }
  static Vector pick(Vector word, const int8_t* low, const int8_t* high) noexcept {
    return _mm256_shuffle_epi8(
        word, _mm256_inserti128_si256(_mm256_castsi128_si256(load_16(low)), load_16(high), 1));
  }

  static Vector read(const uint8_t* word) noexcept { return load_16_twice_beyond(word); }
  static void read(const char16_t* word, Vector (&planes)[2]) noexcept {
    const __m256i units = load_32_beyond(word);
    const __m256i low = _mm256_and_si256(units, _mm256_set1_epi16(0xff));
    const __m256i high = _mm256_srli_epi16(units, 8);
    planes[0] = _mm256_permute4x64_epi64(_mm256_packus_epi16(low, low), 0x88);
    planes[1] = _mm256_permute4x64_epi64(_mm256_packus_epi16(high, high), 0x88);
  }

  // The low half plus the high half with its lanes in the opposite order.
  static __m128i meet(Vector low, Vector high, ptrdiff_t rows) noexcept {
    return _mm_add_epi8(
        _mm256_castsi256_si128(low),
        _mm_shuffle_epi8(_mm256_extracti128_si256(high, 1), load_16(downwards_from(rows - 2))));
  }
  // Words, the lowest byte of each pair in the low one.
  static __m128i to_words(__m128i bytes) noexcept {
    return _mm_min_epu8(bytes, _mm_srli_epi16(bytes, 8));
  }
};

// Words of up to 8 characters: the same in half a vector.
struct Of8 {
  using Vector = __m128i;
  static constexpr ptrdiff_t kLanes = 8;

  static Vector set(char byte) noexcept { return _mm_set1_epi8(byte); }
  static Vector add(Vector a, Vector b) noexcept { return _mm_add_epi8(a, b); }
  static Vector subtract(Vector a, Vector b) noexcept { return _mm_sub_epi8(a, b); }
  static Vector greater(Vector a, Vector b) noexcept { return _mm_max_epi8(a, b); }
  static Vector both(Vector a, Vector b) noexcept { return _mm_and_si128(a, b); }
  static Vector equal(Vector a, Vector b) noexcept { return _mm_cmpeq_epi8(a, b); }
  static Vector up_a_lane(Vector a) noexcept { return _mm_slli_epi64(a, 8); }
  template <int lanes>
  static Vector down(Vector a) noexcept {
    return _mm_srli_epi64(a, 8 * lanes);
  }
  static Vector first(ptrdiff_t odd) noexcept {
    return _mm_load_si128(reinterpret_cast<const __m128i*>(kTables.first_of_8[odd]));
  }
  static Vector before_first(ptrdiff_t odd) noexcept {
    return _mm_load_si128(reinterpret_cast<const __m128i*>(kTables.before_first_of_8[odd]));
  }
  static Vector pick(Vector word, const int8_t* low, const int8_t* high) noexcept {
    return _mm_shuffle_epi8(word, _mm_unpacklo_epi64(load_8(low), load_8(high)));
  }

  static Vector read(const uint8_t* word) noexcept { return load_8_beyond(word); }
  static void read(const char16_t* word, Vector (&planes)[2]) noexcept {
    const __m128i units = load_16_beyond(word);
    const __m128i low = _mm_and_si128(units, _mm_set1_epi16(0xff));
    const __m128i high = _mm_srli_epi16(units, 8);
    planes[0] = _mm_packus_epi16(low, _mm_setzero_si128());
    planes[1] = _mm_packus_epi16(high, _mm_setzero_si128());
  }

  static __m128i meet(Vector low, Vector high, ptrdiff_t rows) noexcept {
    return _mm_add_epi8(low,
                        _mm_shuffle_epi8(high, load_16(kTables.downwards_by_8 + 8 - (rows - 1))));
  }
  static __m128i to_words(__m128i bytes) noexcept {
    return _mm_unpacklo_epi8(bytes, _mm_setzero_si128());
  }
};

template <typename Lanes, size_t planes>
class Antidiagonals {
 public:
  using Vector = typename Lanes::Vector;

  // The pattern not longer than the text, both 1..kLanes characters; what lies behind them does not
  // matter.
  Antidiagonals(const Vector (&pattern)[planes], ptrdiff_t rows, const Vector (&text)[planes],
                ptrdiff_t columns) noexcept {
    odd_ = (rows + columns) & 1;
    const ptrdiff_t spare = (2 * kLanes - rows - columns) >> 1;
    rows_ = rows + spare;
    for (size_t k = 0; k < planes; ++k) {
      pattern_[k] = Lanes::pick(pattern[k], upwards_from(-spare), downwards_from(rows - 1));
      // Backwards, to go down lane by lane.
      text_[k] = Lanes::pick(text[k], downwards_from(kLanes - 1 - spare),
                             upwards_from(columns - kLanes + odd_));
    }
  }

  size_t distance() noexcept {
    const Vector first = Lanes::first(odd_);
    diagonal_ = Lanes::before_first(odd_);
    similarity_ = Lanes::greater(first, after_diagonal_step<2>());
    diagonal_ = Lanes::add(first, Lanes::set(1));
    go_on(std::make_integer_sequence<int, kLanes - 3>());
    const Vector before = similarity_;  // of the middle
    step<kLanes>();
    const __m128i through = Lanes::meet(similarity_, similarity_, rows_);
    const __m128i past = Lanes::meet(after_diagonal_step<kLanes + 1>(), before, rows_);
    const __m128i highest = load_16(kTables.highest + 16 - rows_);
    const __m128i rest = _mm_sub_epi8(highest, _mm_max_epi8(through, past));
    const int least = _mm_cvtsi128_si32(_mm_minpos_epu16(Lanes::to_words(rest))) & 0xff;
    return static_cast<size_t>(least + 2 * kLanes - odd_ - kHighest);
  }

 private:
  static constexpr int kLanes = Lanes::kLanes;

  template <int antidiagonal>
  __attribute__((always_inline)) Vector after_diagonal_step() const noexcept {
    constexpr int down = kLanes + 1 - antidiagonal;
    Vector matches = Lanes::equal(pattern_[0], Lanes::template down<down>(text_[0]));
    if constexpr (planes == 2) {
      matches =
          Lanes::both(matches, Lanes::equal(pattern_[1], Lanes::template down<down>(text_[1])));
    }
    return Lanes::subtract(diagonal_, matches);
  }

  template <int antidiagonal>
  __attribute__((always_inline)) void step() noexcept {
    const Vector by_diagonal = after_diagonal_step<antidiagonal>();
    const Vector from_row_above = Lanes::up_a_lane(similarity_);
    diagonal_ = Lanes::add(from_row_above, Lanes::set(1));
    similarity_ = Lanes::greater(Lanes::greater(similarity_, by_diagonal), from_row_above);
  }

  template <int... k>
  __attribute__((always_inline)) void go_on(std::integer_sequence<int, k...>) noexcept {
    (step<k + 3>(), ...);
  }

  ptrdiff_t odd_;
  ptrdiff_t rows_;
  Vector pattern_[planes];
  Vector text_[planes];
  Vector similarity_;
  Vector diagonal_;  // a substitution after each cell of the antidiagonal before, a lane further up
};

template <typename Lanes>
inline size_t distance_in(const uint8_t* pattern, ptrdiff_t rows, const uint8_t* text,
                          ptrdiff_t columns) noexcept {
  return Antidiagonals<Lanes, 1>({Lanes::read(pattern)}, rows, {Lanes::read(text)}, columns)
      .distance();
}

template <typename Lanes>
inline size_t distance_in(const char16_t* pattern, ptrdiff_t rows, const char16_t* text,
                          ptrdiff_t columns) noexcept {
  typename Lanes::Vector low_and_high[2][2];
  Lanes::read(pattern, low_and_high[0]);
  Lanes::read(text, low_and_high[1]);
  return Antidiagonals<Lanes, 2>(low_and_high[0], rows, low_and_high[1], columns).distance();
}

template <typename Char>
size_t short_distance(std::span<const Char> a, std::span<const Char> b) noexcept;

template <typename Char>
__attribute__((noinline)) size_t distance_of_copies(std::span<const Char> a,
                                                    std::span<const Char> b) noexcept {
  alignas(kShortWord * sizeof(Char)) Char copies[2][kShortWord] = {};
  std::memcpy(copies[0], a.data(), a.size_bytes());
  std::memcpy(copies[1], b.data(), b.size_bytes());
  return short_distance<Char>({copies[0], a.size()}, {copies[1], b.size()});
}

template <typename Char>
size_t short_distance(std::span<const Char> a, std::span<const Char> b) noexcept {
  const bool in_order = a.size() <= b.size();
  const Char* const pattern = in_order ? a.data() : b.data();
  const Char* const text = in_order ? b.data() : a.data();
  const ptrdiff_t rows = static_cast<ptrdiff_t>(in_order ? a.size() : b.size());
  const ptrdiff_t columns = static_cast<ptrdiff_t>(in_order ? b.size() : a.size());
  constexpr size_t kRead = kShortWord * sizeof(Char);
  if (!ends_on_its_page<kRead>(pattern) || !ends_on_its_page<kRead>(text))
    return distance_of_copies(a, b);
  return columns <= Of8::kLanes ? distance_in<Of8>(pattern, rows, text, columns)
                                : distance_in<Of16>(pattern, rows, text, columns);
}

}  // namespace
}  // namespace honeysift::phrase

HONEYSIFT_TARGET_END

namespace honeysift::phrase {

const ShortLevenshtein kShortLevenshtein =
    has_avx2() ? ShortLevenshtein{short_distance<uint8_t>, short_distance<char16_t>}
               : ShortLevenshtein{};

}  // namespace honeysift::phrase

#else

namespace honeysift::phrase {

const ShortLevenshtein kShortLevenshtein;

}  // namespace honeysift::phrase

#endif
