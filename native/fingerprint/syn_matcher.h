// Names the stack behind every SYN of a batch: p0f's own job. Each distinct signature is matched
// once.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "common/packet_columns.h"
#include "fingerprint/signature_table.h"
#include "fingerprint/stack_signatures.h"
#include "fingerprint/status.h"

namespace honeysift {

class SynMatcher {
 public:
  explicit SynMatcher(std::span<const int32_t> packed) : database_(packed) {}

  // For every SYN among the rows [0, rows) whose headers are whole: its row, and the id of its
  // signature. `found` of both are filled; they must have room for `rows` each.
  FingerprintStatus match_batch(const PacketColumns& columns, size_t rows,
                                std::span<const uint8_t> bytes, std::span<const uint8_t> scratch,
                                std::span<uint32_t> syn_rows, std::span<uint32_t> ids,
                                size_t& found) noexcept;

  size_t size() const noexcept { return table_.size(); }
  const RawSignature& signature(uint32_t id) const noexcept { return table_[id]; }
  const StackMatch& match(uint32_t id) const noexcept { return matches_[id]; }

 private:
  StackSignatures database_;
  SignatureTable table_;
  std::vector<StackMatch> matches_;
};

}  // namespace honeysift
