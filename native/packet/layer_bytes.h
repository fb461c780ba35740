// What is left of a packet at one layer: the bytes present, and how many there were on the wire.
#pragma once

#include <cstddef>
#include <cstdint>

namespace honeysift {

// A cursor that cannot overrun: `take` gives the next bytes or null, and leaves the cursor where it
// was on null. Holds captured() <= wire() throughout.
class LayerBytes {
 public:
  LayerBytes(const uint8_t* data, uint32_t captured, uint32_t wire) noexcept
      : data_(data), captured_(captured), wire_(wire < captured ? captured : wire) {}

  const uint8_t* here() const noexcept { return data_; }
  uint32_t captured() const noexcept { return captured_; }
  uint32_t wire() const noexcept { return wire_; }

  const uint8_t* take(uint32_t bytes) noexcept {
    if (bytes > captured_) return nullptr;
    const uint8_t* p = data_;
    data_ += bytes;
    captured_ -= bytes;
    wire_ -= bytes;
    return p;
  }

  // Cuts what stands behind the length that a header states (padding, trailers).
  void limit(uint32_t wire) noexcept {
    if (wire < wire_) wire_ = wire;
    if (captured_ > wire_) captured_ = wire_;
  }

  // Passes over `bytes` of the wire even where fewer were captured.
  void pass(uint32_t bytes) noexcept {
    if (bytes > wire_) bytes = wire_;
    const uint32_t present = bytes < captured_ ? bytes : captured_;
    data_ += present;
    captured_ -= present;
    wire_ -= bytes;
  }

 private:
  const uint8_t* data_;
  uint32_t captured_;
  uint32_t wire_;
};

}  // namespace honeysift
