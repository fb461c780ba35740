// Addresses of a block of packets, each once, with its text and whether it is a honeypot's.
// May throw std::bad_alloc.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "sources/honeypot_index.h"

namespace honeysift {

class AddressTable {
 public:
  explicit AddressTable(const HoneypotIndex& honeypots);

  // The number of the address; numbers count up from 0 in order of first arrival.
  uint32_t find_or_add(const uint8_t* address);

  // Index of the honeypot address, or -1.
  int32_t target(uint32_t number) const noexcept { return entries_[number].target; }
  std::string_view text(uint32_t number) const noexcept {
    const Entry& entry = entries_[number];
    return {texts_.data() + entry.text_at, entry.text_length};
  }
  size_t size() const noexcept { return entries_.size(); }
  void clear();

 private:
  struct Entry {
    Address address;
    size_t text_at;
    uint32_t text_length;
    int32_t target;
  };

  size_t slot_of(const Address& address) const noexcept;
  void grow();

  const HoneypotIndex& honeypots_;
  std::vector<Entry> entries_;
  std::vector<uint32_t> slots_;  // number + 1; 0: free
  std::string texts_;
};

}  // namespace honeysift
