// Address -> index in the list of honeypot addresses, in one or two cache lines a lookup.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "sources/hash.h"

namespace honeysift {

// 16 bytes in network order; IPv4 as ::ffff:a.b.c.d. The words are only compared and hashed, and
// read as numbers by ascending() alone.
struct Address {
  uint64_t high = 0;
  uint64_t low = 0;
  bool operator==(const Address&) const = default;
};

// A word of an address as a number that ascends as its bytes do.
inline uint64_t ascending(uint64_t word) noexcept {
  return __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__ ? __builtin_bswap64(word) : word;
}

inline Address load_address(const uint8_t* at) noexcept { return {load64(at), load64(at + 8)}; }

class HoneypotIndex {
 public:
  // `addresses`: 16 bytes each. Of equal addresses the first counts.
  explicit HoneypotIndex(std::span<const uint8_t> addresses) {
    const size_t count = addresses.size() / 16;
    size_t slots = 8;
    while (slots < count * 4) slots *= 2;
    slots_.resize(slots);
    for (size_t i = 0; i < count; ++i) {
      const Address address = load_address(addresses.data() + i * 16);
      size_t at = slot_of(address);
      while (slots_[at].index >= 0 && !(slots_[at].address == address)) at = (at + 1) & (slots - 1);
      if (slots_[at].index < 0) slots_[at] = {address, static_cast<int32_t>(i)};
    }
    count_ = static_cast<uint32_t>(count);
  }

  // -1 when the address is no honeypot's.
  int32_t find(const Address& address) const noexcept {
    size_t at = slot_of(address);
    while (slots_[at].index >= 0) {
      if (slots_[at].address == address) return slots_[at].index;
      at = (at + 1) & (slots_.size() - 1);
    }
    return -1;
  }

  uint32_t count() const noexcept { return count_; }

 private:
  struct Slot {
    Address address;
    int32_t index = -1;
  };

  size_t slot_of(const Address& address) const noexcept {
    return fold_multiply(address.low ^ kHashA, address.high ^ kHashB) & (slots_.size() - 1);
  }

  std::vector<Slot> slots_;
  uint32_t count_ = 0;
};

}  // namespace honeysift
