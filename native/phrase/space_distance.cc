#include "phrase/space_distance.h"

#include <algorithm>
#include <limits>
#include <new>

namespace honeysift::phrase {
namespace {

// Pairs between two looks at the cancel flag; the matchings look at it themselves.
constexpr size_t kPolled = 64;

// Places at which the lists hold different words.
size_t differing_places(const WordList& a, const WordList& b) noexcept {
  const WordList& shorter = a.size < b.size ? a : b;
  const WordList& longer = a.size < b.size ? b : a;
  size_t differing = 0;
  for (size_t i = 0; i < shorter.size; ++i) differing += shorter.ids[i] != longer.ids[i] ? 1 : 0;
  for (size_t i = shorter.size; i < longer.size; ++i)
    differing += longer.ids[i] != kEmptyWord ? 1 : 0;
  return differing;
}

bool holds_same(const WordList& a, const WordList& b) noexcept {
  return a.size == b.size && (a.ids == b.ids || std::equal(a.ids, a.ids + a.size, b.ids));
}

}  // namespace

void SpaceDistance::add_lengths(const TileBounds& tile) {
  row_lengths_.fill(space_, tile.row_start, tile.row_end);
  column_lengths_.fill(space_, tile.col_start, tile.col_end);
}

WordList SpaceDistance::set_list(size_t k) const noexcept {
  WordList list = space_.set_list(k);
  if (row_lengths_.has(k)) {
    list.characters = row_lengths_.set_list(space_, k);
  } else if (column_lengths_.has(k)) {
    list.characters = column_lengths_.set_list(space_, k);
  }
  return list;
}

WordList SpaceDistance::complement_list(size_t k) const noexcept {
  WordList list = space_.complement_list(k);
  if (row_lengths_.has(k)) {
    list.characters = row_lengths_.complement_list(space_, k);
  } else if (column_lengths_.has(k)) {
    list.characters = column_lengths_.complement_list(space_, k);
  }
  return list;
}

Status SpaceDistance::add_lists(const WordList& a, const WordList& b, LastLists& last,
                                Tally& tally) {
  if (!last.is_known || !holds_same(a, last.a) || !holds_same(b, last.b)) {
    last = {a, b, {}, false};
    const Status status = lists_.add(a, b, last.tally);
    if (status != Status::kOk) return status;
    last.is_known = true;
  }
  tally.add(last.tally);
  return Status::kOk;
}

Status SpaceDistance::between(size_t i, size_t j, double& result) {
  // Assignments of equal cost may differ in edits and moves, and so in the last digit: solved in
  // one order always.
  if (i > j && options_.matching == Matching::kAssignment && !is_asymmetric(options_))
    std::swap(i, j);
  Tally tally;
  Status status = Status::kOk;
  if (options_.mode != Mode::kComplementary) {
    status = add_lists(set_list(i), set_list(j), last_in_set_, tally);
  }
  if (status == Status::kOk && options_.mode != Mode::kSet) {
    status = add_lists(complement_list(i), complement_list(j), last_complement_, tally);
  }
  result = distance(options_, tally);
  return status;
}

double SpaceDistance::lower_bound(size_t i, size_t j) const noexcept {
  if (options_.string_cost <= 0 || options_.position_cost <= 0) return 0;
  // A word whose own place holds another word is married to another word, or to its own some places
  // away.
  size_t differing = 0;
  if (options_.mode != Mode::kComplementary) {
    differing += differing_places(space_.set_list(i), space_.set_list(j));
  }
  if (options_.mode != Mode::kSet) {
    differing += differing_places(space_.complement_list(i), space_.complement_list(j));
  }
  return static_cast<double>(differing) * std::min(options_.string_cost, options_.position_cost);
}

Status distances_from(const PhraseSpace& space, const Options& options, size_t i,
                      std::span<const uint32_t> js, double cutoff, CancelFlag cancel,
                      double* out) noexcept {
  try {
    SpaceDistance distances(space, options, cancel, js.size());
    // The bound holds for `module` too: whatever it marries, a place that differs costs something.
    const bool has_cutoff = cutoff < std::numeric_limits<double>::infinity();
    for (size_t k = 0; k < js.size(); ++k) {
      if (k % kPolled == 0 && is_cancelled(cancel)) return Status::kCancelled;
      if (has_cutoff) {
        out[k] = distances.lower_bound(i, js[k]);
        if (out[k] > cutoff) continue;
      }
      const Status status = distances.between(i, js[k], out[k]);
      if (status != Status::kOk) return status;
    }
    return Status::kOk;
  } catch (const std::bad_alloc&) {
    return Status::kOutOfMemory;
  }
}

}  // namespace honeysift::phrase
