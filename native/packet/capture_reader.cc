#include "packet/capture_reader.h"

namespace honeysift {

DecodeResult CaptureReader::decode(const uint8_t* bytes, size_t length, bool end_of_stream,
                                   PacketColumns& columns, ScratchSpace scratch) noexcept {
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
  RecordSink sink(bytes, columns, scratch, state_);
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
