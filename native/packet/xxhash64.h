// XXH64, the checksum of zstd frames:
// https://github.com/Cyan4973/xxHash/blob/dev/doc/xxhash_spec.md
#pragma once

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>

#include "packet/wire.h"

namespace honeysift {

class XxHash64 {
 public:
  void update(const uint8_t* bytes, size_t length) noexcept {
    if (length == 0) return;
    total_ += length;
    if (pending_length_ != 0) {
      const size_t taken = length < 32 - pending_length_ ? length : 32 - pending_length_;
      std::memcpy(pending_.data() + pending_length_, bytes, taken);
      pending_length_ += taken;
      bytes += taken;
      length -= taken;
      if (pending_length_ < 32) return;
      stripe(pending_.data());
      pending_length_ = 0;
    }
    for (; length >= 32; bytes += 32, length -= 32) stripe(bytes);
    if (length != 0) std::memcpy(pending_.data(), bytes, length);
    pending_length_ = length;
  }

  uint64_t value() const noexcept {
    uint64_t hash = k5;
    if (total_ >= 32) {
      hash = std::rotl(lanes_[0], 1) + std::rotl(lanes_[1], 7) + std::rotl(lanes_[2], 12) +
             std::rotl(lanes_[3], 18);
      for (const uint64_t lane : lanes_) hash = (hash ^ round(0, lane)) * k1 + k4;
    }
    hash += total_;
    const uint8_t* at = pending_.data();
    size_t left = pending_length_;
    for (; left >= 8; at += 8, left -= 8) {
      hash = std::rotl(hash ^ round(0, load_u64(at, false)), 27) * k1 + k4;
    }
    if (left >= 4) {
      hash = std::rotl(hash ^ load_le32(at) * k1, 23) * k2 + k3;
      at += 4;
      left -= 4;
    }
    for (; left > 0; ++at, --left) hash = std::rotl(hash ^ *at * k5, 11) * k1;
    hash = (hash ^ hash >> 33) * k2;
    hash = (hash ^ hash >> 29) * k3;
    return hash ^ hash >> 32;
  }

 private:
  static constexpr uint64_t k1 = 0x9e3779b185ebca87;
  static constexpr uint64_t k2 = 0xc2b2ae3d27d4eb4f;
  static constexpr uint64_t k3 = 0x165667b19e3779f9;
  static constexpr uint64_t k4 = 0x85ebca77c2b2ae63;
  static constexpr uint64_t k5 = 0x27d4eb2f165667c5;

  static uint64_t round(uint64_t lane, uint64_t word) noexcept {
    return std::rotl(lane + word * k2, 31) * k1;
  }
  void stripe(const uint8_t* bytes) noexcept {
    for (size_t i = 0; i < 4; ++i) lanes_[i] = round(lanes_[i], load_u64(bytes + 8 * i, false));
  }

  std::array<uint64_t, 4> lanes_ = {k1 + k2, k2, 0, 0 - k1};
  std::array<uint8_t, 32> pending_{};
  size_t pending_length_ = 0;
  uint64_t total_ = 0;
};

}  // namespace honeysift
