// From capture bytes to sinks of rows in one call.
#pragma once

#include <cstdint>
#include <span>

#include "packet/capture_reader.h"
#include "packet/row_sink.h"

namespace honeysift {

struct FedRows {
  DecodeResult decoded;  // rows: of all batches
  int32_t sink_status;   // of the sink that failed
  uint32_t failed_sink;  // which one; means nothing while the status is 0
};

// Decodes all of `input` and hands the rows to every sink in turn, in batches that stay in the
// processor's innermost cache. `scratch` is used anew for every batch.
FedRows feed_rows(CaptureReader& reader, CaptureBytes input, std::span<uint8_t> scratch,
                  std::span<const RowSink* const> sinks) noexcept;

}  // namespace honeysift
