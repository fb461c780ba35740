// Raw signatures, each stored once and known by a number. Growth may throw std::bad_alloc.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "fingerprint/header_facts.h"
#include "fingerprint/raw_signature.h"

namespace honeysift {

class SignatureTable {
 public:
  SignatureTable() : slots_(kFirstSlots) {}

  // Ids count up from 0 in order of first arrival.
  uint32_t intern(const RawSignature& signature);

  // The id of what read_signature() reads of the packet, or kUnread when that is no whole SYN.
  uint32_t intern_packet(std::span<const uint8_t> packet, bool has_payload);
  static constexpr uint32_t kUnread = 0xffffffff;

  const RawSignature& operator[](uint32_t id) const noexcept { return signatures_[id]; }
  size_t size() const noexcept { return signatures_.size(); }

  // Id -> its place when signatures are sorted by content.
  std::vector<uint32_t> ranks() const;

 private:
  static constexpr size_t kFirstSlots = 256;
  static constexpr size_t kRecent = 64;
  struct Recent {
    HeaderFacts facts;
    uint32_t id = 0;
  };

  size_t slot_of(const RawSignature& signature) const noexcept;
  void grow();

  std::vector<RawSignature> signatures_;
  std::vector<uint32_t> slots_;           // id plus one; 0: free
  std::array<Recent, kRecent> recent_{};  // by hash of their facts
};

}  // namespace honeysift
