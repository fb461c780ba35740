// Which flows make one attack source.
#pragma once

#include <cstdint>
#include <vector>

#include "sources/finalize.h"
#include "sources/flow.h"

namespace honeysift {

// Flows order[begin .. end) are one attack source.
struct SourceRange {
  uint32_t begin;
  uint32_t end;
};

struct SourceRanges {
  std::vector<uint32_t> order;      // flow numbers
  std::vector<SourceRange> ranges;  // by (day of the first inbound packet, address bytes, group)
};

// Day mode: one source per (day, address, group). Gap mode: the days of one (address, group) are
// joined while the first inbound packet of a day comes less than 25 h after the last one before:
// within a day no gap is that long. A day without an inbound packet is no part of any source. May
// throw std::bad_alloc.
SourceRanges group_sources(std::span<const Flow> flows, const FinalizeOptions& options);

}  // namespace honeysift
