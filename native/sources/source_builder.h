// Turns the flows and events of one attack source into one row.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "sources/attack_sources.h"
#include "sources/finalize.h"
#include "sources/flood.h"
#include "sources/flow_events.h"
#include "sources/phrase_writer.h"
#include "sources/port_sequence.h"
#include "sources/source_ports.h"
#include "sources/source_state.h"

namespace honeysift {

class SourceBuilder {
 public:
  SourceBuilder(const FinalizeOptions& options, AttackSourceColumns& out)
      : options_(options), out_(out), phrase_(options.phrase_bound), events_(options.described) {}

  // States have these payloads from now on. May throw std::bad_alloc.
  void take_payloads(const PayloadView& payloads) { phrase_.take_payloads(payloads); }

  // `sources` sources are made of this state from now on; it must outlive that. May throw
  // std::bad_alloc.
  void begin(const SourceState& state, size_t sources);

  // Of all sources made so far.
  std::vector<LoneSyn>& lone_syns() noexcept { return lone_syns_; }

  // Makes the next source, of these flows. May throw std::bad_alloc.
  void build(std::span<const uint32_t> flow_numbers);

 private:
  // A flow of the source with inbound packets: in gap mode the same flow of several days is one.
  struct Member {
    int64_t first_in;
    const Flow* flow;
    uint32_t numbers_begin, numbers_end;  // of member_numbers_
    uint16_t honeypot;
  };
  struct Totals;

  void collect_members(std::span<const uint32_t> flow_numbers);
  void sort_members();
  void join_days(std::span<const uint32_t> flow_numbers);
  void add_member(const Flow& flow, size_t numbers);
  void read_role_of(const Member& member, Totals& totals);
  uint32_t read_events_of(const Member& member, Totals& totals);
  void write_row(const Totals& totals);

  SourceState state_;
  const FinalizeOptions& options_;
  AttackSourceColumns& out_;
  PhraseWriter phrase_;
  FlowEvents events_;
  SourcePortReader port_reader_;
  std::vector<LoneSyn> lone_syns_;
  size_t row_ = 0;  // the next one

  // Scratch of one source:
  std::vector<uint32_t> numbers_;
  std::vector<Member> members_;
  std::vector<uint64_t> order_;         // the members' honeypots and positions, in phrase order
  std::vector<Flow> joined_;            // flows of several days
  std::vector<const Flow*> all_flows_;  // also those without inbound packets
  std::vector<uint32_t> member_numbers_;
  std::vector<PhraseEntry> all_entries_;
  std::vector<PortHit> hits_, every_hit_;
  std::vector<SourcePortUse> port_uses_;
  std::vector<uint8_t> text_;
};

}  // namespace honeysift
