// Turns the flows and events of one attack source into one row.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "sources/attack_sources.h"
#include "sources/finalize.h"
#include "sources/flood.h"
#include "sources/packet_copies.h"
#include "sources/phrase_writer.h"
#include "sources/port_sequence.h"
#include "sources/source_ports.h"
#include "sources/source_state.h"
#include "sources/tcp_stream.h"

namespace honeysift {

class SourceBuilder {
 public:
  SourceBuilder(const FinalizeOptions& options, AttackSourceColumns& out)
      : options_(options), out_(out), phrase_(options.phrase_bound) {}

  // Sources are made of this state from now on; it must outlive that. May throw std::bad_alloc.
  void begin(const SourceState& state);

  // Of all sources made so far.
  std::vector<LoneSyn>& lone_syns() noexcept { return lone_syns_; }

  // Appends the source made of these flows. May throw std::bad_alloc.
  void build(std::span<const uint32_t> flow_numbers);

 private:
  // A flow of the source with inbound packets: in gap mode the same flow of several days is one.
  struct Member {
    int64_t first_in;
    const Flow* flow;
    uint32_t numbers_begin, numbers_end;  // of member_numbers_
    uint16_t honeypot;
  };
  struct Entry {
    uint32_t connection;
    int64_t offset;
    int64_t time;
    uint32_t payload;
  };
  struct Totals;

  void collect_members(std::span<const uint32_t> flow_numbers);
  void join_days(std::span<const uint32_t> flow_numbers);
  void add_member(const Flow& flow, size_t numbers);
  void collect_events(const Member& member);
  uint32_t read_flow(const Member& member, Totals& totals);
  void weigh_payloads();
  uint32_t drop_copies(const Member& member);
  uint32_t count_bare_copies(const Member& member);
  void drop_bare_texts(const Member& member);
  void add_entries(const Member& member);
  void write_row(const Totals& totals);
  void note_lone_syn(const Totals& totals);

  SourceState state_;
  const FinalizeOptions& options_;
  AttackSourceColumns& out_;
  PhraseWriter phrase_;
  std::vector<LoneSyn> lone_syns_;

  std::vector<uint32_t> event_begin_, event_order_;  // events of a flow
  std::vector<uint32_t> bare_begin_, bare_order_;    // the same for bare events
  // Scratch of one source:
  std::vector<uint32_t> numbers_;
  std::vector<Member> members_;
  std::vector<Flow> joined_;            // flows of several days
  std::vector<const Flow*> all_flows_;  // also those without inbound packets
  std::vector<uint32_t> member_numbers_;
  std::vector<Event> events_;
  std::vector<SegmentPlace> places_;
  std::vector<uint8_t> beyond_;
  std::vector<PacketLikeness> likenesses_;
  std::vector<uint32_t> copies_;
  std::vector<Entry> entries_;
  std::vector<Entry> all_entries_;
  std::vector<PortHit> hits_, every_hit_;
  std::vector<SourcePortUse> port_uses_;
  std::vector<uint8_t> text_;
};

}  // namespace honeysift
