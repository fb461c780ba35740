// Distances of one text to many words at once, one word to a SIMD lane.
//
// Myers' bit vectors of a word of at most 8, 16, 32 or 64 characters fill a lane of that many bits;
// longer words, up to 512 characters, take several 64-bit lanes with carries between them. All
// lanes take the same text, so each step loads the masks of one character for a whole block of
// words. The distance is read from the last column alone (its top plus its vertical differences),
// which leaves no bookkeeping in the loop. AVX-512 or AVX2 is chosen at run time; elsewhere the
// same code runs on 128-bit vectors.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "phrase/lane_kernels.h"
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

  struct Text {
    std::span<const uint8_t> bytes;
    uint32_t* out;  // room for size()
  };
  // text.out[slot] = distance of the text and the word of that slot, for each text. Several texts
  // at once share what they load. False when it was stopped by lack of memory or the flag. Throws
  // std::bad_alloc.
  bool distances(std::span<const Text> texts, CancelFlag cancel);

  // Uses this kernel of lane_kernels() instead of the fastest; for tests.
  void use_kernel(size_t kernel) noexcept { kernel_ = kernel; }

 private:
  struct Group {
    unsigned lane_bytes;
    unsigned strips;
    size_t first_slot;
    size_t blocks;
    std::vector<uint8_t> masks;  // [block][symbol][strip][64 bytes]
    std::vector<uint8_t> rows;   // [block][strip][64 bytes]: bits in use
  };

  // What length a group serves: classes 0..3 one lane of 8 << class bits, then two lanes of 64
  // bits, three, ...
  static constexpr size_t kClasses = 3 + kMostLaneStrips;
  static size_t class_of(size_t length) noexcept;
  void pack_group(size_t length_class, std::span<const uint32_t> members,
                  std::span<const uint32_t> ids, std::vector<uint32_t>& slots);

  WordTable words_;
  uint8_t symbol_of_[256] = {};  // 0: a character no word has
  size_t symbols_ = 1;
  size_t size_ = 0;
  std::vector<Group> groups_;
  std::vector<uint32_t> long_ids_;
  size_t first_long_slot_ = 0;
  std::vector<uint8_t> text_symbols_;
  std::vector<LaneText> lane_texts_;
  size_t kernel_ = SIZE_MAX;
};

}  // namespace honeysift::phrase
