// Packets in, flows and events out: the mergeable state of attack sources.
//
// Rules:
// 1. Nothing here depends on the order of packets, batches or parts; whatever needs an order waits
// for finalize().
// 2. Entry points are noexcept and return a status; std::bad_alloc is caught there and nowhere
// else.
// 3. After a status other than kOk the object may only be destroyed.
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "common/packet_columns.h"
#include "packet/row_sink.h"
#include "sources/blob_store.h"
#include "sources/event.h"
#include "sources/flow_table.h"
#include "sources/honeypot_index.h"
#include "sources/recent_flows.h"
#include "sources/status.h"

namespace honeysift {

enum Direction : uint8_t { kInbound, kOutbound, kInternal, kForeign, kOther, kDirections };

struct DayPartView;

// One text for each row of a batch, which stands in phrases instead of the payload.
struct PacketTexts {
  std::span<const uint8_t> bytes;
  std::span<const uint32_t> offsets;  // rows + 1, ascending; empty when packets have no texts

  bool empty() const noexcept { return offsets.empty(); }
  // The texts behind those of the first rows.
  PacketTexts after(size_t rows) const noexcept {
    return {bytes, offsets.subspan(std::min(rows, offsets.size()))};
  }
  // Empty: no text is known.
  std::span<const uint8_t> of(size_t row) const noexcept {
    if (row + 1 >= offsets.size()) return {};
    const size_t begin = offsets[row];
    const size_t end = offsets[row + 1];
    if (begin > end || end > bytes.size()) return {};
    return bytes.subspan(begin, end - begin);
  }
};

class Aggregator {
 public:
  // `addresses`: 16 bytes for each honeypot address. `payload_bound`: weight of payload kept of one
  // flow and day.
  Aggregator(std::span<const uint8_t> addresses, uint32_t payload_bound)
      : honeypots_(addresses), payload_bound_(payload_bound) {}

  // Rows [0, rows) of a batch. `bytes` and `scratch` are what the payload offsets point into.
  SourceStatus add_batch(const PacketColumns& columns, size_t rows, std::span<const uint8_t> bytes,
                         std::span<const uint8_t> scratch) noexcept;

  // The same of rows. With texts, which then come with all rows, phrases are made of them.
  SourceStatus add_rows(std::span<const PacketRow> rows, const RowBytes& bytes,
                        PacketTexts texts = {}) noexcept;

  // A part made by encode_day_part() for the same honeypot addresses.
  SourceStatus absorb(std::span<const uint8_t> part) noexcept;

  // Forgets all that came and keeps the memory.
  void clear() noexcept;

  const std::array<uint64_t, kDirections>& directions() const noexcept { return directions_; }
  const FlowTable& flows() const noexcept { return flows_; }
  const EventLog& events() const noexcept { return events_; }
  const BareLog& bare_events() const noexcept { return bare_events_; }
  const BlobStore& payloads() const noexcept { return payloads_; }
  // What the flows, events and payloads take, apart from tables to find them by.
  uint64_t state_bytes() const noexcept {
    return uint64_t{flows_.size()} * sizeof(Flow) + events_.size() * sizeof(Event) +
           bare_events_.size() * sizeof(BareEvent) + payloads_.byte_size();
  }
  uint32_t payload_bound() const noexcept { return payload_bound_; }
  uint32_t target_count() const noexcept { return honeypots_.count(); }

 private:
  static constexpr size_t kBlock = 64;
  static constexpr uint32_t kMostNumbers = 0xffffff00u;

  struct Pending;
  // A flow that is not among the recent ones, until it is looked up at the end of a block. So long
  // its number is kMostNumbers and its place here.
  struct Newcomer {
    FlowKey key;
    uint64_t hash;
    FlowEnds inbound;  // protocol 0: not one that recent flows are told by
    uint32_t flow;
  };

  void add_block(std::span<const PacketRow> rows, const RowBytes& bytes, const PacketTexts& texts);
  bool find_flow(const PacketRow& row, Pending& pending);
  bool classify(const PacketRow& row, Pending& pending, FlowKey& key) noexcept;
  void settle_newcomers();
  void take_inbound(const Pending& packet);
  void take_described(const Pending& packet, const RowBytes& bytes);
  uint32_t keep_payload(Flow& flow, const Pending& packet, int64_t last_before);
  std::vector<uint32_t> absorb_flows(const DayPartView& view);

  HoneypotIndex honeypots_;
  uint32_t payload_bound_;
  FlowTable flows_;
  EventLog events_;
  BareLog bare_events_;
  std::vector<int32_t> days_;  // of the parts absorbed
  bool packets_came_ = false;
  BlobStore payloads_;
  std::array<uint64_t, kDirections> directions_{};
  DayClock clock_;
  RecentFlows recent_;
  std::array<Newcomer, kBlock> newcomers_;
  uint32_t newcomer_count_ = 0;
};

}  // namespace honeysift
