// Takes the records a reader found, decodes each and writes its row.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "packet/anomaly.h"
#include "packet/layers.h"
#include "packet/loss_log.h"
#include "packet/packet_filter.h"
#include "packet/packet_row.h"
#include "packet/plain_packet.h"
#include "packet/scanner_marks.h"

namespace honeysift {

struct CaptureTotals {
  uint64_t packets = 0;
  uint64_t bytes = 0;  // sum of original lengths
  int64_t first_ns = INT64_MAX;
  int64_t last_ns = INT64_MIN;
  uint64_t filtered_out = 0;  // packets; in none of the other counts
  AnomalyCounts anomalies;
  LossLog losses;
  ScannerMarkCounts marks;
};

struct CaptureRecord {
  const uint8_t* data;
  uint32_t captured;
  uint32_t original;
  int64_t timestamp_ns;
  bool has_time;
  uint64_t offset;  // in the uncompressed stream
  LayerDecoder link;
  uint32_t link_type;  // or kUnknownLinkType
  bool big_endian;     // byte order of the file or section
};

// What a decoder keeps from batch to batch, beside the reader's own state.
struct DecoderState {
  CaptureTotals totals;
  TunnelPolicy tunnels;
  Reassembler reassembler;
  PacketFilter filter;
  // Every packet through the layer decoders, plain ones too: for tests.
  bool by_layers = false;
};

class RecordSink {
 public:
  // Fills rows from the first on. Payload offsets will count from `base`. Fragments are put
  // together when `scratch` has room for the longest datagram, or had when the batch began.
  RecordSink(const uint8_t* base, std::span<PacketRow> rows, ScratchSpace& scratch,
             DecoderState& state) noexcept
      : base_(base),
        first_(rows.data()),
        next_(rows.data()),
        end_(rows.data() + rows.size()),
        scratch_(scratch),
        state_(state),
        reassembles_(scratch.capacity() >= Reassembler::kMaxBytes) {}

  bool full() const noexcept { return next_ == end_ || lacks_scratch(); }
  // No fragment can be put together before the scratch is empty again.
  bool lacks_scratch() const noexcept {
    return reassembles_ && scratch_.room() < Reassembler::kMaxBytes;
  }
  size_t rows() const noexcept { return static_cast<size_t>(next_ - first_); }
  CaptureTotals& totals() noexcept { return state_.totals; }

  // Must not be called when full.
  void accept(const CaptureRecord& record) noexcept {
    if (!passes(record)) return;
    if (record.has_time) see_times(record.timestamp_ns, record.timestamp_ns);
    fill(*next_, record, is_plain_link(record.link));
    take_filled(1, record.original);
  }

  // What accept() does one by one can be done for a run of records: fill() the free rows in turn
  // with those that pass, while it does not say that the scratch may be used up, and afterwards
  // take_filled() and see_times().
  std::span<PacketRow> free_rows() const noexcept { return {next_, end_}; }
  bool filters() const noexcept { return state_.filter.active(); }
  bool passes(const CaptureRecord& record) noexcept {
    const bool passes =
        !filters() || state_.filter.passes(record.link_type, record.big_endian, record.data,
                                           record.captured, record.original);
    state_.totals.filtered_out += !passes;
    return passes;
  }
  bool is_plain_link(LayerDecoder link) const noexcept {
    return link == decode_ethernet && !state_.by_layers;
  }
  // True when scratch may have been used.
  [[gnu::always_inline]] bool fill(PacketRow& row, const CaptureRecord& record,
                                   bool is_plain_link) noexcept {
    clear_row(row);
    row.record_offset = record.offset;
    row.original_length = record.original;
    row.captured_length = record.captured;
    if (record.has_time) {
      row.timestamp_ns = record.timestamp_ns;
      row.flags = kHasTime;
    }
    const LayerBytes bytes(record.data, record.captured, record.original);
    const bool plain = is_plain_link && read_plain_packet(row, bytes, base_);
    if (!plain) read_layers(row, record.link, bytes);
    if (const uint16_t marks = scanner_marks(row)) {
      row.flags |= marks;
      state_.totals.marks.count(marks);
    }
    return !plain;
  }
  // `bytes`: original ones.
  void take_filled(size_t rows, uint64_t bytes) noexcept {
    next_ += rows;
    state_.totals.packets += rows;
    state_.totals.bytes += bytes;
  }
  void see_times(int64_t first, int64_t last) noexcept {
    CaptureTotals& totals = state_.totals;
    if (first < totals.first_ns) totals.first_ns = first;
    if (last > totals.last_ns) totals.last_ns = last;
  }

 private:
  void read_layers(PacketRow& row, LayerDecoder link, LayerBytes bytes) noexcept;

  const uint8_t* base_;
  PacketRow* first_;
  PacketRow* next_;
  PacketRow* end_;
  ScratchSpace& scratch_;
  DecoderState& state_;
  const bool reassembles_;
};

}  // namespace honeysift
