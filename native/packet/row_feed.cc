#include "packet/row_feed.h"

namespace honeysift {

namespace {

constexpr size_t kBatch = 128;

}  // namespace

FedRows feed_rows(CaptureReader& reader, CaptureBytes input, std::span<uint8_t> scratch,
                  std::span<const RowSink* const> sinks) noexcept {
  PacketRow batch[kBatch];
  FedRows fed{{0, 0, 0, DecodeStatus::kRowsFull}, 0, 0};
  const RowBytes bytes{{input.bytes, input.length}, scratch};
  const size_t start = input.start;
  while (fed.decoded.status == DecodeStatus::kRowsFull) {
    ScratchSpace space(scratch.data(), scratch.size());
    input.start = start + fed.decoded.consumed;
    const DecodeResult step = reader.decode_rows(input, batch, space);
    fed.decoded = {fed.decoded.consumed + step.consumed, fed.decoded.rows + step.rows, step.needed,
                   step.status};
    const std::span<const PacketRow> rows(batch, step.rows);
    for (fed.failed_sink = 0; fed.failed_sink < sinks.size() && !rows.empty(); ++fed.failed_sink) {
      const RowSink& sink = *sinks[fed.failed_sink];
      fed.sink_status = sink.take(sink.self, rows, bytes);
      if (fed.sink_status != 0) return fed;
    }
  }
  return fed;
}

}  // namespace honeysift
