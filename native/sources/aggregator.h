// Packets in, flows and events out: the mergeable state of attack sources.
//
// Rules:
// 1. Nothing here depends on the order of packets, batches or parts; whatever needs an order waits
// for finalize().
// 2. Entry points are noexcept and return a status; std::bad_alloc is caught there and nowhere
// else.
// 3. After a status other than kOk the object may only be destroyed.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "common/packet_columns.h"
#include "packet/row_sink.h"
#include "sources/blob_store.h"
#include "sources/event.h"
#include "sources/flow_finder.h"
#include "sources/packet_texts.h"
#include "sources/status.h"

namespace honeysift {

struct DayPartView;

class Aggregator {
 public:
  // `addresses`: 16 bytes for each honeypot address. `payload_bound`: weight of payload kept of one
  // flow and day.
  Aggregator(std::span<const uint8_t> addresses, uint32_t payload_bound)
      : finder_(addresses), payload_bound_(payload_bound) {}

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
  const FlowTable& flows() const noexcept { return finder_.flows(); }
  const EventLog& events() const noexcept { return events_; }
  const BareLog& bare_events() const noexcept { return bare_events_; }
  const BlobStore& payloads() const noexcept { return payloads_; }
  // What the flows, events and payloads take, apart from tables to find them by.
  uint64_t state_bytes() const noexcept {
    return uint64_t{flows().size()} * sizeof(Flow) + events_.size() * sizeof(Event) +
           bare_events_.size() * sizeof(BareEvent) + payloads_.byte_size();
  }
  uint32_t payload_bound() const noexcept { return payload_bound_; }
  uint32_t target_count() const noexcept { return finder_.target_count(); }

 private:
  static constexpr size_t kBlock = 64;
  static constexpr uint32_t kMostNumbers = 0xffffff00u;

  // An inbound packet of a flow.
  struct Pending {
    const PacketRow& row;
    int64_t time;
    uint32_t flow;
  };

  void add_block(std::span<const PacketRow> rows, const RowBytes& bytes, const PacketTexts& texts);
  void take_inbound(const Pending& packet, const RowBytes& bytes);
  void take_described(const Pending& packet, const RowBytes& bytes, std::span<const uint8_t> text);
  uint32_t keep_payload(Flow& flow, std::span<const uint8_t> payload, bool is_latest);
  std::vector<uint32_t> absorb_flows(const DayPartView& view);

  FlowFinder finder_;
  uint32_t payload_bound_;
  EventLog events_;
  BareLog bare_events_;
  std::vector<int32_t> days_;  // of the parts absorbed
  bool packets_came_ = false;
  BlobStore payloads_;
  std::array<uint64_t, kDirections> directions_{};
};

}  // namespace honeysift
