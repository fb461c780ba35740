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

}  // namespace

Status coherence_tile(const PhraseSpace& space, const Options& options, const TileBounds& tile,
                      std::span<const double> counts, CancelFlag cancel, double* row_sums,
                      double* column_sums, double& squares) noexcept {
  try {
    const size_t columns = tile.columns();
    std::vector<double> distances(columns);
    TileRows rows(space, options, tile, cancel);
    for (size_t i = tile.row_start; i < tile.row_end; ++i) {
      const size_t from = std::max(i + 1, tile.col_start);
      if (from >= tile.col_end) break;
      Status status = rows.row(i, from, distances.data());
      if (status != Status::kOk) return status;
      const size_t first = from - tile.col_start;
      for (size_t j = first; j < columns && is_asymmetric(options); ++j) {
        double back = 0;
        status = rows.between(tile.col_start + j, i, back);
        if (status != Status::kOk) return status;
        distances[j] += back;
      }
      double row_sum[kSums] = {};
      double square_sum[kSums] = {};
      for (size_t j = first; j < columns; ++j) {
        const double distance = distances[j];
        const double weighted = counts[tile.col_start + j] * distance;
        row_sum[j % kSums] += weighted;
        square_sum[j % kSums] += weighted * distance;
        column_sums[j] += counts[i] * distance;
      }
      row_sums[i - tile.row_start] += total(row_sum);
      squares += counts[i] * total(square_sum);
    }
    return Status::kOk;
  } catch (const std::bad_alloc&) {
    return Status::kOutOfMemory;
  }
}

}  // namespace honeysift::phrase
