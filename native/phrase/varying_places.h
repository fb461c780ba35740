// The places at which the phrases of one tile do not all hold the same word.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "phrase/phrase_costs.h"
#include "phrase/phrase_space.h"

namespace honeysift::phrase {

struct Place {
  bool in_set;
  uint32_t position;

  uint32_t word_of(const PhraseSpace& space, size_t phrase) const noexcept {
    return (in_set ? space.set_list(phrase) : space.complement_list(phrase)).at(position);
  }
};

// Phrases [row_start, row_end) and [col_start, col_end).
struct TileBounds {
  size_t row_start;
  size_t row_end;
  size_t col_start;
  size_t col_end;

  size_t columns() const noexcept { return col_end - col_start; }
};

// Leaves the varying places of the lists that count in `places`, set list first, positions
// ascending. False when there are more than `most`. Time linear in the words. Throws
// std::bad_alloc.
bool find_varying_places(const PhraseSpace& space, Mode mode, const TileBounds& tile, size_t most,
                         std::vector<Place>& places);

}  // namespace honeysift::phrase
