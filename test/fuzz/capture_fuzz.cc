// The capture reader end to end: any bytes, cut anywhere, must give what the same bytes give in one
// piece, with payloads inside the bytes fed. The first byte of the input says where to cut.
#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <vector>

#include "packet/capture_reader.h"

namespace {

using honeysift::CaptureReader;
using honeysift::DecodeResult;
using honeysift::DecodeStatus;
using honeysift::PacketColumns;

constexpr size_t kRows = 7;

struct Outcome {
  uint64_t packets = 0;
  uint64_t losses = 0;
  uint64_t lost_bytes = 0;
  uint64_t digest = 0;

  void mix(uint64_t value) { digest = (digest ^ value) * 0x100000001b3u; }
};

Outcome run(const uint8_t* data, size_t size, size_t piece) {
  std::vector<uint64_t> memory(honeysift::packet_columns_size(kRows) / 8);
  PacketColumns columns =
      honeysift::lay_packet_columns(reinterpret_cast<uint8_t*>(memory.data()), kRows);
  std::vector<uint8_t> scratch(70000);
  auto reader = std::make_unique<CaptureReader>();
  Outcome outcome;
  size_t start = 0;
  size_t end = 0;
  for (;;) {
    const std::unique_ptr<uint8_t[]> fed(new uint8_t[end - start]);
    if (end != start) std::memcpy(fed.get(), data + start, end - start);
    const DecodeResult result =
        reader->decode(fed.get(), end - start, end == size, columns,
                       honeysift::ScratchSpace(scratch.data(), scratch.size()));
    if (result.consumed > end - start) std::abort();
    for (size_t row = 0; row < result.rows; ++row) {
      const uint64_t last = uint64_t{columns.payload_offset[row]} + columns.payload_captured[row];
      const bool in_scratch = (columns.flags[row] & honeysift::kPayloadInScratch) != 0;
      if (last > (in_scratch ? scratch.size() : end - start)) std::abort();
      const uint8_t* payload =
          (in_scratch ? scratch.data() : fed.get()) + columns.payload_offset[row];
      for (uint32_t i = 0; i < columns.payload_captured[row]; ++i) outcome.mix(payload[i]);
      const bool header_in_scratch = (columns.flags[row] & honeysift::kNetworkInScratch) != 0;
      const uint8_t* network =
          (header_in_scratch ? scratch.data() : fed.get()) + columns.network_offset[row];
      if (columns.flags[row] & honeysift::kHasIp) outcome.mix(*network);
      outcome.mix(columns.record_offset[row]);
      outcome.mix(columns.flags[row]);
      outcome.mix(columns.payload_length[row]);
      outcome.mix(static_cast<uint64_t>(columns.timestamp_ns[row]));
    }
    start += result.consumed;
    outcome.packets += result.rows;
    if (result.status == DecodeStatus::kEnd || result.status == DecodeStatus::kNotACapture) break;
    if (result.status == DecodeStatus::kNeedBytes) {
      if (end == size) std::abort();
      end = std::min(size, end + piece);
    }
  }
  const auto& totals = reader->totals();
  if (totals.packets != outcome.packets) std::abort();
  outcome.losses = totals.losses.count();
  for (size_t i = 0; i < outcome.losses; ++i) outcome.lost_bytes += totals.losses.at(i).bytes;
  return outcome;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  if (size < 1) return 0;
  const size_t piece = 1 + data[0];
  const Outcome whole = run(data + 1, size - 1, size);
  const Outcome cut = run(data + 1, size - 1, piece);
  if (whole.packets != cut.packets || whole.losses != cut.losses ||
      whole.lost_bytes != cut.lost_bytes || whole.digest != cut.digest) {
    std::abort();
  }
  return 0;
}
