// Memory for payloads that stand nowhere in the bytes fed: reassembled datagrams. One batch uses it
// up, the next begins anew.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>

namespace honeysift {

class ScratchSpace {
 public:
  ScratchSpace(uint8_t* data, size_t capacity) noexcept : data_(data), capacity_(capacity) {}

  const uint8_t* data() const noexcept { return data_; }
  size_t capacity() const noexcept { return capacity_; }
  size_t room() const noexcept { return capacity_ - used_; }

  // A copy of the bytes; null when there is no room.
  const uint8_t* store(const uint8_t* bytes, size_t length) noexcept {
    if (length > room()) return nullptr;
    uint8_t* copy = data_ + used_;
    if (length != 0) std::memcpy(copy, bytes, length);
    used_ += length;
    return copy;
  }

 private:
  uint8_t* data_;
  size_t capacity_;
  size_t used_ = 0;
};

}  // namespace honeysift
