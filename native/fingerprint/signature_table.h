// Raw signatures, each stored once and known by a number. Growth may throw std::bad_alloc.
#pragma once

#include <cstdint>
#include <vector>

#include "fingerprint/raw_signature.h"

namespace honeysift {

class SignatureTable {
 public:
  SignatureTable() : slots_(kFirstSlots) {}

  // Ids count up from 0 in order of first arrival.
  uint32_t intern(const RawSignature& signature);

  const RawSignature& operator[](uint32_t id) const noexcept { return signatures_[id]; }
  size_t size() const noexcept { return signatures_.size(); }

  // Id -> its place when signatures are sorted by content.
  std::vector<uint32_t> ranks() const;

 private:
  static constexpr size_t kFirstSlots = 256;

  size_t slot_of(const RawSignature& signature) const noexcept;
  void grow();

  std::vector<RawSignature> signatures_;
  std::vector<uint32_t> slots_;  // id plus one; 0: free
};

}  // namespace honeysift
