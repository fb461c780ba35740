#include "phrase/list_distance.h"

#include <algorithm>

namespace honeysift::phrase {

Status ListDistance::add(const WordList& a, const WordList& b, Tally& tally) {
  if (a.size == 0 && b.size == 0) return Status::kOk;
  const Status status = add_marriages(a, b, tally);
  if (status == Status::kOk && options_.exact_cost != 0) tally.mismatches += mismatches(a, b);
  return status;
}

Status ListDistance::add_marriages(const WordList& a, const WordList& b, Tally& tally) {
  if (options_.matching == Matching::kModule)
    return module_.solve(options_, a, b, distances_, tally);
  // Words cost nothing: every word marries the one at its place (or any, when places cost nothing
  // either).
  if (options_.string_cost == 0) return Status::kOk;

  if (PlacewiseMarriage::serves(options_)) {
    bool has_given_up = false;
    const Status status = placewise_.solve(options_, a, b, distances_, tally, has_given_up);
    if (!has_given_up) return status;
  }
  take_out_equal_words(options_, a, b, distances_.word_count(), residual_);
  if (residual_.size() == 0) return Status::kOk;
  if (residual_.size() == 1) {
    const uint32_t p = residual_.a.position[0];
    const uint32_t q = residual_.b.position[0];
    tally.edits += distances_.exact(residual_.a.word[0], residual_.b.word[0]);
    tally.moves += p > q ? p - q : q - p;
    return distances_.is_stopped() ? distances_.status() : Status::kOk;
  }
  return options_.matching == Matching::kStable
             ? stable_.solve(options_, residual_, distances_, tally)
             : assignment_.solve(options_, residual_, distances_, tally);
}

uint64_t ListDistance::mismatches(const WordList& a, const WordList& b) {
  if (seen_.size() < distances_.word_count()) seen_.resize(distances_.word_count());
  if (++call_ == 0) {
    std::fill(seen_.begin(), seen_.end(), 0u);
    call_ = 1;
  }
  const size_t all = std::max(a.size, b.size);
  for (size_t j = 0; j < all; ++j) seen_[b.at(j)] = call_;
  uint64_t found = 0;
  for (size_t i = 0; i < all; ++i) found += seen_[a.at(i)] == call_ ? 1 : 0;
  const uint64_t shorter = std::min(a.size, b.size);
  return shorter > found ? shorter - found : found - shorter;
}

}  // namespace honeysift::phrase
