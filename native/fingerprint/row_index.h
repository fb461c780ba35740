// Address, group and day -> the attack source they belong to.
#pragma once

#include <cstdint>
#include <optional>

#include "fingerprint/source_rows.h"
#include "fingerprint/stay_index.h"
#include "sources/honeypot_index.h"

namespace honeysift {

// Rows lie in order of first day, address and group, and so, but for a jump now and then, do those
// looked for: the next one is a step or two ahead. What is not found so (a later day of its source,
// or rows in another order) is looked up by address.
class RowIndex {
 public:
  explicit RowIndex(const SourceRows& rows) noexcept : rows_(rows) {}

  // -1: none. May throw std::bad_alloc.
  int64_t find(const Address& address, uint16_t group, int32_t day);

 private:
  struct Key {
    int32_t day;
    Address address;
    uint16_t group;
  };

  bool lies_before(size_t row, const Key& key) const noexcept;
  bool holds(size_t row, const Key& key) const noexcept;
  size_t seek(const Key& key) const noexcept;

  const SourceRows& rows_;
  size_t last_ = 0;  // row found last
  std::optional<StayIndex> stays_;
};

}  // namespace honeysift
