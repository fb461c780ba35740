// The capture reader end to end: any bytes, cut anywhere, must give what the same bytes give in one
// piece, as columns or as rows, with or without the straight run over plain packets; payloads and
// IP headers lie inside the bytes fed or the scratch. The first byte of the input says where to
// cut.
#include <algorithm>
#include <array>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <span>
#include <vector>

#include "packet/address_census.h"
#include "packet/capture_reader.h"

namespace {

using honeysift::AddressCensus;
using honeysift::Anomaly;
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
  void mix(const uint8_t* bytes, size_t count) {
    for (size_t i = 0; i < count; ++i) mix(bytes[i]);
  }
};

// How to read the same bytes.
struct Manner {
  size_t piece;
  bool by_layers = false;
  bool as_rows = false;
};

void require(bool holds) {
  if (!holds) std::abort();
}

// Of the columns only those whose values do not depend on where the bytes fed begin.
void mix_row(Outcome& outcome, const PacketColumns& columns, size_t row) {
#define X(type, name, width, js)                                                      \
  if (static_cast<const void*>(columns.name) != columns.network_offset &&             \
      static_cast<const void*>(columns.name) != columns.payload_offset) {             \
    outcome.mix(reinterpret_cast<const uint8_t*>(columns.name + size_t{width} * row), \
                sizeof(type) * (width));                                              \
  }
  HONEYSIFT_PACKET_COLUMNS(X)
#undef X
}

// The census holds every pair that it counted, in order.
void mix_census(Outcome& outcome, const AddressCensus& census) {
  const auto pairs = census.sorted_pairs();
  outcome.mix(census.level());
  for (size_t i = 0; i < pairs.size(); ++i) {
    require(i == 0 || std::memcmp(pairs[i - 1].client, pairs[i].client, 32) < 0);
    outcome.mix(pairs[i].client, 16);
    outcome.mix(pairs[i].server, 16);
    outcome.mix(pairs[i].packets);
  }
}

Outcome run(const uint8_t* data, size_t size, Manner manner) {
  std::vector<uint64_t> memory(honeysift::packet_columns_size(kRows) / 8);
  PacketColumns columns =
      honeysift::lay_packet_columns(reinterpret_cast<uint8_t*>(memory.data()), kRows);
  std::vector<uint8_t> scratch(70000);
  auto reader = std::make_unique<CaptureReader>(honeysift::TunnelPolicy(),
                                                honeysift::PacketFilter(), manner.by_layers);
  // So small that it must sample.
  AddressCensus census(4);
  Outcome outcome;
  honeysift::ScannerMarkCounts marks;
  size_t start = 0;
  size_t end = 0;
  for (;;) {
    const std::unique_ptr<uint8_t[]> fed(new uint8_t[end - start]);
    if (end != start) std::memcpy(fed.get(), data + start, end - start);
    honeysift::ScratchSpace space(scratch.data(), scratch.size());
    DecodeResult result;
    if (manner.as_rows) {
      std::array<honeysift::PacketRow, kRows> rows;
      result = reader->decode_rows({fed.get(), end - start, 0, end == size}, rows, space);
      require(result.rows <= kRows);
      honeysift::store_rows(std::span(rows).first(result.rows), columns, 0);
    } else {
      result = reader->decode(fed.get(), end - start, end == size, columns, space);
    }
    census.add(columns, result.rows);
    if (result.consumed > end - start) std::abort();
    for (size_t row = 0; row < result.rows; ++row) {
      const uint64_t last = uint64_t{columns.payload_offset[row]} + columns.payload_captured[row];
      const bool in_scratch = (columns.flags[row] & honeysift::kPayloadInScratch) != 0;
      if (last > (in_scratch ? scratch.size() : end - start)) std::abort();
      const uint8_t* payload =
          (in_scratch ? scratch.data() : fed.get()) + columns.payload_offset[row];
      for (uint32_t i = 0; i < columns.payload_captured[row]; ++i) outcome.mix(payload[i]);
      if (columns.flags[row] & honeysift::kHasIp) {
        const bool header_in_scratch = (columns.flags[row] & honeysift::kNetworkInScratch) != 0;
        require(columns.network_offset[row] < (header_in_scratch ? scratch.size() : end - start));
        const uint8_t* network =
            (header_in_scratch ? scratch.data() : fed.get()) + columns.network_offset[row];
        require(*network >> 4 == ((columns.flags[row] & honeysift::kIpv6) ? 6 : 4));
        outcome.mix(*network);
      }
      mix_row(outcome, columns, row);
      marks.count(columns.flags[row]);
    }
    start += result.consumed;
    outcome.packets += result.rows;
    if (result.status == DecodeStatus::kEnd || result.status == DecodeStatus::kNotACapture) break;
    if (result.status == DecodeStatus::kNeedBytes) {
      if (end == size) std::abort();
      end = std::min(size, end + manner.piece);
    }
  }
  const auto& totals = reader->totals();
  if (totals.packets != outcome.packets) std::abort();
  require(totals.marks.mirai == marks.mirai && totals.marks.masscan == marks.masscan &&
          totals.marks.zmap == marks.zmap);
  mix_census(outcome, census);
  for (size_t i = 0; i < honeysift::kAnomalyCount; ++i) {
    outcome.mix(totals.anomalies.of(static_cast<Anomaly>(i)));
  }
  outcome.losses = totals.losses.count();
  for (size_t i = 0; i < outcome.losses; ++i) outcome.lost_bytes += totals.losses.at(i).bytes;
  return outcome;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  if (size < 1) return 0;
  const size_t piece = 1 + data[0];
  const Outcome whole = run(data + 1, size - 1, {size});
  for (const Manner manner :
       {Manner{piece}, Manner{size, true}, Manner{piece, false, true}, Manner{piece, true, true}}) {
    const Outcome other = run(data + 1, size - 1, manner);
    require(whole.packets == other.packets && whole.losses == other.losses);
    require(whole.lost_bytes == other.lost_bytes && whole.digest == other.digest);
  }
  return 0;
}
