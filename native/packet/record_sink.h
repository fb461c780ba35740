// Takes the records a reader found, decodes each and writes its row.
#pragma once

#include <cstddef>
#include <cstdint>

#include "packet/anomaly.h"
#include "packet/layers.h"
#include "packet/loss_log.h"
#include "packet/packet_row.h"

namespace honeysift {

struct CaptureTotals {
  uint64_t packets = 0;
  uint64_t bytes = 0;  // sum of original lengths
  int64_t first_ns = INT64_MAX;
  int64_t last_ns = INT64_MIN;
  AnomalyCounts anomalies;
  LossLog losses;
};

struct CaptureRecord {
  const uint8_t* data;
  uint32_t captured;
  uint32_t original;
  int64_t timestamp_ns;
  bool has_time;
  uint64_t offset;  // in the uncompressed stream
  LayerDecoder link;
};

class RecordSink {
 public:
  // Payload offsets will count from `base`.
  RecordSink(const uint8_t* base, PacketColumns& columns, CaptureTotals& totals,
             const TunnelPolicy& tunnels) noexcept
      : base_(base), columns_(columns), totals_(totals), tunnels_(tunnels) {}

  bool full() const noexcept { return rows_ == columns_.capacity; }
  size_t rows() const noexcept { return rows_; }
  CaptureTotals& totals() noexcept { return totals_; }

  // Must not be called when full.
  void accept(const CaptureRecord& record) noexcept {
    PacketRow row;
    row.record_offset = record.offset;
    row.original_length = record.original;
    row.captured_length = record.captured;
    if (record.has_time) {
      row.timestamp_ns = record.timestamp_ns;
      row.flags = kHasTime;
      if (record.timestamp_ns < totals_.first_ns) totals_.first_ns = record.timestamp_ns;
      if (record.timestamp_ns > totals_.last_ns) totals_.last_ns = record.timestamp_ns;
    }
    ++totals_.packets;
    totals_.bytes += record.original;
    LayerContext context{row, totals_.anomalies, tunnels_, base_};
    record.link(context, LayerBytes(record.data, record.captured, record.original));
    store_row(row, columns_, rows_++);
  }

 private:
  const uint8_t* base_;
  PacketColumns& columns_;
  CaptureTotals& totals_;
  const TunnelPolicy& tunnels_;
  size_t rows_ = 0;
};

}  // namespace honeysift
