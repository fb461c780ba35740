// A cursor over untrusted bytes that cannot overrun: the first bad read poisons it, and one check
// at the end suffices.
#pragma once

#include <cstddef>
#include <cstdint>

namespace honeysift {

class ByteCursor {
 public:
  ByteCursor(const uint8_t* data, size_t size) noexcept : data_(data), size_(size) {}

  bool ok() const noexcept { return ok_; }
  size_t position() const noexcept { return at_; }
  size_t remaining() const noexcept { return size_ - at_; }
  const uint8_t* here() const noexcept { return data_ + at_; }

  void skip(size_t bytes) noexcept { take(bytes); }

  uint8_t u8() noexcept {
    const uint8_t* p = take(1);
    return p ? p[0] : uint8_t{0};
  }
  uint16_t be16() noexcept {
    const uint8_t* p = take(2);
    return p ? static_cast<uint16_t>(p[0] << 8 | p[1]) : uint16_t{0};
  }
  uint32_t be32() noexcept {
    const uint8_t* p = take(4);
    return p ? uint32_t{p[0]} << 24 | uint32_t{p[1]} << 16 | uint32_t{p[2]} << 8 | p[3] : 0u;
  }
  uint16_t le16() noexcept {
    const uint8_t* p = take(2);
    return p ? static_cast<uint16_t>(p[1] << 8 | p[0]) : uint16_t{0};
  }
  uint32_t le32() noexcept {
    const uint8_t* p = take(4);
    return p ? uint32_t{p[3]} << 24 | uint32_t{p[2]} << 16 | uint32_t{p[1]} << 8 | p[0] : 0u;
  }
  // The next `bytes` bytes, or null (and poisoned) when there are fewer.
  const uint8_t* take(size_t bytes) noexcept {
    if (!ok_ || bytes > size_ - at_) {
      ok_ = false;
      return nullptr;
    }
    const uint8_t* p = data_ + at_;
    at_ += bytes;
    return p;
  }

 private:
  const uint8_t* data_;
  size_t size_;
  size_t at_ = 0;
  bool ok_ = true;
};

}  // namespace honeysift
