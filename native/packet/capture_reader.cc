#include "packet/capture_reader.h"

#include <algorithm>

namespace honeysift {

namespace {

// Small enough to stay in the first-level cache on the way from decoder to columns.
constexpr size_t kBlock = 64;

}  // namespace

DecodeResult CaptureReader::decode(const uint8_t* bytes, size_t length, bool end_of_stream,
                                   PacketColumns& columns, ScratchSpace scratch) noexcept {
  PacketRow block[kBlock];
  DecodeResult sum{0, 0, 0, DecodeStatus::kRowsFull};
  do {
    const size_t room = std::min(kBlock, columns.capacity - sum.rows);
    const std::span<PacketRow> rows(block, room);
    const DecodeResult step =
        decode_rows({bytes, length, sum.consumed, end_of_stream}, rows, scratch);
    store_rows(rows.first(step.rows), columns, sum.rows);
    sum = {sum.consumed + step.consumed, sum.rows + step.rows, step.needed, step.status};
    if (step.rows < room) break;
  } while (sum.status == DecodeStatus::kRowsFull && sum.rows < columns.capacity);
  return sum;
}

DecodeResult CaptureReader::decode_rows(const CaptureBytes& input, std::span<PacketRow> rows,
                                        ScratchSpace& scratch) noexcept {
  const uint8_t* bytes = input.bytes + input.start;
  const size_t length = input.length - input.start;
  const bool end_of_stream = input.end_of_stream;
  if (format_ == CaptureFormat::kUnknown) {
    if (length < 4) {
      if (!end_of_stream) return {0, 0, 4, DecodeStatus::kNeedBytes};
      return {0, 0, 0, DecodeStatus::kNotACapture};
    }
    if (PcapReader::has_magic(bytes)) {
      format_ = CaptureFormat::kPcap;
    } else if (PcapngReader::has_magic(bytes)) {
      format_ = CaptureFormat::kPcapng;
    } else {
      return {0, 0, 0, DecodeStatus::kNotACapture};
    }
  }
  RecordSink sink(input.bytes, rows, scratch, state_);
  const FedBytes fed{bytes, length, stream_offset_, end_of_stream};
  const ReadStep step =
      format_ == CaptureFormat::kPcap ? pcap_.read(fed, sink) : pcapng_.read(fed, sink);
  stream_offset_ += step.consumed;
  DecodeStatus status = DecodeStatus::kRowsFull;
  if (state_.filter.failed()) {
    status = DecodeStatus::kFilterFailed;
  } else if (step.needed != 0) {
    status = DecodeStatus::kNeedBytes;
  } else if (end_of_stream && step.consumed == length) {
    status = DecodeStatus::kEnd;
    state_.reassembler.finish(state_.totals.anomalies);
  }
  return {step.consumed, sink.rows(), step.needed, status};
}

}  // namespace honeysift
