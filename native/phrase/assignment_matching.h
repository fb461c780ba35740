// The cheapest assignment of two word lists.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

#include "phrase/edit_rows.h"
#include "phrase/phrase_costs.h"
#include "phrase/residual.h"
#include "phrase/word_distances.h"

namespace honeysift::phrase {

// Words left over on either side once equal words are taken out; beyond it solve() answers kBound.
constexpr size_t kMostAssignedWords = 20000;
// Rows looked through, times their length; beyond it solve() answers kBound. About a minute.
constexpr uint64_t kMostAssignmentSteps = uint64_t{40} << 30;

// Jonker and Volgenant 1987: cheap reductions marry most words, shortest augmenting paths the rest.
// Steps grow with n^3 at worst, mostly with n^2; memory with n, as rows of costs are computed when
// they are needed (small ones are kept).
class AssignmentMatching {
 public:
  // Adds the marriages to `tally`. Throws std::bad_alloc.
  Status solve(const Options& options, const Residual& residual, WordDistances& distances,
               Tally& tally);

 private:
  // Costs of marrying word i of A, by word of B.
  const double* costs_of(size_t i);
  void add_positions(uint32_t position, const std::vector<uint32_t>& others, double* out) const;
  bool goes_on() noexcept;

  void reduce_columns(EditRows& by_column);
  void transfer_reduction(const std::vector<uint32_t>& times_least);
  void augment_by_reduction();
  void augment_by_path(uint32_t row);

  Options options_;
  const Residual* residual_ = nullptr;
  WordDistances* distances_ = nullptr;
  EditRows* rows_ = nullptr;
  size_t size_ = 0;
  uint64_t steps_ = 0;
  std::vector<uint32_t> edits_;
  std::vector<double> costs_;  // one row, or all
  std::vector<uint8_t> is_kept_;
  std::vector<double> price_;        // per column
  std::vector<uint32_t> column_of_;  // per row
  std::vector<uint32_t> row_of_;     // per column
  std::vector<uint32_t> free_rows_;
  // Of augment_by_path
  std::vector<double> reach_;
  std::vector<uint32_t> came_from_;
  std::vector<uint32_t> order_;
};

}  // namespace honeysift::phrase
