// What is left of two word lists once the words that are certainly married at no cost are taken
// out.
//
// Let M be the cost of a marriage. When c_string and c_position are above 0, M = 0 exactly for
// equal words at equal positions. Under `stable` such a pair prefers each other to everything;
// under `assignment` some cheapest assignment marries it, since M is a metric over (word,
// position): whatever i and j are married to can be married to each other instead, by the triangle
// inequality. With c_position = 0 the same holds for equal words at any position; `stable` then
// prefers the highest positions, so equal words are paired from the end.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "phrase/phrase_costs.h"
#include "phrase/word_table.h"

namespace honeysift::phrase {

// `size` words of either side; position[] ascends.
struct Residual {
  struct Side {
    std::vector<uint32_t> position;
    std::vector<uint32_t> word;
    void clear() noexcept {
      position.clear();
      word.clear();
    }
  };
  Side a;
  Side b;
  // Scratch, one per word id, all zero between calls; used without positional cost only.
  std::vector<uint32_t> count;

  size_t size() const noexcept { return a.word.size(); }
  void clear() noexcept {
    a.clear();
    b.clear();
  }
};

// Writes the places below `size` at which `a` and `b` differ to `out` (room for `size`), ascending;
// returns their number.
size_t differing_places(const uint32_t* a, const uint32_t* b, size_t size, uint32_t* out) noexcept;

// Needs c_string > 0. With c_position > 0 both sides hold the same positions. Throws
// std::bad_alloc.
void take_out_equal_words(const Options& options, const WordList& a, const WordList& b,
                          size_t word_count, Residual& residual);

}  // namespace honeysift::phrase
