#include "phrase/coherence_tile.h"

#include <algorithm>
#include <new>
#include <vector>

#include "phrase/tile_rows.h"

namespace honeysift::phrase {
namespace {

// Sums kept side by side, so that one addition need not wait for the last.
constexpr size_t kSums = 4;

double total(const double (&sums)[kSums]) noexcept {
  return (sums[0] + sums[1]) + (sums[2] + sums[3]);
}

// Stretches of fewer phrases of one shape on average are taken together.
constexpr size_t kLeastStretch = 64;

// Where the shape of the phrases (their numbers of words) changes, from `start` to `end`, both
// included. Tools seldom have the same shape, and phrases of one tool are compared much faster.
std::vector<size_t> cuts_by_shape(const PhraseSpace& space, size_t start, size_t end) {
  const auto has_shape_of_last = [&](size_t i) {
    const auto words = [&](const uint32_t* offsets, size_t k) {
      return offsets[k + 1] - offsets[k];
    };
    return words(space.set_offsets, i) == words(space.set_offsets, i - 1) &&
           words(space.complement_offsets, i) == words(space.complement_offsets, i - 1);
  };
  std::vector<size_t> cuts{start};
  for (size_t i = start + 1; i < end; ++i) {
    if (!has_shape_of_last(i)) cuts.push_back(i);
  }
  if (cuts.size() * kLeastStretch > end - start) cuts.resize(1);
  cuts.push_back(end);
  return cuts;
}

class CoherenceSums {
 public:
  CoherenceSums(const PhraseSpace& space, const Options& options, std::span<const double> counts,
                CancelFlag cancel) noexcept
      : space_(space), options_(options), counts_(counts), cancel_(cancel) {}

  // Adds the pairs i < j of a tile. Throws std::bad_alloc.
  Status add(const TileBounds& tile, double* row_sums, double* column_sums, double& squares) {
    const size_t columns = tile.columns();
    distances_.resize(columns);
    TileRows rows(space_, options_, tile, cancel_);
    for (size_t i = tile.row_start; i < tile.row_end; ++i) {
      const size_t from = std::max(i + 1, tile.col_start);
      if (from >= tile.col_end) break;
      Status status = rows.row(i, from, distances_.data());
      if (status != Status::kOk) return status;
      const size_t first = from - tile.col_start;
      for (size_t j = first; j < columns && is_asymmetric(options_); ++j) {
        double back = 0;
        status = rows.between(tile.col_start + j, i, back);
        if (status != Status::kOk) return status;
        distances_[j] += back;
      }
      double row_sum[kSums] = {};
      double square_sum[kSums] = {};
      for (size_t j = first; j < columns; ++j) {
        const double distance = distances_[j];
        const double weighted = counts_[tile.col_start + j] * distance;
        row_sum[j % kSums] += weighted;
        square_sum[j % kSums] += weighted * distance;
        column_sums[j] += counts_[i] * distance;
      }
      row_sums[i - tile.row_start] += total(row_sum);
      squares += counts_[i] * total(square_sum);
    }
    return Status::kOk;
  }

 private:
  const PhraseSpace& space_;
  const Options& options_;
  std::span<const double> counts_;
  CancelFlag cancel_;
  std::vector<double> distances_;
};

}  // namespace

Status coherence_tile(const PhraseSpace& space, const Options& options, const TileBounds& tile,
                      std::span<const double> counts, CancelFlag cancel, double* row_sums,
                      double* column_sums, double& squares) noexcept {
  try {
    CoherenceSums sums(space, options, counts, cancel);
    const std::vector<size_t> rows = cuts_by_shape(space, tile.row_start, tile.row_end);
    const std::vector<size_t> columns = cuts_by_shape(space, tile.col_start, tile.col_end);
    for (size_t r = 0; r + 1 < rows.size(); ++r) {
      for (size_t c = 0; c + 1 < columns.size(); ++c) {
        if (columns[c + 1] <= rows[r] + 1) continue;
        const TileBounds part{rows[r], rows[r + 1], columns[c], columns[c + 1]};
        const Status status = sums.add(part, row_sums + (rows[r] - tile.row_start),
                                       column_sums + (columns[c] - tile.col_start), squares);
        if (status != Status::kOk) return status;
      }
    }
    return Status::kOk;
  } catch (const std::bad_alloc&) {
    return Status::kOutOfMemory;
  }
}

}  // namespace honeysift::phrase
