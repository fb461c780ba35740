#include "phrase/assignment_matching.h"

#include <algorithm>
#include <limits>
#include <numeric>

namespace honeysift::phrase {
namespace {

constexpr uint32_t kNone = UINT32_MAX;
constexpr double kFar = std::numeric_limits<double>::infinity();
// Up to here all costs are kept (32 MB), beyond it they are computed again whenever a row is looked
// through.
constexpr size_t kMostKept = 2048;
constexpr size_t kReductionRounds = 2;

uint64_t moves_between(uint32_t p, uint32_t q) noexcept { return p > q ? p - q : q - p; }

}  // namespace

bool AssignmentMatching::goes_on() noexcept {
  steps_ += size_;
  if (steps_ > kMostAssignmentSteps && !distances_->is_stopped()) distances_->stop(Status::kBound);
  return !distances_->is_stopped();
}

void AssignmentMatching::add_positions(uint32_t position, const std::vector<uint32_t>& others,
                                       double* out) const {
  for (size_t j = 0; j < size_; ++j) {
    out[j] = marriage_cost(options_, edits_[j], moves_between(position, others[j]));
  }
}

const double* AssignmentMatching::costs_of(size_t i) {
  const bool keeps = size_ <= kMostKept;
  double* costs = costs_.data() + (keeps ? i * size_ : 0);
  if (keeps && is_kept_[i] != 0) return costs;
  rows_->fill(i, edits_.data());
  add_positions(residual_->a.position[i], residual_->b.position, costs);
  if (keeps) is_kept_[i] = 1;
  return costs;
}

// Every column takes the row it is cheapest for, if that is still free; its price is that cost.
void AssignmentMatching::reduce_columns(EditRows& by_column) {
  std::vector<uint32_t> times_least(size_, 0);
  std::vector<double> costs(size_);
  for (size_t j = size_; j-- > 0;) {
    if (!goes_on()) return;
    by_column.fill(j, edits_.data());
    add_positions(residual_->b.position[j], residual_->a.position, costs.data());
    const size_t i =
        static_cast<size_t>(std::min_element(costs.begin(), costs.end()) - costs.begin());
    price_[j] = costs[i];
    if (++times_least[i] > 1) continue;
    column_of_[i] = static_cast<uint32_t>(j);
    row_of_[j] = static_cast<uint32_t>(i);
  }
  transfer_reduction(times_least);
}

// A row that only one column wanted can lower that column's price until its second choice is as
// good.
void AssignmentMatching::transfer_reduction(const std::vector<uint32_t>& times_least) {
  for (size_t i = 0; i < size_; ++i) {
    if (times_least[i] == 0) free_rows_.push_back(static_cast<uint32_t>(i));
    if (times_least[i] != 1 || size_ == 1) continue;
    if (!goes_on()) return;
    const double* costs = costs_of(i);
    double least = kFar;
    for (size_t j = 0; j < size_; ++j) {
      if (j != column_of_[i]) least = std::min(least, costs[j] - price_[j]);
    }
    price_[column_of_[i]] -= least;
  }
}

// Free rows bid for their best column, by what it is better than the second best, and drive its row
// out.
void AssignmentMatching::augment_by_reduction() {
  std::vector<uint32_t> waiting;
  for (size_t round = 0; round < kReductionRounds; ++round) {
    waiting.swap(free_rows_);
    free_rows_.clear();
    // Bids too small to change a price in floating point could go on for ever.
    size_t bids_left = 8 * size_;
    for (size_t next = 0; next < waiting.size();) {
      if (!goes_on()) return;
      const uint32_t row = waiting[next++];
      const double* costs = costs_of(row);
      uint32_t best = 0;
      uint32_t second = 0;
      double best_cost = kFar;
      double second_cost = kFar;
      for (size_t j = 0; j < size_; ++j) {
        const double cost = costs[j] - price_[j];
        if (cost >= second_cost) continue;
        if (cost < best_cost) {
          second = best;
          second_cost = best_cost;
          best = static_cast<uint32_t>(j);
          best_cost = cost;
        } else {
          second = static_cast<uint32_t>(j);
          second_cost = cost;
        }
      }
      uint32_t driven_out = row_of_[best];
      const bool is_cheaper = best_cost < second_cost && size_ > 1;
      if (is_cheaper) {
        price_[best] -= second_cost - best_cost;
      } else if (driven_out != kNone && size_ > 1) {
        best = second;
        driven_out = row_of_[best];
      }
      if (driven_out != kNone) {
        column_of_[driven_out] = kNone;
        if (is_cheaper && bids_left > 0) {
          --bids_left;
          waiting[--next] = driven_out;
        } else {
          free_rows_.push_back(driven_out);
        }
      }
      column_of_[row] = best;
      row_of_[best] = row;
    }
  }
}

// Dijkstra over columns in reduced costs, from a free row to the nearest free column.
void AssignmentMatching::augment_by_path(uint32_t row) {
  const double* costs = costs_of(row);
  for (size_t j = 0; j < size_; ++j) {
    reach_[j] = costs[j] - price_[j];
    came_from_[j] = row;
  }
  std::iota(order_.begin(), order_.end(), 0u);
  // order_: [0, done) looked through, [done, near) at distance `least`, the rest farther.
  size_t done = 0;
  size_t near = 0;
  double least = 0;
  uint32_t end = kNone;
  while (end == kNone) {
    if (done == near) {
      least = kFar;
      for (size_t k = near; k < size_; ++k) {
        const double reach = reach_[order_[k]];
        if (reach > least) continue;
        if (reach < least) {
          least = reach;
          near = done;
        }
        std::swap(order_[k], order_[near++]);
      }
      for (size_t k = done; k < near && end == kNone; ++k) {
        if (row_of_[order_[k]] == kNone) end = order_[k];
      }
      if (end != kNone) break;
    }
    if (!goes_on()) return;
    const uint32_t through = order_[done++];
    const uint32_t next_row = row_of_[through];
    costs = costs_of(next_row);
    const double offset = costs[through] - price_[through] - least;
    for (size_t k = near; k < size_; ++k) {
      const uint32_t j = order_[k];
      const double reach = costs[j] - price_[j] - offset;
      if (reach >= reach_[j]) continue;
      reach_[j] = reach;
      came_from_[j] = next_row;
      if (reach > least) continue;
      if (row_of_[j] == kNone) {
        end = j;
        break;
      }
      order_[k] = order_[near];
      order_[near++] = j;
    }
  }
  for (size_t k = 0; k < done; ++k) price_[order_[k]] += reach_[order_[k]] - least;
  for (uint32_t from = kNone; from != row;) {
    from = came_from_[end];
    row_of_[end] = from;
    std::swap(column_of_[from], end);
  }
}

Status AssignmentMatching::solve(const Options& options, const Residual& residual,
                                 WordDistances& distances, Tally& tally) {
  size_ = residual.size();
  if (size_ > kMostAssignedWords) return Status::kBound;
  options_ = options;
  residual_ = &residual;
  distances_ = &distances;
  steps_ = 0;
  EditRows rows(residual.a, residual.b, distances);
  rows_ = &rows;
  edits_.resize(size_);
  costs_.resize(size_ <= kMostKept ? size_ * size_ : size_);
  is_kept_.assign(size_, 0);
  price_.assign(size_, 0);
  column_of_.assign(size_, kNone);
  row_of_.assign(size_, kNone);
  free_rows_.clear();
  reach_.resize(size_);
  came_from_.resize(size_);
  order_.resize(size_);
  {
    EditRows by_column(residual.b, residual.a, distances);
    reduce_columns(by_column);
  }
  if (!distances.is_stopped()) augment_by_reduction();
  for (const uint32_t row : free_rows_) {
    if (distances.is_stopped()) return distances.status();
    augment_by_path(row);
  }
  if (distances.is_stopped()) return distances.status();
  for (size_t i = 0; i < size_; ++i) {
    const uint32_t j = column_of_[i];
    tally.edits += distances.exact(residual.a.word[i], residual.b.word[j]);
    tally.moves += moves_between(residual.a.position[i], residual.b.position[j]);
  }
  return distances.is_stopped() ? distances.status() : Status::kOk;
}

}  // namespace honeysift::phrase
