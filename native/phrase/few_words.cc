#include "phrase/few_words.h"

#include "phrase/processor.h"

#ifdef HONEYSIFT_X86

#include <immintrin.h>

#include <cstring>

HONEYSIFT_TARGET_BEGIN(HONEYSIFT_AVX512_BYTES)

namespace honeysift::phrase {
namespace {

constexpr size_t kPlaces = 64;  // a byte each in a vector
constexpr size_t kLongest = 15;
constexpr size_t kDearest = 254;
constexpr size_t kAtOnce = 4;

inline size_t lowest_bit(uint64_t bits) noexcept { return _tzcnt_u64(bits); }
inline size_t larger(size_t x, size_t y) noexcept { return x > y ? x : y; }
inline size_t apart(size_t x, size_t y) noexcept { return x > y ? x - y : y - x; }

// A phrase cut into runs: those in the set are the even ones, run r is [bounds[r], bounds[r + 1]).
class Runs {
 public:
  // False when there are too many.
  bool cut(const uint8_t* phrase, size_t size, const CharacterSet& set) noexcept {
    phrase_ = phrase;
    __m512i quarters[4];
    for (size_t k = 0; k < 4; ++k) quarters[k] = _mm512_loadu_si512(set.low() + k * 64);
    size_t count = 0;
    bounds_[count++] = 0;
    uint64_t was_in_set = 1;
    for (size_t at = 0; at < size; at += 64) {
      const uint64_t there =
          size - at < 64 ? _bzhi_u64(~uint64_t{0}, static_cast<uint32_t>(size - at)) : ~uint64_t{0};
      const __m512i characters = _mm512_maskz_loadu_epi8(there, phrase + at);
      const __m512i member =
          _mm512_mask_blend_epi8(_mm512_movepi8_mask(characters),
                                 _mm512_permutex2var_epi8(quarters[0], characters, quarters[1]),
                                 _mm512_permutex2var_epi8(quarters[2], characters, quarters[3]));
      const uint64_t in_set = _mm512_test_epi8_mask(member, member);
      uint64_t cuts = (in_set ^ (in_set << 1 | was_in_set)) & there;
      was_in_set = in_set >> 63;
      if (count + static_cast<size_t>(_mm_popcnt_u64(cuts)) > 2 * kPlaces) return false;
      for (; cuts != 0; cuts &= cuts - 1)
        bounds_[count++] = static_cast<uint32_t>(at + lowest_bit(cuts));
    }
    bounds_[count] = static_cast<uint32_t>(size);
    runs_ = size == 0 ? 0 : count;
    return true;
  }

  // Words of the list of set words (kind 0) or of the complementary list (kind 1).
  size_t words(size_t kind) const noexcept { return (runs_ + 1 - kind) / 2; }
  size_t length(size_t kind, size_t word) const noexcept {
    const size_t run = 2 * word + kind;
    return run < runs_ ? bounds_[run + 1] - bounds_[run] : 0;
  }
  // Its first 16 characters, zeros behind them.
  __m128i characters(size_t kind, size_t word) const noexcept {
    const size_t size = length(kind, word);
    const __mmask16 there = static_cast<__mmask16>(_bzhi_u32(0xffff, size < 16 ? size : 16));
    return _mm_maskz_loadu_epi8(there, phrase_ + (size > 0 ? bounds_[2 * word + kind] : 0));
  }

 private:
  const uint8_t* phrase_ = nullptr;
  uint32_t bounds_[2 * kPlaces + 1];
  size_t runs_ = 0;
};

// The words of one list, by their places.
struct alignas(64) Words {
  uint8_t character[kPlaces][16];
  uint8_t length[kPlaces];
  size_t longest = 0;

  __m128i read(const Runs& runs, size_t kind, size_t place) noexcept {
    const size_t size = runs.length(kind, place);
    const __m128i word = runs.characters(kind, place);
    _mm_store_si128(reinterpret_cast<__m128i*>(character[place]), word);
    length[place] = static_cast<uint8_t>(size);
    longest = larger(longest, size);
    return word;
  }
};

// Myers' column of one text against the words of all places, one to a lane; as lane_kernels.inc.
template <typename Lane>
struct Columns {
  static constexpr size_t kVectors = sizeof(Lane);
  __m512i vp[kVectors];
  __m512i vn[kVectors];

  void clear() noexcept {
    for (size_t v = 0; v < kVectors; ++v) {
      vp[v] = _mm512_set1_epi8(-1);
      vn[v] = _mm512_setzero_si512();
    }
  }
  static __m512i add(__m512i x, __m512i y) noexcept {
    return sizeof(Lane) == 1 ? _mm512_add_epi8(x, y) : _mm512_add_epi16(x, y);
  }
  void step(const Lane* matches) noexcept {
    for (size_t v = 0; v < kVectors; ++v) {
      const __m512i x = _mm512_load_si512(matches + v * (64 / sizeof(Lane)));
      const __m512i p = vp[v];
      const __m512i n = vn[v];
      const __m512i sum = add(_mm512_and_si512(x, p), p);
      // (sum ^ p) | x | n
      const __m512i d0 = _mm512_ternarylogic_epi64(sum, p, _mm512_or_si512(x, n), 0xbe);
      __m512i not_hp = _mm512_ternarylogic_epi64(p, d0, n, 0xf4);  // p | (d0 & ~n)
      __m512i hn = _mm512_and_si512(d0, p);
      not_hp = add(not_hp, not_hp);
      hn = add(hn, hn);
      vp[v] = _mm512_ternarylogic_epi64(hn, not_hp, d0, 0xf4);  // hn | (not_hp & ~d0)
      vn[v] = _mm512_andnot_si512(not_hp, d0);
    }
  }
  // A byte for each place.
  __m512i distances(const Lane* in_use, size_t text_length) const noexcept {
    __m512i sums[kVectors];
    for (size_t v = 0; v < kVectors; ++v) {
      const __m512i rows = _mm512_load_si512(in_use + v * (64 / sizeof(Lane)));
      const __m512i up = _mm512_and_si512(vp[v], rows);
      const __m512i down = _mm512_and_si512(vn[v], rows);
      sums[v] = sizeof(Lane) == 1
                    ? _mm512_sub_epi8(_mm512_popcnt_epi8(up), _mm512_popcnt_epi8(down))
                    : _mm512_sub_epi16(_mm512_popcnt_epi16(up), _mm512_popcnt_epi16(down));
    }
    const __m512i all =
        sizeof(Lane) == 1
            ? sums[0]
            : _mm512_inserti64x4(_mm512_castsi256_si512(_mm512_cvtepi16_epi8(sums[0])),
                                 _mm512_cvtepi16_epi8(sums[kVectors - 1]), 1);
    return _mm512_add_epi8(all, _mm512_set1_epi8(static_cast<char>(text_length)));
  }
};

// What marriages cost: a row for each place of A, a byte for each place of B.
class CostMatrix {
 public:
  explicit CostMatrix(const UnitCosts& costs) noexcept {
    for (size_t k = 0; k < 16; ++k) edit_[k] = static_cast<uint8_t>(k * costs.edit);
    for (size_t k = 0; k < 2 * kPlaces; ++k)
      move_[k] = static_cast<uint8_t>(apart(k, kPlaces - 1) * costs.move);
  }

  // Of the places in `left`, for words of B of up to as many characters as a lane has bits.
  template <typename Lane>
  void fill(const Words& a, const Words& b, uint64_t left) noexcept {
    alignas(64) Lane matches[256][kPlaces];
    alignas(64) Lane in_use[kPlaces] = {};
    std::memset(matches, 0, sizeof matches);
    alignas(16) uint8_t next[16] = {};  // by length: where the next text goes
    for (uint64_t rest = left; rest != 0; rest &= rest - 1) {
      const size_t place = lowest_bit(rest);
      const size_t length = b.length[place];
      const uint32_t rows = _bzhi_u32(0xffff, static_cast<uint32_t>(length));
      in_use[place] = static_cast<Lane>(rows);
      for (size_t k = 0; k < b.longest; ++k)
        matches[b.character[place][k]][place] |= static_cast<Lane>(rows & 1u << k);
      ++next[a.length[place]];
    }
    // Texts of one length side by side.
    add_up(next);
    uint8_t order[kPlaces + kAtOnce] = {};
    size_t count = 0;
    for (uint64_t rest = left; rest != 0; rest &= rest - 1, ++count) {
      const size_t place = lowest_bit(rest);
      order[next[a.length[place]]++] = static_cast<uint8_t>(place);
    }
    for (size_t k = 0; k < kAtOnce; ++k) order[count + k] = order[count - 1];
    for (size_t k = 0; k < count; k += kAtOnce) fill_rows(a, order + k, matches, in_use);
  }

  // Marries the places in `left` and adds what it costs.
  void marry(uint64_t left, const UnitCosts& costs, Tally& tally) const noexcept {
    uint8_t suitors[kPlaces];
    uint8_t favourites[kPlaces];
    uint8_t lowest[kPlaces];
    alignas(64) uint8_t accepted[kPlaces];
    size_t count = 0;
    for (uint64_t rest = left; rest != 0; rest &= rest - 1)
      suitors[count++] = static_cast<uint8_t>(lowest_bit(rest));
    size_t total = 0;
    size_t moves = 0;
    // Those who prefer each other to all others left marry, until none is left.
    while (count > 0) {
      const __m512i nobody = _mm512_set1_epi8(-1);
      __m512i least = nobody;
      __m512i best = nobody;
      for (size_t k = 0; k < count; ++k) {
        const size_t i = suitors[k];
        const __m512i row = _mm512_mask_mov_epi8(nobody, left, _mm512_load_si512(cost_[i]));
        const __m128i minimum = least_byte(row);
        const uint64_t cheapest = _mm512_cmpeq_epi8_mask(row, _mm512_broadcastb_epi8(minimum));
        favourites[k] = static_cast<uint8_t>(63 - __builtin_clzll(cheapest));
        lowest[k] = static_cast<uint8_t>(_mm_cvtsi128_si32(minimum));
        const __mmask64 prefers = _mm512_cmple_epu8_mask(row, least);
        least = _mm512_min_epu8(row, least);
        best = _mm512_mask_mov_epi8(best, prefers, _mm512_set1_epi8(static_cast<char>(i)));
      }
      _mm512_store_si512(accepted, best);
      size_t waiting = 0;
      for (size_t k = 0; k < count; ++k) {
        const size_t i = suitors[k];
        const size_t j = favourites[k];
        const size_t marries = accepted[j] == i ? 1 : 0;
        total += marries * lowest[k];
        moves += marries * apart(i, j);
        left &= ~(uint64_t{marries} << j);
        suitors[waiting] = static_cast<uint8_t>(i);
        waiting += 1 - marries;
      }
      count = waiting;
    }
    tally.moves += moves;
    tally.edits += (total - moves * costs.move) / costs.edit;
  }

 private:
  // In the low byte.
  static __m128i least_byte(__m512i bytes) noexcept {
    const __m256i half =
        _mm256_min_epu8(_mm512_castsi512_si256(bytes), _mm512_extracti64x4_epi64(bytes, 1));
    const __m128i quarter =
        _mm_min_epu8(_mm256_castsi256_si128(half), _mm256_extracti128_si256(half, 1));
    return _mm_minpos_epu16(_mm_min_epu8(quarter, _mm_srli_epi16(quarter, 8)));
  }

  // Each byte becomes the sum of those before it.
  static void add_up(uint8_t (&bytes)[16]) noexcept {
    __m128i sums = _mm_slli_si128(_mm_load_si128(reinterpret_cast<const __m128i*>(bytes)), 1);
    sums = _mm_add_epi8(sums, _mm_slli_si128(sums, 1));
    sums = _mm_add_epi8(sums, _mm_slli_si128(sums, 2));
    sums = _mm_add_epi8(sums, _mm_slli_si128(sums, 4));
    sums = _mm_add_epi8(sums, _mm_slli_si128(sums, 8));
    _mm_store_si128(reinterpret_cast<__m128i*>(bytes), sums);
  }

  // Of kAtOnce places of A, the lengths of their words ascending.
  template <typename Lane>
  void fill_rows(const Words& a, const uint8_t* places, const Lane (*matches)[kPlaces],
                 const Lane* in_use) noexcept {
    Columns<Lane> columns[kAtOnce];
    const size_t shared = a.length[places[0]];
    for (Columns<Lane>& column : columns) column.clear();
    for (size_t at = 0; at < shared; ++at) {
      for (size_t k = 0; k < kAtOnce; ++k) columns[k].step(matches[a.character[places[k]][at]]);
    }
    const __m512i edit_costs =
        _mm512_broadcast_i32x4(_mm_load_si128(reinterpret_cast<const __m128i*>(edit_)));
    for (size_t k = 0; k < kAtOnce; ++k) {
      const size_t place = places[k];
      const size_t length = a.length[place];
      for (size_t at = shared; at < length; ++at) columns[k].step(matches[a.character[place][at]]);
      const __m512i edits = columns[k].distances(in_use, length);
      const __m512i moves = _mm512_loadu_si512(move_ + kPlaces - 1 - place);
      _mm512_store_si512(cost_[place],
                         _mm512_add_epi8(_mm512_shuffle_epi8(edit_costs, edits), moves));
    }
  }

  alignas(64) uint8_t cost_[kPlaces][kPlaces];
  alignas(64) uint8_t edit_[16];  // of so many edits
  uint8_t move_[2 * kPlaces];     // of k - 63 places
};

// Adds the marriages of one pair of lists.
bool tally_lists(const Runs& runs_a, const Runs& runs_b, size_t kind, const UnitCosts& costs,
                 Tally& tally) noexcept {
  Words a;
  Words b;
  const size_t places = larger(runs_a.words(kind), runs_b.words(kind));
  uint64_t left = 0;
  for (size_t place = 0; place < places; ++place) {
    const __m128i word_a = a.read(runs_a, kind, place);
    const __m128i word_b = b.read(runs_b, kind, place);
    const bool differ =
        (_mm_cmpneq_epi8_mask(word_a, word_b) != 0) | (a.length[place] != b.length[place]);
    left |= uint64_t{differ} << place;
  }
  const size_t longest = larger(a.longest, b.longest);
  if (longest > kLongest || longest * costs.edit + places * costs.move > kDearest) return false;
  if (left == 0) return true;
  CostMatrix matrix(costs);
  if (b.longest <= 8) {
    matrix.fill<uint8_t>(a, b, left);
  } else {
    matrix.fill<uint16_t>(a, b, left);
  }
  matrix.marry(left, costs, tally);
  return true;
}

bool marry_in_registers(std::span<const uint8_t> a, std::span<const uint8_t> b,
                        const CharacterSet& set, Mode mode, const UnitCosts& costs,
                        Tally& tally) noexcept {
  Runs runs_a;
  Runs runs_b;
  if (!runs_a.cut(a.data(), a.size(), set) || !runs_b.cut(b.data(), b.size(), set)) return false;
  Tally found;
  if (mode != Mode::kComplementary && !tally_lists(runs_a, runs_b, 0, costs, found)) return false;
  if (mode != Mode::kSet && !tally_lists(runs_a, runs_b, 1, costs, found)) return false;
  tally.edits += found.edits;
  tally.moves += found.moves;
  return true;
}

}  // namespace
}  // namespace honeysift::phrase

HONEYSIFT_TARGET_END

namespace honeysift::phrase {

const FewWordsMarriage kFewWordsMarriage = has_avx512_for_bytes() ? marry_in_registers : nullptr;

}  // namespace honeysift::phrase

#else

const honeysift::phrase::FewWordsMarriage honeysift::phrase::kFewWordsMarriage = nullptr;

#endif
