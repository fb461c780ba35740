#include "phrase/levenshtein_strips.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <memory>
#include <new>

#include "phrase/column.h"
#include "phrase/levenshtein.h"
#include "phrase/recode.h"

namespace honeysift::phrase {
namespace {

// Horizontal difference along the last row of the strip above, one byte a column: bit 0 for +1, bit
// 1 for -1.
using Step = uint8_t;
constexpr Step kUp = 1;
constexpr size_t kStackColumns = 4096;
// Shorter texts are through before two halves have met.
constexpr size_t kMeetingWorthwhile = 32;

inline int step_value(Step step) noexcept { return int(step & 1) - int(step >> 1); }

// Row i of a pattern read forwards is bit i; read backwards it is bit 63 - i.
using BothWays = uint64_t __attribute__((vector_size(16)));

constexpr std::array<BothWays, kStripRows> kRowBothWays = [] {
  std::array<BothWays, kStripRows> bits{};
  for (size_t i = 0; i < kStripRows; ++i)
    bits[i] = BothWays{uint64_t{1} << i, uint64_t{1} << (63 - i)};
  return bits;
}();

// Which rows hold a character: a 64-bit mask per character and strip. All zero between calls; one
// per thread.
struct PatternMasks {
  uint64_t of[256][kStripsAtOnce];
  uint64_t of_one_strip[256];
  BothWays of_both_ways[256];
};

// Not inlined: the address of a thread's own variable is looked up by a call, and would be at every
// use.
__attribute__((noinline)) PatternMasks& thread_pattern_masks() noexcept {
  alignas(64) static thread_local PatternMasks masks;
  return masks;
}

// __builtin_popcountll calls a library unless the processor is known to have the instruction.
unsigned count_ones(uint64_t bits) noexcept {
  bits -= (bits >> 1) & 0x5555555555555555u;
  bits = (bits & 0x3333333333333333u) + ((bits >> 2) & 0x3333333333333333u);
  return static_cast<unsigned>(((bits + (bits >> 4)) & 0x0f0f0f0f0f0f0f0fu) * 0x0101010101010101u >>
                               56);
}

// Takes `strips` strips over text[from, to). steps[] holds what comes in from above and,
// afterwards, what leaves the last row, which is bit `last_row` of the last strip.
template <size_t strips>
void pass(const PatternMasks& masks, const uint8_t* text, size_t from, size_t to, unsigned last_row,
          Step* steps) noexcept {
  uint64_t vp[strips];
  uint64_t vn[strips];
  for (size_t s = 0; s < strips; ++s) {
    vp[s] = ~uint64_t{0};
    vn[s] = 0;
  }
  for (size_t at = from; at < to; ++at) {
    const uint64_t* mask = masks.of[text[at]];
    uint64_t hp_in = steps[at] & 1;
    uint64_t hn_in = steps[at] >> 1;
    for (size_t s = 0; s < strips; ++s) {
      const uint64_t x = mask[s] | hn_in;
      const uint64_t d0 = (((x & vp[s]) + vp[s]) ^ vp[s]) | x | vn[s];
      uint64_t hp = vn[s] | ~(d0 | vp[s]);
      uint64_t hn = d0 & vp[s];
      const unsigned out = s + 1 == strips ? last_row : 63;
      const uint64_t hp_out = (hp >> out) & 1;
      const uint64_t hn_out = (hn >> out) & 1;
      hp = (hp << 1) | hp_in;
      hn = (hn << 1) | hn_in;
      vp[s] = hn | ~(d0 | hp);
      vn[s] = d0 & hp;
      hp_in = hp_out;
      hn_in = hn_out;
    }
    steps[at] = static_cast<Step>(hp_in | hn_in << 1);
  }
}

class MasksOf {
 public:
  MasksOf(PatternMasks& masks, std::span<const uint8_t> rows) noexcept
      : masks_(masks), rows_(rows) {
    for (size_t i = 0; i < rows.size(); ++i) {
      masks_.of[rows[i]][i / kStripRows] |= uint64_t{1} << (i % kStripRows);
    }
  }
  ~MasksOf() {
    for (const uint8_t c : rows_) std::memset(masks_.of[c], 0, sizeof masks_.of[c]);
  }
  MasksOf(const MasksOf&) = delete;
  MasksOf& operator=(const MasksOf&) = delete;

 private:
  PatternMasks& masks_;
  std::span<const uint8_t> rows_;
};

// Least cost of a path that crosses the last row of the strips within the band.
size_t least_through(const Step* steps, size_t from, size_t to, size_t start, size_t rows_left,
                     size_t columns) noexcept {
  size_t value = start;
  size_t least = SIZE_MAX;
  for (size_t at = from; at <= to; ++at) {
    const size_t columns_left = columns - at;
    const size_t rest =
        rows_left > columns_left ? rows_left - columns_left : columns_left - rows_left;
    least = std::min(least, value + rest);
    if (at < to) value += static_cast<size_t>(step_value(steps[at]));
  }
  return least;
}

// Rows of the strips and the text as bytes. Bytes are used as they are.
struct ByteWords {
  std::span<const uint8_t> rows;
  std::span<const uint8_t> text;
  static constexpr size_t kStrips = kStripsAtOnce;

  const uint8_t* columns(size_t, size_t) const noexcept { return text.data(); }
  std::span<const uint8_t> pattern(size_t row, size_t end) const noexcept {
    return rows.subspan(row, end - row);
  }
};

// Code points are given bytes anew for each few strips: 192 rows have at most 192 distinct
// characters.
struct PointWords {
  std::span<const uint32_t> rows;
  std::span<const uint32_t> text;
  uint8_t* codes = nullptr;
  static constexpr size_t kStrips = 3;
  uint8_t row_codes[kStrips * kStripRows] = {};
  ByteAlphabet alphabet = {};

  std::span<const uint8_t> pattern(size_t row, size_t end) noexcept {
    alphabet = ByteAlphabet();
    for (size_t i = row; i < end; ++i) row_codes[i - row] = alphabet.add(rows[i]);
    return {row_codes, end - row};
  }
  const uint8_t* columns(size_t from, size_t to) noexcept {
    for (size_t i = from; i < to; ++i) codes[i] = alphabet.find(text[i]);
    return codes;
  }
};

template <typename Words>
size_t take_strips(Words& words, Step* steps, size_t cutoff, CancelFlag cancel) noexcept {
  const size_t rows = words.rows.size();
  const size_t columns = words.text.size();
  cutoff = std::min(cutoff, std::max(rows, columns));
  std::memset(steps, kUp, columns);

  // A path of cost <= cutoff stays on diagonals row - column in [-below, above]: it must come back
  // to the last one.
  const size_t longer_by_rows = rows > columns ? rows - columns : 0;
  const size_t longer_by_columns = columns > rows ? columns - rows : 0;
  const size_t spare = (cutoff - longer_by_rows - longer_by_columns) / 2;
  const size_t above = spare + longer_by_rows;
  const size_t below = spare + longer_by_columns;

  PatternMasks& masks = thread_pattern_masks();
  size_t value = 0;  // of the matrix at (first row of the strips, column `from`)
  size_t from = 0;
  for (size_t row = 0; row < rows;) {
    if (is_cancelled(cancel)) return kLevenshteinFailed;
    const size_t strips = std::min(Words::kStrips, (rows - row + kStripRows - 1) / kStripRows);
    const size_t end = std::min(rows, row + strips * kStripRows);
    const size_t new_from = row > above ? std::min(row - above, columns) : 0;
    for (; from < new_from; ++from) value += static_cast<size_t>(step_value(steps[from]));
    const size_t to = std::min(columns, end + below);

    const unsigned last_row = static_cast<unsigned>((end - row - 1) % kStripRows);
    {
      const MasksOf scope(masks, words.pattern(row, end));
      const uint8_t* text = words.columns(from, to);
      switch (strips) {
        case 1:
          pass<1>(masks, text, from, to, last_row, steps);
          break;
        case 2:
          pass<2>(masks, text, from, to, last_row, steps);
          break;
        case 3:
          pass<3>(masks, text, from, to, last_row, steps);
          break;
        default:
          pass<4>(masks, text, from, to, last_row, steps);
          break;
      }
    }
    value += end - row;
    row = end;
    if (row < rows && cutoff < std::max(rows, columns) &&
        least_through(steps, from, to, value, rows - row, columns) > cutoff) {
      return cutoff + 1;
    }
  }
  for (; from < columns; ++from) value += static_cast<size_t>(step_value(steps[from]));
  return std::min(value, cutoff + 1);
}

// The last value of a column: its top (one insertion per character of the text) plus its
// differences.
size_t bottom(const Column& column, size_t top, uint64_t rows) noexcept {
  return top + count_ones(column.vp & rows) - count_ones(column.vn & rows);
}

uint64_t reverse_bits(uint64_t bits) noexcept {
  bits = ((bits >> 1) & 0x5555555555555555u) | ((bits & 0x5555555555555555u) << 1);
  bits = ((bits >> 2) & 0x3333333333333333u) | ((bits & 0x3333333333333333u) << 2);
  bits = ((bits >> 4) & 0x0f0f0f0f0f0f0f0fu) | ((bits & 0x0f0f0f0f0f0f0f0fu) << 4);
  return __builtin_bswap64(bits);
}

using Bytes = uint8_t __attribute__((vector_size(16)));

// Bit k of each byte, as a byte.
inline Bytes bits_at(BothWays bits, unsigned k) noexcept {
  constexpr uint64_t kLowBits = 0x0101010101010101u;
  return reinterpret_cast<Bytes>((bits >> k) & BothWays{kLowBits, kLowBits});
}

// Least of `start` and all start + ones of up[0..i] - ones of down[0..i], where up and down are two
// words each. The eight rows of a byte are added up for all bytes at once.
size_t least_prefix(size_t start, const uint64_t (&up)[2], const uint64_t (&down)[2]) noexcept {
  constexpr uint8_t kBias = 0x40;  // sums of a byte lie within 16 of it
  Bytes sum;
  std::memset(&sum, kBias, sizeof sum);
  Bytes least = sum;
  const BothWays up0{up[0], 0}, up1{up[1], 0}, down0{down[0], 0}, down1{down[1], 0};
  for (unsigned k = 0; k < 8; ++k) {
    sum += bits_at(up0, k) + bits_at(up1, k) - bits_at(down0, k) - bits_at(down1, k);
    least = sum < least ? sum : least;
  }
  size_t value = start;
  size_t best = start;
  for (unsigned byte = 0; byte < 8; ++byte) {
    best = std::min(best, value + least[byte] - kBias);
    value += sum[byte] - size_t{kBias};
  }
  return best;
}

// Every path crosses the middle of the text somewhere: the left half is computed from the front and
// the right half from the back, two chains of steps that overlap, and the best crossing taken.
size_t meet_in_the_middle(std::span<const uint8_t> pattern,
                          std::span<const uint8_t> text) noexcept {
  BothWays* const masks = thread_pattern_masks().of_both_ways;
  const size_t rows = pattern.size();
  for (size_t i = 0; i < rows; ++i) masks[pattern[i]] |= kRowBothWays[i];

  const unsigned spare = (64 - rows) & 63;
  const uint64_t in_use = ~uint64_t{0} >> spare;
  Column left;
  Column right;
  // Bits without a row stay 0, which is a column without differences: the edge of the matrix.
  right.vp = ~uint64_t{0} << spare;
  const size_t half = text.size() / 2;
  const uint8_t* back = text.data() + text.size();
  if (text.size() % 2 != 0) right.step(masks[*--back][1]);
  for (size_t i = 0; i < half; ++i) {
    left.step(masks[text[i]][0]);
    right.step(masks[*--back][1]);
  }
  for (const uint8_t c : pattern) masks[c] = BothWays{};

  // One row further down, the right half has one row less to go.
  return least_prefix(half + bottom(right, text.size() - half, ~uint64_t{0}),
                      {left.vp & in_use, reverse_bits(right.vn)},
                      {left.vn & in_use, reverse_bits(right.vp)});
}

}  // namespace

size_t levenshtein_one_strip(std::span<const uint8_t> pattern,
                             std::span<const uint8_t> text) noexcept {
  if (text.size() >= kMeetingWorthwhile) return meet_in_the_middle(pattern, text);
  uint64_t* masks = thread_pattern_masks().of_one_strip;
  uint64_t bit = 1;
  for (const uint8_t c : pattern) {
    masks[c] |= bit;
    bit <<= 1;
  }
  Column column;
  for (const uint8_t c : text) column.step(masks[c]);
  for (const uint8_t c : pattern) masks[c] = 0;
  return bottom(column, text.size(), ~uint64_t{0} >> (64 - pattern.size()));
}

size_t levenshtein_strips(std::span<const uint8_t> pattern, std::span<const uint8_t> text,
                          size_t cutoff, CancelFlag cancel) noexcept {
  ByteWords words{pattern, text};
  if (text.size() <= kStackColumns) {
    Step steps[kStackColumns];
    return take_strips(words, steps, cutoff, cancel);
  }
  const std::unique_ptr<Step[]> steps(new (std::nothrow) Step[text.size()]);
  return steps ? take_strips(words, steps.get(), cutoff, cancel) : kLevenshteinFailed;
}

size_t levenshtein_strips(std::span<const uint32_t> pattern, std::span<const uint32_t> text,
                          size_t cutoff, CancelFlag cancel) noexcept {
  const std::unique_ptr<uint8_t[]> memory(new (std::nothrow) uint8_t[2 * text.size()]);
  if (!memory) return kLevenshteinFailed;
  PointWords words{pattern, text, memory.get() + text.size()};
  return take_strips(words, memory.get(), cutoff, cancel);
}

}  // namespace honeysift::phrase
