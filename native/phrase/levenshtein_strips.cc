#include "phrase/levenshtein_strips.h"

#include <algorithm>
#include <cstring>
#include <memory>
#include <new>

#include "phrase/levenshtein.h"
#include "phrase/recode.h"

namespace honeysift::phrase {
namespace {

// Horizontal difference along the last row of the strip above, one byte a column: bit 0 for +1, bit
// 1 for -1.
using Step = uint8_t;
constexpr Step kUp = 1;
constexpr size_t kStackColumns = 4096;

inline int step_value(Step step) noexcept { return int(step & 1) - int(step >> 1); }

// Which rows hold a character: a 64-bit mask per character and strip. All zero between calls; one
// per thread.
struct PatternMasks {
  uint64_t of[256][kStripsAtOnce];
  uint64_t of_one_strip[256];
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

}  // namespace

size_t levenshtein_one_strip(std::span<const uint8_t> pattern,
                             std::span<const uint8_t> text) noexcept {
  uint64_t* masks = thread_pattern_masks().of_one_strip;
  uint64_t bit = 1;
  for (const uint8_t c : pattern) {
    masks[c] |= bit;
    bit <<= 1;
  }
  uint64_t vp = ~uint64_t{0};
  uint64_t vn = 0;
  for (const uint8_t c : text) {
    // Hyyro's step with the horizontal differences kept complemented and its terms regrouped: three
    // operations fewer on the critical path.
    const uint64_t x = masks[c];
    const uint64_t carried = ((x & vp) + vp) ^ vp;
    const uint64_t d0 = carried | (x | vn);
    const uint64_t not_hp = ((carried & ~vn) | (vp | (x & ~vn))) << 1;
    const uint64_t hn = (d0 & vp) << 1;
    vp = hn | (not_hp & ~d0);
    vn = d0 & ~not_hp;
  }
  for (const uint8_t c : pattern) masks[c] = 0;
  // The last column is its top (one insertion per column) plus its vertical differences.
  const uint64_t rows = ~uint64_t{0} >> (64 - pattern.size());
  return text.size() + count_ones(vp & rows) - count_ones(vn & rows);
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
