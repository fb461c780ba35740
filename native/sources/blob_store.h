// Byte strings, each stored once and known by a number. Not noexcept: growth may throw
// std::bad_alloc, which the aggregator's entry points turn into a status.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "sources/source_state.h"

namespace honeysift {

class BlobStore {
 public:
  BlobStore();

  // The id of these bytes; equal bytes have equal ids. Ids count up from 0 in order of first
  // arrival.
  uint32_t intern(std::span<const uint8_t> bytes);

  // Empties it and keeps the memory.
  void clear() noexcept;

  std::span<const uint8_t> view(uint32_t id) const noexcept {
    return {bytes_.data() + offsets_[id], static_cast<size_t>(offsets_[id + 1] - offsets_[id])};
  }
  uint32_t size() const noexcept { return static_cast<uint32_t>(offsets_.size() - 1); }
  uint64_t byte_size() const noexcept { return bytes_.size(); }

  // All of them, until the store changes.
  PayloadView all() const noexcept { return {bytes_.data(), offsets_}; }

  // All ids, bytewise ascending.
  std::vector<uint32_t> sorted_ids() const;

 private:
  struct Slot {
    uint32_t hash = 0;
    uint32_t id_plus_one = 0;  // 0: free
    uint64_t offset = 0;
  };

  void grow();

  std::vector<uint8_t> bytes_;
  std::vector<uint64_t> offsets_;
  std::vector<Slot> slots_;
};

}  // namespace honeysift
