// The push decoder: capture bytes in, packet columns out.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <utility>

#include "packet/pcap_reader.h"
#include "packet/pcapng_reader.h"

namespace honeysift {

enum class CaptureFormat : uint8_t { kUnknown = 0, kPcap = 1, kPcapng = 2 };

enum class DecodeStatus : uint8_t {
  kNeedBytes = 0,  // all whole records are decoded; feed at least `needed` bytes from `consumed` on
  kRowsFull = 1,   // the columns are full; feed the rest again, from `consumed` on
  kEnd = 2,        // the stream is done
  kNotACapture = 3,   // the first bytes are no capture
  kFilterFailed = 4,  // the filter means nothing for a link type of the capture
};

struct DecodeResult {
  size_t consumed;
  size_t rows;
  size_t needed;
  DecodeStatus status;
};

// Bytes of a stream; the reader stands at `start`, payload offsets count from the first of them.
struct CaptureBytes {
  const uint8_t* bytes;
  size_t length;
  size_t start;
  bool end_of_stream;
};

class CaptureReader {
 public:
  CaptureReader() = default;
  // `by_layers`: no shortcut for plain packets; the same rows, for tests.
  explicit CaptureReader(TunnelPolicy tunnels, PacketFilter filter = {}, bool by_layers = false) {
    state_.tunnels = std::move(tunnels);
    state_.filter = std::move(filter);
    state_.by_layers = by_layers;
  }

  // Fills rows from 0 on, and `scratch` from its start; fragments are put together when it has room
  // for Reassembler::kMaxBytes. The bytes must continue the stream where the last call's `consumed`
  // left it.
  DecodeResult decode(const uint8_t* bytes, size_t length, bool end_of_stream,
                      PacketColumns& columns, ScratchSpace scratch) noexcept;

  // The same into rows; `consumed` counts from `start`. Goes on in a scratch that is in use:
  // kRowsFull with rows to spare says that it is used up.
  DecodeResult decode_rows(const CaptureBytes& input, std::span<PacketRow> rows,
                           ScratchSpace& scratch) noexcept;

  CaptureFormat format() const noexcept { return format_; }
  const CaptureTotals& totals() const noexcept { return state_.totals; }
  const PacketFilter& filter() const noexcept { return state_.filter; }

 private:
  CaptureFormat format_ = CaptureFormat::kUnknown;
  PcapReader pcap_;
  PcapngReader pcapng_;
  DecoderState state_;
  uint64_t stream_offset_ = 0;
};

}  // namespace honeysift
