// Which tunnels are looked into: all, except those that end at a protected address (a honeypot that
// is sent tunnelled packets is attacked by the outer sender).
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <vector>

namespace honeysift {

class TunnelPolicy {
 public:
  TunnelPolicy() = default;
  // `addresses`: 16 bytes each.
  TunnelPolicy(const uint8_t* addresses, size_t count) : endpoints_(count) {
    if (count != 0) std::memcpy(endpoints_.data(), addresses, 16 * count);
    std::sort(endpoints_.begin(), endpoints_.end());
  }

  bool looks_into(const uint8_t* outer_destination) const noexcept {
    if (endpoints_.empty()) return true;
    Address address;
    std::memcpy(address.data(), outer_destination, 16);
    return !std::binary_search(endpoints_.begin(), endpoints_.end(), address);
  }

 private:
  using Address = std::array<uint8_t, 16>;
  std::vector<Address> endpoints_;
};

}  // namespace honeysift
