// Address, group and day -> the attack source they belong to.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "sources/honeypot_index.h"

namespace honeysift {

// Attack sources, one element a row; an address and group has at most one on any day.
struct SourceRows {
  std::span<const uint8_t> addresses;  // 16 bytes a row
  std::span<const int32_t> first_day, last_day;
  std::span<const uint16_t> group;
  std::span<const uint16_t> target_group;  // per honeypot address
};

class RowIndex {
 public:
  // May throw std::bad_alloc.
  explicit RowIndex(const SourceRows& rows);

  // -1: none.
  int64_t find(const Address& address, uint16_t group, int32_t day) const noexcept;

 private:
  // Of one address and group.
  struct Stay {
    Address address;
    uint16_t group;
  };

  size_t slot_of(const Stay& stay) const noexcept;

  const SourceRows& rows_;
  std::vector<Stay> stays_;
  std::vector<uint32_t> slots_;          // number of a stay plus one; 0: free
  std::vector<uint32_t> begin_, order_;  // rows of a stay, by day
};

}  // namespace honeysift
