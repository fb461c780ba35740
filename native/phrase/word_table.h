// Interned words: equal words have equal ids, and id 0 is the empty word.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

namespace honeysift::phrase {

constexpr uint32_t kEmptyWord = 0;

// A view; either `bytes` or `points` is set. Word `id` is [starts[id], ends[id]).
struct WordTable {
  const uint8_t* bytes = nullptr;
  const uint32_t* points = nullptr;
  const uint32_t* starts = nullptr;
  const uint32_t* ends = nullptr;
  size_t size = 0;

  uint32_t length(uint32_t id) const noexcept { return ends[id] - starts[id]; }
  std::span<const uint8_t> byte_word(uint32_t id) const noexcept {
    return {bytes + starts[id], length(id)};
  }
  std::span<const uint32_t> point_word(uint32_t id) const noexcept {
    return {points + starts[id], length(id)};
  }
};

// One word list of one phrase. Beyond its end every word is the empty one.
struct WordList {
  const uint32_t* ids = nullptr;
  size_t size = 0;
  // Running totals of the words' lengths, modulo 2^32; may be missing.
  const uint32_t* characters = nullptr;

  uint32_t at(size_t i) const noexcept { return i < size ? ids[i] : kEmptyWord; }
};

}  // namespace honeysift::phrase
