// Takes the records a reader found, decodes each and writes its row.
#pragma once

#include <cstddef>
#include <cstdint>

#include "packet/anomaly.h"
#include "packet/layers.h"
#include "packet/loss_log.h"
#include "packet/packet_filter.h"
#include "packet/packet_row.h"
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
};

class RecordSink {
 public:
  // Payload offsets will count from `base`. Fragments are put together when `scratch` has room for
  // the longest datagram.
  RecordSink(const uint8_t* base, PacketColumns& columns, ScratchSpace scratch,
             DecoderState& state) noexcept
      : base_(base),
        columns_(columns),
        scratch_(scratch),
        state_(state),
        reassembles_(scratch.room() >= Reassembler::kMaxBytes) {}

  bool full() const noexcept {
    return rows_ == columns_.capacity || (reassembles_ && scratch_.room() < Reassembler::kMaxBytes);
  }
  size_t rows() const noexcept { return rows_; }
  CaptureTotals& totals() noexcept { return state_.totals; }

  // Must not be called when full.
  void accept(const CaptureRecord& record) noexcept {
    if (state_.filter.active() &&
        !state_.filter.passes(record.link_type, record.big_endian, record.data, record.captured,
                              record.original)) {
      ++state_.totals.filtered_out;
      return;
    }
    PacketRow row;
    row.record_offset = record.offset;
    row.original_length = record.original;
    row.captured_length = record.captured;
    if (record.has_time) {
      row.timestamp_ns = record.timestamp_ns;
      row.flags = kHasTime;
      if (record.timestamp_ns < state_.totals.first_ns)
        state_.totals.first_ns = record.timestamp_ns;
      if (record.timestamp_ns > state_.totals.last_ns) state_.totals.last_ns = record.timestamp_ns;
    }
    ++state_.totals.packets;
    state_.totals.bytes += record.original;
    LayerContext context{row,
                         state_.totals.anomalies,
                         state_.tunnels,
                         reassembles_ ? &state_.reassembler : nullptr,
                         reassembles_ ? &scratch_ : nullptr,
                         base_};
    record.link(context, LayerBytes(record.data, record.captured, record.original));
    if (const uint16_t marks = scanner_marks(row)) {
      row.flags |= marks;
      state_.totals.marks.count(marks);
    }
    store_row(row, columns_, rows_++);
  }

 private:
  const uint8_t* base_;
  PacketColumns& columns_;
  ScratchSpace scratch_;
  DecoderState& state_;
  const bool reassembles_;
  size_t rows_ = 0;
};

}  // namespace honeysift
