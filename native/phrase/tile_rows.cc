#include "phrase/tile_rows.h"

#include <algorithm>
#include <new>

namespace honeysift::phrase {
namespace {

constexpr size_t kMostPlaces = 24;
constexpr size_t kMostCrossings = 48;
// Fewer columns do not pay for packing them.
constexpr size_t kFewestColumns = 8;
// Fewer pairs do not pay for profiles of phrases.
constexpr size_t kFewestPairs = 1024;
// Rows whose words are compared together.
constexpr size_t kRowsAtOnce = 8;
constexpr uint32_t kNoLocal = UINT32_MAX;
// Under `assignment` a pair counts as certainly in place only by a margin that rounding cannot
// make.
constexpr double kMargin = 1 + 1e-9;

}  // namespace

TileRows::TileRows(const PhraseSpace& space, const Options& options, const TileBounds& tile,
                   CancelFlag cancel)
    : space_(space),
      options_(options),
      cancel_(cancel),
      pairs_(space, options, cancel, (tile.row_end - tile.row_start) * tile.columns()),
      tile_(tile) {
  const bool may_share = tile.columns() >= kFewestColumns &&
                         options_.matching != Matching::kModule && options_.string_cost > 0 &&
                         options_.position_cost > 0 && options_.exact_cost == 0;
  is_shared_ = may_share && find_varying_places(space_, options_.mode, tile, kMostPlaces, places_);
  if (!is_shared_) {
    // Pairs of an assignment are solved in one order always, which a name of a distance lacks.
    const bool is_one_order =
        options_.matching == Matching::kStable || tile.row_end <= tile.col_start;
    const size_t pairs = (tile.row_end - tile.row_start) * tile.columns();
    if (may_share && is_one_order && pairs >= kFewestPairs)
      templates_.prepare(space_, options_, tile, cancel_);
    if (tile.columns() >= kFewestColumns && PlacewiseMarriage::serves(options_)) {
      pairs_.add_lengths(tile);
    }
    return;
  }
  sums_.resize(tile.columns());
  columns_.reserve(places_.size());
  for (const Place& place : places_) add_column(place);
  for (size_t c = 0; c < columns_.size(); ++c) edits_.push_back({c, c, {}, {}});
  add_crossings();
  if (crossings_.size() > kMostCrossings) is_shared_ = false;
}

void TileRows::add_column(const Place& place) {
  Column& column = columns_.emplace_back();
  column.place = place;
  column.longest = 0;
  if (local_of_.empty()) local_of_.assign(space_.words.size, kNoLocal);
  std::vector<uint32_t> distinct;
  std::vector<uint32_t> locals(tile_.columns());
  for (size_t j = 0; j < locals.size(); ++j) {
    const uint32_t word = place.word_of(space_, tile_.col_start + j);
    uint32_t& local = local_of_[word];
    if (local == kNoLocal) {
      local = static_cast<uint32_t>(distinct.size());
      distinct.push_back(word);
      column.longest = std::max(column.longest, space_.words.length(word));
    }
    locals[j] = local;
  }
  for (const uint32_t word : distinct) local_of_[word] = kNoLocal;
  for (size_t i = tile_.row_start; i < tile_.row_end; ++i) {
    column.longest = std::max(column.longest, space_.words.length(place.word_of(space_, i)));
  }
  std::vector<uint32_t> slots;
  column.lanes.pack(space_.words, distinct, slots);
  for (uint32_t& local : locals) local = slots[local];
  column.slots = std::move(locals);
}

bool TileRows::may_cross(uint32_t longest_p, uint32_t longest_q, uint64_t gap) const noexcept {
  const double across = marriage_cost(options_, 0, gap);
  const double mp = marriage_cost(options_, longest_p, 0);
  const double mq = marriage_cost(options_, longest_q, 0);
  if (options_.matching == Matching::kStable) return across <= std::min(mp, mq);
  return 2 * across <= (mp + mq) * kMargin;
}

void TileRows::add_crossings() {
  for (size_t p = 0; p < columns_.size(); ++p) {
    for (size_t q = p + 1; q < columns_.size(); ++q) {
      if (columns_[p].place.in_set != columns_[q].place.in_set) break;
      const uint64_t gap = columns_[q].place.position - columns_[p].place.position;
      if (!may_cross(columns_[p].longest, columns_[q].longest, gap)) continue;
      crossings_.push_back({p, q, gap, edits_.size(), edits_.size() + 1});
      edits_.push_back({p, q, {}, {}});
      edits_.push_back({q, p, {}, {}});
      if (crossings_.size() > kMostCrossings) return;
    }
  }
}

bool TileRows::fetch(Edits& edits, size_t rows) {
  Column& column = columns_[edits.column];
  const size_t size = column.lanes.size();
  edits.memory.resize(rows * size);
  edits.of_row.clear();
  texts_.clear();
  uint32_t last = 0;
  for (size_t row = fetched_from_; row < fetched_to_; ++row) {
    const uint32_t word = columns_[edits.row_column].place.word_of(space_, row);
    if (texts_.empty() || word != last) {
      texts_.push_back({space_.words.byte_word(word), edits.memory.data() + texts_.size() * size});
    }
    last = word;
    edits.of_row.push_back(texts_.back().out);
  }
  return column.lanes.distances(texts_, cancel_);
}

bool TileRows::fetch_rows(size_t row) {
  if (row >= fetched_from_ && row < fetched_to_) return true;
  fetched_from_ = row;
  fetched_to_ = std::min(row + kRowsAtOnce, tile_.row_end);
  const size_t rows = fetched_to_ - fetched_from_;
  return std::all_of(edits_.begin(), edits_.end(),
                     [&](Edits& edits) { return fetch(edits, rows); });
}

bool TileRows::is_crossed(const Crossing& crossing, size_t row, size_t j) const noexcept {
  const uint32_t slot_p = columns_[crossing.p].slots[j];
  const uint32_t slot_q = columns_[crossing.q].slots[j];
  const uint32_t edits_p = edits_[crossing.p].of_row[row][slot_p];
  const uint32_t edits_q = edits_[crossing.q].of_row[row][slot_q];
  // Equal words at their place are married already.
  if (edits_p == 0 || edits_q == 0 || !may_cross(edits_p, edits_q, crossing.gap)) return false;
  const double mp = marriage_cost(options_, edits_p, 0);
  const double mq = marriage_cost(options_, edits_q, 0);
  const double pq =
      marriage_cost(options_, edits_[crossing.edits_pq].of_row[row][slot_q], crossing.gap);
  const double qp =
      marriage_cost(options_, edits_[crossing.edits_qp].of_row[row][slot_p], crossing.gap);
  if (options_.matching == Matching::kStable) {
    // Ties go to the higher place: p leaves its own place for q at the same cost, q does not leave
    // its own for p.
    return (pq <= mp && pq < mq) || (qp <= mp && qp < mq);
  }
  return 2 * std::min(pq, qp) <= (mp + mq) * kMargin;
}

Status TileRows::row(size_t i, size_t from, double* out) {
  const size_t first = from - tile_.col_start;
  const size_t columns = tile_.columns();
  if (is_cancelled(cancel_)) return Status::kCancelled;
  if (templates_.serves()) return templates_.row(i, from, pairs_, out);
  if (!is_shared_) {
    for (size_t j = first; j < columns; ++j) {
      const Status status = pairs_.between(i, tile_.col_start + j, out[j]);
      if (status != Status::kOk) return status;
    }
    return Status::kOk;
  }
  if (!fetch_rows(i)) return is_cancelled(cancel_) ? Status::kCancelled : Status::kOutOfMemory;
  const size_t row = i - fetched_from_;
  std::fill(sums_.begin(), sums_.end(), 0u);
  for (size_t c = 0; c < columns_.size(); ++c) {
    const uint32_t* by_slot = edits_[c].of_row[row];
    const uint32_t* slots = columns_[c].slots.data();
    for (size_t j = first; j < columns; ++j) sums_[j] += by_slot[slots[j]];
  }
  for (size_t j = first; j < columns; ++j) out[j] = marriage_cost(options_, sums_[j], 0);
  for (size_t j = first; j < columns && !crossings_.empty(); ++j) {
    const bool is_any_crossed =
        std::any_of(crossings_.begin(), crossings_.end(),
                    [&](const Crossing& crossing) { return is_crossed(crossing, row, j); });
    if (!is_any_crossed) continue;
    const Status status = pairs_.between(i, tile_.col_start + j, out[j]);
    if (status != Status::kOk) return status;
  }
  return Status::kOk;
}

Status distance_tile(const PhraseSpace& space, const Options& options, const TileBounds& tile,
                     CancelFlag cancel, double* out) noexcept {
  if (tile.row_start == tile.row_end || tile.columns() == 0) return Status::kOk;
  try {
    TileRows rows(space, options, tile, cancel);
    Status status = Status::kOk;
    for (size_t i = tile.row_start; i < tile.row_end && status == Status::kOk; ++i) {
      status = rows.row(i, tile.col_start, out + (i - tile.row_start) * tile.columns());
    }
    return status;
  } catch (const std::bad_alloc&) {
    return Status::kOutOfMemory;
  }
}

}  // namespace honeysift::phrase
