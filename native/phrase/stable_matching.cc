#include "phrase/stable_matching.h"

#include <algorithm>
#include <optional>

namespace honeysift::phrase {
namespace {

constexpr uint32_t kNone = UINT32_MAX;

void fill(std::vector<uint64_t>& alive, size_t size) {
  alive.assign((size + 63) / 64, ~uint64_t{0});
  if (size % 64 != 0) alive.back() >>= 64 - size % 64;
}

void kill(std::vector<uint64_t>& alive, size_t at) noexcept {
  alive[at / 64] &= ~(uint64_t{1} << (at % 64));
}

// First living index >= at.
uint32_t next_alive(const std::vector<uint64_t>& alive, size_t at) noexcept {
  size_t block = at / 64;
  if (block >= alive.size()) return kNone;
  uint64_t bits = alive[block] >> (at % 64) << (at % 64);
  while (bits == 0) {
    if (++block == alive.size()) return kNone;
    bits = alive[block];
  }
  return static_cast<uint32_t>(block * 64 + static_cast<size_t>(__builtin_ctzll(bits)));
}

// Last living index < at.
uint32_t previous_alive(const std::vector<uint64_t>& alive, size_t at) noexcept {
  if (at == 0) return kNone;
  size_t block = (at - 1) / 64;
  uint64_t bits = alive[block] & (~uint64_t{0} >> (63 - (at - 1) % 64));
  while (bits == 0) {
    if (block-- == 0) return kNone;
    bits = alive[block];
  }
  return static_cast<uint32_t>(block * 64 + 63 - static_cast<size_t>(__builtin_clzll(bits)));
}

}  // namespace

void StableMatching::consider(uint32_t word, const Residual::Side& to, uint32_t candidate,
                              uint64_t moves, Best& best) {
  const uint32_t other = to.word[candidate];
  size_t cutoff = kNoCutoff;
  if (best.exists) {
    const uint32_t la = distances_->length(word);
    const uint32_t lb = distances_->length(other);
    if (marriage_cost(options_, la > lb ? la - lb : lb - la, moves) > best.cost) return;
    // At least the largest number of edits that is no worse; rounding is covered by the two added.
    const double edits =
        (best.cost - static_cast<double>(moves) * options_.position_cost) / options_.string_cost +
        2;
    if (edits < static_cast<double>(std::max(la, lb)))
      cutoff = static_cast<size_t>(std::max(edits, 0.0));
  }
  const uint32_t edits = distances_->bounded(word, other, cutoff);
  const double cost = marriage_cost(options_, edits, moves);
  if (best.exists && (cost > best.cost || (cost == best.cost && candidate <= best.index))) return;
  best = {candidate, edits, cost, true};
}

void StableMatching::search_near(const Residual::Side& from, const Residual::Side& to,
                                 const Alive& alive, uint32_t index, Best& best) {
  const uint32_t word = from.word[index];
  const uint32_t position = from.position[index];
  uint32_t up = next_alive(alive, index);
  uint32_t down = previous_alive(alive, index);
  while (up != kNone || down != kNone) {
    const uint32_t above = up == kNone ? kNone : to.position[up] - position;
    const uint32_t below = down == kNone ? kNone : position - to.position[down];
    const uint32_t moves = std::min(above, below);
    if (best.exists && static_cast<double>(moves) * options_.position_cost > best.cost) return;
    if (above <= below) {
      consider(word, to, up, moves, best);
      up = next_alive(alive, size_t{up} + 1);
    } else {
      consider(word, to, down, moves, best);
      down = previous_alive(alive, down);
    }
  }
}

// Places cost nothing: the highest of the nearest words.
void StableMatching::search_all(EditRows& rows, const Alive& alive, uint32_t index, Best& best) {
  rows.fill(index, edits_.data());
  for (uint32_t at = previous_alive(alive, edits_.size()); at != kNone;
       at = previous_alive(alive, at)) {
    if (best.exists && (edits_[at] > best.edits || (edits_[at] == best.edits && at <= best.index)))
      continue;
    best = {at, edits_[at], marriage_cost(options_, edits_[at], 0), true};
  }
}

Status StableMatching::solve(const Options& options, const Residual& residual,
                             WordDistances& distances, Tally& tally, std::vector<Couple>* couples) {
  if (buckets_.set_costs(options)) {
    bool has_given_up = false;
    const Status status = buckets_.solve(residual, distances, tally, couples, has_given_up);
    if (!has_given_up) return status;
  }
  return solve_by_chains(options, residual, distances, tally, couples);
}

Status StableMatching::solve_by_chains(const Options& options, const Residual& residual,
                                       WordDistances& distances, Tally& tally,
                                       std::vector<Couple>* couples) {
  const size_t size = residual.size();
  options_ = options;
  distances_ = &distances;
  fill(alive_a_, size);
  fill(alive_b_, size);
  chain_.clear();
  edits_.resize(size);
  const bool is_anywhere = options.position_cost == 0;
  std::optional<EditRows> rows_a, rows_b;
  if (is_anywhere) {
    rows_a.emplace(residual.a, residual.b, distances);
    rows_b.emplace(residual.b, residual.a, distances);
  }
  size_t first = 0;
  for (size_t left = size; left > 0;) {
    if (distances.is_stopped()) return distances.status();
    if (chain_.empty()) {
      first = next_alive(alive_a_, first);
      chain_.push_back({static_cast<uint32_t>(first), 0});
    }
    const bool on_a = chain_.size() % 2 == 1;
    const Residual::Side& from = on_a ? residual.a : residual.b;
    const Residual::Side& to = on_a ? residual.b : residual.a;
    const Alive& alive = on_a ? alive_b_ : alive_a_;
    const Link top = chain_.back();
    const auto moves_to = [&](uint32_t partner) {
      const uint32_t p = from.position[top.index];
      const uint32_t q = to.position[partner];
      return uint64_t{p > q ? p - q : q - p};
    };

    Best best;
    if (chain_.size() >= 2) {
      const uint32_t before = chain_[chain_.size() - 2].index;
      best = {before, top.edits, marriage_cost(options, top.edits, moves_to(before)), true};
    }
    if (is_anywhere) {
      search_all(on_a ? *rows_a : *rows_b, alive, top.index, best);
    } else {
      search_near(from, to, alive, top.index, best);
    }
    if (chain_.size() < 2 || best.index != chain_[chain_.size() - 2].index) {
      chain_.push_back({best.index, best.edits});
      continue;
    }
    if (couples != nullptr) {
      const uint32_t p = from.position[top.index];
      const uint32_t q = to.position[best.index];
      couples->push_back({on_a ? p : q, on_a ? q : p, best.edits});
    }
    tally.edits += best.edits;
    tally.moves += moves_to(best.index);
    kill(on_a ? alive_a_ : alive_b_, top.index);
    kill(on_a ? alive_b_ : alive_a_, best.index);
    chain_.pop_back();
    chain_.pop_back();
    --left;
  }
  return distances.is_stopped() ? distances.status() : Status::kOk;
}

}  // namespace honeysift::phrase
