// Which stack each attack source showed: counts per address and day -> one answer per attack
// source.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "fingerprint/probe_collector.h"
#include "fingerprint/row_index.h"
#include "fingerprint/stack_signatures.h"

namespace honeysift {

struct SourceStacks {
  // Per row.
  std::vector<double> syns, unread_syns, signature_syns, mirai, masscan, zmap;
  std::vector<int32_t> signature;    // what most of its SYNs show, in `used`; -1: no SYN was read
  std::vector<uint32_t> signatures;  // distinct ones
  std::vector<uint32_t> labels;      // distinct ones of the signatures that matched
  // Per signature that is the one of some row, sorted by content.
  std::vector<RawSignature> used;
  std::vector<StackMatch> matches;
};

// `labels`: per stack signature, the number of its label. Among signatures of equally many SYNs
// the first by content counts.
FingerprintStatus find_source_stacks(const ProbeCollector& collector,
                                     const StackSignatures& database,
                                     std::span<const int32_t> labels, const SourceRows& rows,
                                     SourceStacks& out) noexcept;

}  // namespace honeysift
