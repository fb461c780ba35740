// Gives equal words equal numbers.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace honeysift::phrase {

// An open-addressing table of word numbers; the words themselves stay with the caller.
class WordInterner {
 public:
  WordInterner();

  // The number that `is_same(number)` accepts among the words of this hash, or `fresh`, now kept,
  // when there is none. Throws std::bad_alloc.
  template <typename IsSame>
  uint32_t intern(uint64_t hash, uint32_t fresh, IsSame&& is_same) {
    size_t at = hash & mask_;
    while (slots_[at].number != kFree) {
      if (slots_[at].hash == static_cast<uint32_t>(hash >> 32) && is_same(slots_[at].number)) {
        return slots_[at].number;
      }
      at = (at + 1) & mask_;
    }
    slots_[at] = {static_cast<uint32_t>(hash >> 32), static_cast<uint32_t>(hash), fresh};
    if (++used_ * 2 > slots_.size()) grow();
    return fresh;
  }

 private:
  static constexpr uint32_t kFree = UINT32_MAX;
  struct Slot {
    uint32_t hash;
    uint32_t low_hash;
    uint32_t number;
  };

  void grow();

  std::vector<Slot> slots_;
  size_t mask_;
  size_t used_ = 0;
};

// Differs from process to process, so that nobody can craft captures whose words collide.
uint64_t hash_word(const void* bytes, size_t size) noexcept;

}  // namespace honeysift::phrase
