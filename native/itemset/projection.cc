#include "itemset/projection.h"

#include <algorithm>
#include <array>
#include <bit>
#include <limits>
#include <stdexcept>

namespace honeysift::itemset {
namespace {

constexpr uint32_t kNoColumn = std::numeric_limits<uint32_t>::max();
// Segments begin at whole AVX2 registers.
constexpr uint32_t kWordsPerStep = 4;

// Up to here a plain insertion is faster than to allocate what a stable sort needs.
constexpr size_t kFewColumns = 32;

}  // namespace

void sort_by_support(std::span<Column> columns) {
  if (columns.size() > kFewColumns) {
    std::ranges::stable_sort(columns, {}, &Column::support);
    return;
  }
  for (size_t k = 1; k < columns.size(); ++k) {
    const Column column = columns[k];
    size_t at = k;
    for (; at > 0 && columns[at - 1].support > column.support; --at) columns[at] = columns[at - 1];
    columns[at] = column;
  }
}

Projector::Projector(const TransactionView& prepared, uint32_t rank_count, const RankPlaces& places)
    : prepared_(prepared),
      places_(places),
      counts_(rank_count, 0),
      column_of_(rank_count, kNoColumn) {}

std::span<const uint32_t> Projector::relevant(const Place& place,
                                              bool wants_earlier) const noexcept {
  return prepared_.row(place.row).subspan(wants_earlier ? 0 : place.at + 1);
}

const Projection& Projector::project(uint32_t rank, uint32_t min_count, Wants wants) {
  const std::span<const Place> places = places_.of(rank);
  projection_ = Projection{};
  uint64_t support = 0;
  for (const Place& place : places) {
    const uint32_t weight = prepared_.weight(place.row);
    support += weight;
    for (const uint32_t other : relevant(place, wants.earlier)) {
      if (counts_[other] == 0) touched_.push_back(other);
      counts_[other] += weight;
    }
  }
  projection_.support = static_cast<uint32_t>(support);
  choose_columns(rank, min_count);
  if (wants.bits && !projection_.later.empty()) {
    merge_rows(places, wants.earlier);
    projection_.asks_rows =
        projection_.earlier.size() * merger_.count() > wants.rows_cheaper * merger_.cells();
    lay_segments();
    fill_bits();
  }
  for (const uint32_t other : touched_) {
    counts_[other] = 0;
    column_of_[other] = kNoColumn;
  }
  touched_.clear();
  return projection_;
}

void Projector::choose_columns(uint32_t rank, uint32_t min_count) {
  std::ranges::sort(touched_);
  for (const uint32_t other : touched_) {
    const uint32_t support = static_cast<uint32_t>(counts_[other]);
    if (other == rank || support < min_count) continue;
    if (other < rank) {
      projection_.earlier.push_back({nullptr, other, support, 0});
      if (support == projection_.support) projection_.absorbed = true;
    } else if (support == projection_.support) {
      projection_.perfect.push_back(other);
    } else {
      projection_.later.push_back({nullptr, other, support, 0});
    }
  }
  sort_by_support(projection_.later);
  uint32_t column = 0;
  for (Column& later : projection_.later) column_of_[later.rank] = later.index = column++;
  for (Column& earlier : projection_.earlier) column_of_[earlier.rank] = earlier.index = column++;
}

void Projector::merge_rows(std::span<const Place> places, bool wants_earlier) {
  merger_.reset(places.size());
  std::vector<uint32_t> columns;
  for (const Place& place : places) {
    columns.clear();
    for (const uint32_t other : relevant(place, wants_earlier)) {
      if (column_of_[other] != kNoColumn) columns.push_back(column_of_[other]);
    }
    if (!columns.empty()) merger_.add(columns, prepared_.weight(place.row));
  }
  projection_.rows = &merger_;
}

void Projector::lay_segments() {
  std::array<uint32_t, 32> rows_with_bit{};
  for (size_t r = 0; r < merger_.count(); ++r) {
    for (uint64_t left = merger_.weight(r); left != 0; left &= left - 1) {
      ++rows_with_bit[std::countr_zero(left)];
    }
  }
  uint32_t word = 0;
  for (uint32_t shift = 0; shift < rows_with_bit.size(); ++shift) {
    if (rows_with_bit[shift] == 0) continue;
    const uint32_t steps = (rows_with_bit[shift] + 64 * kWordsPerStep - 1) / (64 * kWordsPerStep);
    projection_.segments.push_back({word, word + steps * kWordsPerStep, shift});
    word += steps * kWordsPerStep;
  }
  projection_.words = word;
}

void Projector::fill_bits() {
  Projection& out = projection_;
  const size_t columns = out.later.size() + (out.asks_rows ? 0 : out.earlier.size());
  if (columns * out.words > kMaxSearchWords) throw std::length_error("projection");
  bits_.assign(columns * out.words, 0);
  if (out.asks_rows) out.rows_of_bits.assign(out.words * 64, 0);
  std::array<uint64_t, 32> next_bit{};
  for (const BitSegment& segment : out.segments)
    next_bit[segment.shift] = uint64_t{segment.begin} * 64;
  for (size_t r = 0; r < merger_.count(); ++r) {
    for (uint64_t left = merger_.weight(r); left != 0; left &= left - 1) {
      const uint64_t bit = next_bit[std::countr_zero(left)]++;
      if (out.asks_rows) out.rows_of_bits[bit] = static_cast<uint32_t>(r);
      for (const uint32_t column : merger_.row(r)) {
        if (column >= columns) continue;
        bits_[column * out.words + bit / 64] |= uint64_t{1} << (bit % 64);
      }
    }
  }
  const uint64_t* bits = bits_.data();
  for (Column& later : out.later) later.bits = bits, bits += out.words;
  if (out.asks_rows) return;
  for (Column& earlier : out.earlier) earlier.bits = bits, bits += out.words;
}

}  // namespace honeysift::itemset
