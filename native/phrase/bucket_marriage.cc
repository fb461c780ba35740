#include "phrase/bucket_marriage.h"

#include <algorithm>

namespace honeysift::phrase {
namespace {

constexpr uint32_t kNone = UINT32_MAX;
constexpr uint32_t kUnknown = UINT32_MAX;
constexpr size_t kLargestRing = size_t{1} << 16;
constexpr size_t kMostPairs = size_t{1} << 23;

// `bits` moved down by `by` positions, one word of it.
uint64_t moved_down(const std::vector<uint64_t>& bits, size_t block, size_t by) noexcept {
  const size_t from = block + by / 64;
  if (from >= bits.size()) return 0;
  const size_t shift = by % 64;
  uint64_t word = bits[from] >> shift;
  if (shift != 0 && from + 1 < bits.size()) word |= bits[from + 1] << (64 - shift);
  return word;
}

}  // namespace

bool BucketMarriage::set_costs(const Options& options) noexcept {
  const UnitCosts costs = unit_costs(options);
  edit_cost_ = costs.edit;
  move_cost_ = costs.move;
  return costs.edit > 0;
}

void BucketMarriage::fill(const Residual::Side& from, size_t places, const WordDistances& distances,
                          Side& side) {
  side.free.assign((places + 63) / 64, 0);
  side.word.resize(places);
  side.length.resize(places);
  for (size_t k = 0; k < from.word.size(); ++k) {
    const uint32_t at = from.position[k];
    side.free[at / 64] |= uint64_t{1} << (at % 64);
    side.word[at] = from.word[k];
    side.length[at] = distances.length(from.word[k]);
  }
}

void BucketMarriage::put(Pair pair, size_t cost) {
  uint32_t& bucket = buckets_[cost & (ring_ - 1)];
  pair.next = bucket;
  bucket = static_cast<uint32_t>(pairs_.size());
  pairs_.push_back(pair);
  ++waiting_;
  highest_ = std::max(highest_, cost);
}

void BucketMarriage::add_pair(uint32_t i, uint32_t j, size_t moves) {
  const uint32_t la = a_.length[i];
  const uint32_t lb = b_.length[j];
  const uint32_t apart = la > lb ? la - lb : lb - la;
  uint32_t edits = kUnknown;
  uint32_t least = apart > 0 ? apart : 1;
  if (a_.word[i] == b_.word[j]) {
    edits = least = 0;
  } else if (la == 0 || lb == 0) {
    edits = least;
  }
  put({i, j, edits, kNone}, least * edit_cost_ + moves * move_cost_);
}

void BucketMarriage::add_pairs(size_t moves) {
  for (size_t block = 0; block < a_.free.size(); ++block) {
    uint64_t up = a_.free[block] & moved_down(b_.free, block, moves);
    for (; up != 0; up &= up - 1) {
      const uint32_t i =
          static_cast<uint32_t>(block * 64 + static_cast<size_t>(__builtin_ctzll(up)));
      add_pair(i, i + static_cast<uint32_t>(moves), moves);
    }
    if (moves == 0) continue;
    uint64_t down = b_.free[block] & moved_down(a_.free, block, moves);
    for (; down != 0; down &= down - 1) {
      const uint32_t j =
          static_cast<uint32_t>(block * 64 + static_cast<size_t>(__builtin_ctzll(down)));
      add_pair(j + static_cast<uint32_t>(moves), j, moves);
    }
  }
}

void BucketMarriage::serve(size_t cost, WordDistances& distances, Tally& tally,
                           std::vector<Couple>* couples) {
  uint32_t at = buckets_[cost & (ring_ - 1)];
  buckets_[cost & (ring_ - 1)] = kNone;
  due_.clear();
  for (; at != kNone;) {
    Pair pair = pairs_[at];
    at = pair.next;
    --waiting_;
    if (!a_.is_free(pair.i) || !b_.is_free(pair.j)) continue;
    if (pair.edits == kUnknown) {
      pair.edits = distances.exact(a_.word[pair.i], b_.word[pair.j]);
      const size_t moves = pair.i > pair.j ? pair.i - pair.j : pair.j - pair.i;
      const size_t real = pair.edits * edit_cost_ + moves * move_cost_;
      if (real > cost) {
        put(pair, real);
        continue;
      }
    }
    due_.push_back(pair);
  }
  // Pairs of one i + j share no word, so their order does not matter.
  if (due_.size() > 1) {
    std::sort(due_.begin(), due_.end(), [](const Pair& x, const Pair& y) {
      return uint64_t{x.i} + x.j > uint64_t{y.i} + y.j;
    });
  }
  for (const Pair& pair : due_) {
    if (!a_.is_free(pair.i) || !b_.is_free(pair.j)) continue;
    a_.take(pair.i);
    b_.take(pair.j);
    if (couples != nullptr) couples->push_back({pair.i, pair.j, pair.edits});
    tally.edits += pair.edits;
    tally.moves += pair.i > pair.j ? pair.i - pair.j : pair.j - pair.i;
    --free_;
  }
}

void BucketMarriage::empty_buckets(size_t from) noexcept {
  for (size_t cost = from; waiting_ > 0 && cost <= highest_; ++cost)
    buckets_[cost & (ring_ - 1)] = kNone;
}

Status BucketMarriage::solve(const Residual& residual, WordDistances& distances, Tally& tally,
                             std::vector<Couple>* couples, bool& has_given_up) {
  uint32_t longest = 1;
  for (const uint32_t word : residual.a.word) longest = std::max(longest, distances.length(word));
  for (const uint32_t word : residual.b.word) longest = std::max(longest, distances.length(word));
  // A pair is put at most this far above the level at which it is found.
  has_given_up = longest >= kLargestRing / edit_cost_;
  if (has_given_up) return Status::kOk;
  ring_ = 64;
  while (ring_ <= longest * edit_cost_) ring_ *= 2;
  if (buckets_.size() < ring_) buckets_.resize(ring_, kNone);

  const size_t places = size_t{residual.a.position.back()} + 1;
  fill(residual.a, places, distances, a_);
  fill(residual.b, places, distances, b_);
  pairs_.clear();
  waiting_ = 0;
  highest_ = 0;
  free_ = residual.size();
  Tally found;
  size_t moves = 0;
  size_t level = 0;
  while (free_ > 0 && !distances.is_stopped()) {
    if (waiting_ == 0) level = std::max(level, moves * move_cost_);
    while (moves < places && moves * move_cost_ <= level) add_pairs(moves++);
    if (buckets_[level & (ring_ - 1)] != kNone) serve(level, distances, found, couples);
    ++level;
    if (pairs_.size() > kMostPairs) {
      has_given_up = true;
      break;
    }
  }
  empty_buckets(level);
  if (has_given_up && couples != nullptr) couples->clear();
  if (has_given_up) return Status::kOk;
  tally.add(found);
  return distances.is_stopped() ? distances.status() : Status::kOk;
}

}  // namespace honeysift::phrase
