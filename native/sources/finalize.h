// Attack sources from an aggregator's state: everything that needs an order happens here.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "sources/aggregator.h"
#include "sources/attack_sources.h"
#include "sources/state_days.h"

namespace honeysift {

enum class SourceMode : uint8_t { kDay, kGap25h };
enum class PhraseOrder : uint8_t { kFlow, kTime };

struct FinalizeOptions {
  SourceMode mode = SourceMode::kDay;
  PhraseOrder order = PhraseOrder::kFlow;
  bool described = false;                 // entries are texts given with the packets
  uint32_t phrase_bound = 65536;          // bytes of a rendered phrase
  std::vector<uint16_t> target_honeypot;  // honeypot address -> honeypot, as reported
  std::vector<uint16_t> target_group;     // honeypot address -> group; one source per group
  uint32_t flood_sources = 500;
  int64_t flood_window_ns = 60'000'000'000;
  const int32_t* cancel = nullptr;  // polled; 1 ends the work
};

SourceStatus finalize(const Aggregator& aggregator, const FinalizeOptions& options,
                      AttackSourceColumns& out) noexcept;

// The same of days begin .. end alone, each for itself: only where attack sources keep to their
// days.
SourceStatus finalize_days(const StateDays& days, size_t begin, size_t end,
                           const FinalizeOptions& options, AttackSourceColumns& out) noexcept;

// The same of day parts in any order, for the honeypot addresses and payload bound that an
// aggregator would have. Where attack sources keep to their days, each day is done for itself: its
// state then fits the processor's cache, and a day of which there is one part only is read where it
// lies.
SourceStatus finalize_parts(std::span<const std::span<const uint8_t>> parts,
                            std::span<const uint8_t> addresses, uint32_t payload_bound,
                            const FinalizeOptions& options, AttackSourceColumns& out) noexcept;

}  // namespace honeysift
