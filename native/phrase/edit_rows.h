// Levenshtein distances between the words of two sides, a row at a time.
#pragma once

#include <cstdint>
#include <vector>

#include "phrase/residual.h"
#include "phrase/word_distances.h"
#include "phrase/word_lanes.h"

namespace honeysift::phrase {

// Many words are packed into SIMD lanes; few are looked up one by one. The sides must outlive it.
class EditRows {
 public:
  // Throws std::bad_alloc.
  EditRows(const Residual::Side& from, const Residual::Side& to, WordDistances& distances);

  // out[j] = distance of word i of `from` and word j of `to`. When `distances` is stopped on the
  // way, anything. Throws std::bad_alloc.
  void fill(size_t i, uint32_t* out);

 private:
  const Residual::Side& from_;
  const Residual::Side& to_;
  WordDistances& distances_;
  bool is_packed_;
  WordLanes lanes_;
  std::vector<uint32_t> slots_;  // per word of `to`
  std::vector<uint32_t> by_slot_;
};

}  // namespace honeysift::phrase
