// Distances of one text to many words at once, one word to a SIMD lane.
//
// Myers' bit vectors of a word of at most 8, 16, 32 or 64 characters fill a lane of that many bits.
// All lanes take the same text, so each step loads the masks of one character for a whole block of
// words. The distance is read from the last column alone (its top plus its vertical differences),
// which leaves no bookkeeping in the loop. AVX2 is chosen at run time; elsewhere the same code runs
// on 128-bit vectors.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "phrase/status.h"
#include "phrase/word_table.h"

namespace honeysift::phrase {

class WordLanes {
 public:
  // Packs the words `ids` of a table of bytes. slots[k] becomes the place of ids[k] in what
  // distances() fills. Throws std::bad_alloc.
  void pack(const WordTable& words, std::span<const uint32_t> ids, std::vector<uint32_t>& slots);

  // Places to fill, padding included.
  size_t size() const noexcept { return size_; }

  // out[slot] = distance of `text` and the word of that slot. False when it was stopped by lack of
  // memory or the flag. Throws std::bad_alloc.
  bool distances(std::span<const uint8_t> text, CancelFlag cancel, uint32_t* out);

  // Uses the portable code even where AVX2 is at hand; for tests.
  void stay_portable() noexcept { is_portable_ = true; }

 private:
  struct Group {
    unsigned lane_bytes;
    size_t first_slot;
    size_t blocks;
    std::vector<uint8_t> masks;  // [block][symbol][64 bytes]
    std::vector<uint8_t> rows;   // [block][64 bytes]: bits in use
  };

  void pack_group(unsigned lane_bytes, std::span<const uint32_t> members,
                  std::span<const uint32_t> ids, std::vector<uint32_t>& slots);

  WordTable words_;
  uint8_t symbol_of_[256] = {};  // 0: a character no word has
  size_t symbols_ = 1;
  size_t size_ = 0;
  std::vector<Group> groups_;
  std::vector<uint32_t> long_ids_;
  size_t first_long_slot_ = 0;
  std::vector<uint8_t> text_symbols_;
  bool is_portable_ = false;
};

}  // namespace honeysift::phrase
