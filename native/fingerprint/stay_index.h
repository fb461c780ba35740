// Address, group and day -> the attack source they belong to, whatever the order of the rows.
#pragma once

#include <cstdint>
#include <vector>

#include "fingerprint/source_rows.h"
#include "sources/honeypot_index.h"

namespace honeysift {

class StayIndex {
 public:
  // May throw std::bad_alloc.
  explicit StayIndex(const SourceRows& rows);

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
