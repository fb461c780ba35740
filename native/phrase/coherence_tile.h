// What a tile of distances adds to the coherence of a group of phrases.
#pragma once

#include <cstdint>
#include <span>

#include "phrase/phrase_costs.h"
#include "phrase/phrase_space.h"
#include "phrase/varying_places.h"

namespace honeysift::phrase {

// `counts[k]`: how often phrase k of the space occurs. Let v(i, j) be D(i, j), or D(i, j) + D(j, i)
// under options that are not symmetric. For every pair i < j of the tile, row_sums[i - row_start]
// grows by counts[j] * v, column_sums[j - col_start] by counts[i] * v, and `squares` by counts[i] *
// counts[j] * v^2. Whole-number distances give exact sums (below 2^53); others are added in one
// fixed order.
Status coherence_tile(const PhraseSpace& space, const Options& options, const TileBounds& tile,
                      std::span<const double> counts, CancelFlag cancel, double* row_sums,
                      double* column_sums, double& squares) noexcept;

}  // namespace honeysift::phrase
