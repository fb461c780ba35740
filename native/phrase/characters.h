// The characters of a text from JavaScript.
#pragma once

#include <memory>

#include "phrase/utf16.h"

namespace honeysift::phrase {

// Bytes where all characters are below U+0100, else code points.
class Characters {
 public:
  bool is_wide = false;
  std::span<const uint8_t> bytes;  // of memory of its own, or of whoever set them
  std::span<const uint32_t> points;

  // Throws std::bad_alloc, as does widen().
  void take(std::span<const char16_t> units) {
    if (!is_latin1(units)) {
      points_.reset(new uint32_t[units.size()]);
      points = {points_.get(), to_code_points(units, points_.get())};
      is_wide = true;
      return;
    }
    uint8_t* to = short_bytes_;
    if (units.size() > kShort) {
      long_bytes_.reset(new uint8_t[units.size()]);
      to = long_bytes_.get();
    }
    narrow(units, to);
    bytes = {to, units.size()};
  }
  void widen() {
    if (is_wide) return;
    points_.reset(new uint32_t[bytes.size()]);
    for (size_t i = 0; i < bytes.size(); ++i) points_[i] = bytes[i];
    points = {points_.get(), bytes.size()};
    is_wide = true;
  }

 protected:
  static constexpr size_t kShort = 512;

 private:
  uint8_t short_bytes_[kShort];
  std::unique_ptr<uint8_t[]> long_bytes_;
  std::unique_ptr<uint32_t[]> points_;
};

}  // namespace honeysift::phrase
