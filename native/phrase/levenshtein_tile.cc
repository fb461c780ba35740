#include "phrase/levenshtein_tile.h"

#include <algorithm>
#include <new>
#include <vector>

#include "phrase/recode.h"
#include "phrase/utf16.h"
#include "phrase/word_lanes.h"
#include "phrase/word_table.h"

namespace honeysift::phrase {
namespace {

constexpr size_t kColumnsAtOnce = 2048;
// Texts that share what a step loads.
constexpr size_t kRowsAtOnce = 16;
// Fewer words do not pay for packing them.
constexpr size_t kFewestPacked = 16;
// With a cutoff longer words are left early more cheaply one by one.
constexpr size_t kLongestWithCutoff = 128;

// The code points of a list of words.
struct PointWords {
  explicit PointWords(const Utf16Words& words) : points(words.units.size()) {
    starts.reserve(words.size() + 1);
    starts.push_back(0);
    for (size_t k = 0; k < words.size(); ++k) {
      starts.push_back(starts.back() + static_cast<uint32_t>(to_code_points(
                                           words.word(k), points.data() + starts.back())));
    }
  }
  size_t size() const noexcept { return starts.size() - 1; }
  size_t length(size_t k) const noexcept { return starts[k + 1] - starts[k]; }
  std::span<const uint32_t> word(size_t k) const noexcept {
    return {points.data() + starts[k], length(k)};
  }

  std::vector<uint32_t> points;
  std::vector<uint32_t> starts;
};

// Bytes for the characters of some rows. All others are 0: no row has them, so they differ from
// whatever they meet.
class RowAlphabet {
 public:
  bool add(std::span<const uint32_t> word) noexcept {
    for (const uint32_t point : word) {
      const uint8_t code = points_.add(point);
      if (code == 0) return false;
      if (point < std::size(latin1_)) latin1_[point] = code;
    }
    return true;
  }
  uint8_t code(uint32_t point) const noexcept {
    return point < std::size(latin1_) ? latin1_[point] : points_.find(point);
  }
  std::vector<uint8_t> encode(std::span<const uint32_t> points) const {
    std::vector<uint8_t> codes(points.size());
    for (size_t i = 0; i < points.size(); ++i) codes[i] = code(points[i]);
    return codes;
  }

 private:
  ByteAlphabet points_;
  uint8_t latin1_[256] = {};
};

class Tile {
 public:
  Tile(const Utf16Words& rows, const Utf16Words& columns, size_t cutoff, uint32_t* out)
      : rows_(rows), columns_(columns), cutoff_(cutoff), out_(out) {}

  Status fill() {
    for (size_t start = 0; start < rows_.size();) {
      RowAlphabet alphabet;
      size_t end = start;
      while (end < rows_.size() && alphabet.add(rows_.word(end))) ++end;
      if (end == start) {
        for (size_t j = 0; j < columns_.size(); ++j) {
          if (!set(start, j, levenshtein(rows_.word(start), columns_.word(j), cutoff_)))
            return Status::kOutOfMemory;
        }
        ++start;
        continue;
      }
      // The row that did not fit may have named some of its characters; that does no harm.
      if (const Status status = fill_rows(start, end, alphabet); status != Status::kOk)
        return status;
      start = end;
    }
    return Status::kOk;
  }

 private:
  Status fill_rows(size_t start, size_t end, const RowAlphabet& alphabet) {
    const std::vector<uint8_t> row_codes =
        alphabet.encode(std::span(rows_.points)
                            .subspan(rows_.starts[start], rows_.starts[end] - rows_.starts[start]));
    const auto row = [&](size_t i) {
      return std::span(row_codes).subspan(rows_.starts[i] - rows_.starts[start], rows_.length(i));
    };
    const std::vector<uint8_t> column_codes =
        alphabet.encode(std::span(columns_.points).first(columns_.starts.back()));
    WordTable table;
    table.bytes = column_codes.data();
    table.starts = columns_.starts.data();
    table.ends = columns_.starts.data() + 1;
    table.size = columns_.size();

    size_t shortest = SIZE_MAX;
    size_t longest = 0;
    for (size_t i = start; i < end; ++i) {
      shortest = std::min(shortest, rows_.length(i));
      longest = std::max(longest, rows_.length(i));
    }
    std::vector<uint32_t> packed;
    std::vector<uint32_t> alone;
    for (size_t j = 0; j < columns_.size(); ++j) {
      const size_t length = columns_.length(j);
      const bool is_far = shortest > length ? shortest - length > cutoff_
                                            : length > longest && length - longest > cutoff_;
      if (is_far) {
        for (size_t i = start; i < end; ++i) set(i, j, cutoff_ + 1);
      } else if (cutoff_ != kNoCutoff && length > kLongestWithCutoff) {
        alone.push_back(static_cast<uint32_t>(j));
      } else {
        packed.push_back(static_cast<uint32_t>(j));
      }
    }
    if (packed.size() < kFewestPacked) {
      alone.insert(alone.end(), packed.begin(), packed.end());
      packed.clear();
    }
    for (const uint32_t j : alone) {
      for (size_t i = start; i < end; ++i) {
        if (!set(i, j, levenshtein(row(i), table.byte_word(j), cutoff_)))
          return Status::kOutOfMemory;
      }
    }
    for (size_t from = 0; from < packed.size(); from += kColumnsAtOnce) {
      const auto ids = std::span<const uint32_t>(packed).subspan(
          from, std::min(kColumnsAtOnce, packed.size() - from));
      WordLanes lanes;
      lanes.pack(table, ids, slots_);
      by_slot_.resize(lanes.size() * kRowsAtOnce);
      for (size_t i = start; i < end; i += kRowsAtOnce) {
        WordLanes::Text texts[kRowsAtOnce];
        const size_t count = std::min(kRowsAtOnce, end - i);
        for (size_t r = 0; r < count; ++r)
          texts[r] = {row(i + r), by_slot_.data() + r * lanes.size()};
        if (!lanes.distances({texts, count}, nullptr)) return Status::kOutOfMemory;
        for (size_t r = 0; r < count; ++r) {
          for (size_t k = 0; k < ids.size(); ++k) set(i + r, ids[k], texts[r].out[slots_[k]]);
        }
      }
    }
    return Status::kOk;
  }

  // False when there is no distance for lack of memory.
  bool set(size_t i, size_t j, size_t distance) noexcept {
    out_[i * columns_.size() + j] =
        static_cast<uint32_t>(distance > cutoff_ ? cutoff_ + 1 : distance);
    return distance != kLevenshteinFailed;
  }

  PointWords rows_;
  PointWords columns_;
  size_t cutoff_;
  uint32_t* out_;
  std::vector<uint32_t> slots_;
  std::vector<uint32_t> by_slot_;
};

}  // namespace

Status levenshtein_tile(const Utf16Words& rows, const Utf16Words& columns, size_t cutoff,
                        uint32_t* out) noexcept {
  try {
    return Tile(rows, columns, cutoff, out).fill();
  } catch (const std::bad_alloc&) {
    return Status::kOutOfMemory;
  }
}

}  // namespace honeysift::phrase
