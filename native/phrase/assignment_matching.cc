#include "phrase/assignment_matching.h"

#include <limits>

namespace honeysift::phrase {
namespace {

constexpr uint32_t kNone = UINT32_MAX;

uint64_t moves_between(const Residual& residual, size_t i, size_t j) noexcept {
  const uint32_t p = residual.a.position[i];
  const uint32_t q = residual.b.position[j];
  return p > q ? p - q : q - p;
}

}  // namespace

// Finds the shortest path from `row` to a free column in reduced costs, and flips the marriages
// along it.
void AssignmentMatching::augment(size_t row, size_t size) {
  slack_.assign(size, std::numeric_limits<double>::infinity());
  is_done_.assign(size, 0);
  uint32_t column = kNone;  // column the path has reached; none at the start
  size_t from_row = row;
  for (;;) {
    uint32_t next = kNone;
    double least = std::numeric_limits<double>::infinity();
    const double* costs = cost_.data() + from_row * size;
    const double potential = row_potential_[from_row];
    for (size_t j = 0; j < size; ++j) {
      if (is_done_[j]) continue;
      const double reduced = costs[j] - potential - column_potential_[j];
      if (reduced < slack_[j]) {
        slack_[j] = reduced;
        came_from_[j] = column;
      }
      if (slack_[j] < least) {
        least = slack_[j];
        next = static_cast<uint32_t>(j);
      }
    }
    row_potential_[row] += least;
    for (size_t j = 0; j < size; ++j) {
      if (is_done_[j]) {
        column_potential_[j] -= least;
        row_potential_[row_of_[j]] += least;
      } else {
        slack_[j] -= least;
      }
    }
    is_done_[next] = 1;
    column = next;
    if (row_of_[column] == kNone) break;
    from_row = row_of_[column];
  }
  while (column != kNone) {
    const uint32_t before = came_from_[column];
    row_of_[column] = before == kNone ? static_cast<uint32_t>(row) : row_of_[before];
    column = before;
  }
}

Status AssignmentMatching::solve(const Options& options, const Residual& residual,
                                 WordDistances& distances, Tally& tally) {
  const size_t size = residual.size();
  if (size > kMostAssignedWords) return Status::kBound;
  cost_.resize(size * size);
  edits_.resize(size * size);
  for (size_t i = 0; i < size; ++i) {
    if (distances.is_stopped()) return distances.status();
    for (size_t j = 0; j < size; ++j) {
      const uint32_t edits = distances.exact(residual.a.word[i], residual.b.word[j]);
      edits_[i * size + j] = edits;
      cost_[i * size + j] = marriage_cost(options, edits, moves_between(residual, i, j));
    }
  }
  row_potential_.assign(size, 0);
  column_potential_.assign(size, 0);
  row_of_.assign(size, kNone);
  came_from_.assign(size, kNone);
  for (size_t row = 0; row < size; ++row) {
    if (distances.is_stopped()) return distances.status();
    augment(row, size);
  }
  for (size_t j = 0; j < size; ++j) {
    const size_t i = row_of_[j];
    tally.edits += edits_[i * size + j];
    tally.moves += moves_between(residual, i, j);
  }
  return distances.is_stopped() ? distances.status() : Status::kOk;
}

}  // namespace honeysift::phrase
