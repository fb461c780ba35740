#include "phrase/module_matching.h"

#include <algorithm>
#include <numeric>

#include "phrase/edit_rows.h"

namespace honeysift::phrase {
namespace {

constexpr uint32_t kNone = UINT32_MAX;

Residual::Side all_words(const WordList& list, size_t size) {
  Residual::Side side;
  for (size_t i = 0; i < size; ++i) side.word.push_back(list.at(i));
  return side;
}

uint64_t gap(size_t i, size_t j) noexcept { return i > j ? i - j : j - i; }

}  // namespace

uint32_t ModuleMatching::next_choice(size_t row) {
  const double* costs = cost_.data() + row * size_;
  if (proposals_[row]++ == 0) {
    size_t best = 0;
    for (size_t j = 1; j < size_; ++j) {
      if (costs[j] <= costs[best]) best = j;
    }
    return static_cast<uint32_t>(best);
  }
  std::vector<uint16_t>& order = preferences_[row];
  if (order.size() != size_) {
    order.resize(size_);
    std::iota(order.begin(), order.end(), uint16_t{0});
    std::sort(order.begin(), order.end(), [&](uint16_t x, uint16_t y) {
      return costs[x] != costs[y] ? costs[x] < costs[y] : x > y;
    });
  }
  return order[proposals_[row] - 1];
}

const std::vector<uint16_t>& ModuleMatching::ranks_of(size_t column) {
  std::vector<uint16_t>& order = ranks_[column];
  if (order.size() != size_) {
    order.resize(size_);
    std::iota(order.begin(), order.end(), uint16_t{0});
    std::sort(order.begin(), order.end(), [&](uint16_t x, uint16_t y) {
      const double cx = cost_[x * size_ + column];
      const double cy = cost_[y * size_ + column];
      return cx != cy ? cx > cy : x < y;
    });
  }
  return order;
}

Status ModuleMatching::solve(const Options& options, const WordList& a, const WordList& b,
                             WordDistances& distances, Tally& tally) {
  size_ = std::max(a.size, b.size);
  if (size_ > kMostModuleWords) return Status::kBound;
  edits_.resize(size_ * size_);
  cost_.resize(size_ * size_);
  const Residual::Side from = all_words(a, size_);
  const Residual::Side to = all_words(b, size_);
  EditRows rows(from, to, distances);
  for (size_t i = 0; i < size_; ++i) {
    if (distances.is_stopped()) return distances.status();
    rows.fill(i, edits_.data() + i * size_);
    for (size_t j = 0; j < size_; ++j) {
      cost_[i * size_ + j] = marriage_cost(options, edits_[i * size_ + j], gap(i, j));
    }
  }
  proposals_.assign(size_, 0);
  if (preferences_.size() < size_) preferences_.resize(size_);
  if (ranks_.size() < size_) ranks_.resize(size_);
  for (size_t i = 0; i < size_; ++i) {
    preferences_[i].clear();
    ranks_[i].clear();
  }
  std::vector<uint32_t> partner(size_, kNone);
  for (size_t first = size_; first-- > 0;) {
    for (size_t suitor = first;;) {
      if (distances.is_stopped()) return distances.status();
      const uint32_t column = next_choice(suitor);
      const uint32_t present = partner[column];
      if (present == kNone) {
        partner[column] = static_cast<uint32_t>(suitor);
        break;
      }
      const std::vector<uint16_t>& ranks = ranks_of(column);
      if (ranks[suitor] < ranks[present]) {
        partner[column] = static_cast<uint32_t>(suitor);
        suitor = present;
      }
    }
  }
  for (size_t j = 0; j < size_; ++j) {
    tally.edits += edits_[partner[j] * size_ + j];
    tally.moves += gap(partner[j], j);
  }
  return distances.is_stopped() ? distances.status() : Status::kOk;
}

}  // namespace honeysift::phrase
