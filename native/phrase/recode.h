// Code points to bytes: Levenshtein only asks which characters are equal, so up to 255 distinct
// ones fit a byte.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

namespace honeysift::phrase {

// Gives each distinct code point it meets the next byte, from 1. At most 255 of them.
class ByteAlphabet {
 public:
  // The byte of `point`, or 0 when it is new and no byte is left.
  uint8_t add(uint32_t point) noexcept { return slot_of(point, true); }
  // The byte of `point`, or 0 when it was never added.
  uint8_t find(uint32_t point) const noexcept {
    return const_cast<ByteAlphabet*>(this)->slot_of(point, false);
  }

 private:
  static constexpr size_t kSlots = 1024;

  uint8_t slot_of(uint32_t point, bool insert) noexcept {
    size_t at = (point * 2654435761u) >> 22;
    while (code_[at] != 0) {
      if (point_[at] == point) return code_[at];
      at = (at + 1) % kSlots;
    }
    if (!insert || used_ == 255) return 0;
    point_[at] = point;
    return code_[at] = ++used_;
  }

  uint32_t point_[kSlots];
  uint8_t code_[kSlots] = {};
  uint8_t used_ = 0;
};

}  // namespace honeysift::phrase
