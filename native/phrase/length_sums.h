// Running totals of word lengths, for the phrases of a tile.
#pragma once

#include <cstdint>
#include <vector>

#include "phrase/phrase_space.h"

namespace honeysift::phrase {

// Of phrases [start, end) of a space; 4 bytes a word.
class LengthSums {
 public:
  // Throws std::bad_alloc.
  void fill(const PhraseSpace& space, size_t start, size_t end);

  bool has(size_t phrase) const noexcept { return phrase >= start_ && phrase < end_; }
  // Of a phrase it has: total of its words up to each, that one included, modulo 2^32.
  const uint32_t* set_list(const PhraseSpace& space, size_t phrase) const noexcept {
    return set_.data() + (space.set_offsets[phrase] - space.set_offsets[start_]);
  }
  const uint32_t* complement_list(const PhraseSpace& space, size_t phrase) const noexcept {
    return complement_.data() +
           (space.complement_offsets[phrase] - space.complement_offsets[start_]);
  }

 private:
  size_t start_ = 0;
  size_t end_ = 0;
  std::vector<uint32_t> set_;
  std::vector<uint32_t> complement_;
};

}  // namespace honeysift::phrase
