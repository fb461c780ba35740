// Reads whole captures under the sanitizers, through decoder, aggregator and finalisation: the
// files whose paths stand on standard input, one a line. Each is read twice, in one piece and in
// small ones, from buffers that end exactly where the bytes fed end. Prints a line a capture:
// path, packets (or "none": no capture), attack sources, separated by tabs.
#include <algorithm>
#include <array>
#include <cstdio>
#include <cstring>
#include <fstream>
#include <iostream>
#include <iterator>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "packet/address_census.h"
#include "packet/capture_reader.h"
#include "sources/aggregator.h"
#include "sources/day_part.h"
#include "sources/finalize.h"

namespace {

using honeysift::Aggregator;
using honeysift::CaptureReader;
using honeysift::DecodeStatus;
using honeysift::PacketColumns;
using honeysift::SourceStatus;

constexpr size_t kRows = 1000;
constexpr size_t kScratch = 200'000;
constexpr uint32_t kPayloadBound = 65536;
constexpr size_t kMostHoneypots = 256;

[[noreturn]] void fail(const std::string& path, const char* what) {
  std::fprintf(stderr, "%s: %s\n", path.c_str(), what);
  std::exit(1);
}

struct Batch {
  std::vector<uint64_t> memory = std::vector<uint64_t>(honeysift::packet_columns_size(kRows) / 8);
  PacketColumns columns =
      honeysift::lay_packet_columns(reinterpret_cast<uint8_t*>(memory.data()), kRows);
  std::vector<uint8_t> scratch = std::vector<uint8_t>(kScratch);
};

// Feeds `file` in pieces; `take(batch, rows, bytes)` gets every batch. Null when it is no capture.
template <typename Take>
std::unique_ptr<CaptureReader> read(const std::vector<uint8_t>& file, size_t piece,
                                    const std::vector<uint8_t>& tunnel_endpoints, Take take) {
  auto reader = std::make_unique<CaptureReader>(
      honeysift::TunnelPolicy(tunnel_endpoints.data(), tunnel_endpoints.size() / 16));
  Batch batch;
  size_t start = 0;
  size_t end = std::min(piece, file.size());
  for (;;) {
    const std::vector<uint8_t> fed(file.begin() + static_cast<long>(start),
                                   file.begin() + static_cast<long>(end));
    size_t at = 0;
    for (;;) {
      const auto step =
          reader->decode(fed.data() + at, fed.size() - at, end == file.size(), batch.columns,
                         honeysift::ScratchSpace(batch.scratch.data(), batch.scratch.size()));
      if (step.status == DecodeStatus::kNotACapture) return nullptr;
      take(batch, step.rows, std::span(fed).subspan(at));
      at += step.consumed;
      if (step.status == DecodeStatus::kEnd) return reader;
      if (step.status == DecodeStatus::kNeedBytes) {
        start += at;
        end = std::min(file.size(), start + std::max(piece, step.needed));
        break;
      }
    }
  }
}

using AddressBytes = std::array<uint8_t, 16>;

// Who is taken for a honeypot: whoever is sent a packet by somebody who is none.
class Honeypots {
 public:
  void see(const PacketColumns& columns, size_t rows) {
    for (size_t row = 0; row < rows && honeypots_.size() < kMostHoneypots; ++row) {
      if (!(columns.flags[row] & honeysift::kHasIp)) continue;
      AddressBytes from;
      AddressBytes to;
      std::memcpy(from.data(), columns.src_address + 16 * row, 16);
      std::memcpy(to.data(), columns.dst_address + 16 * row, 16);
      if (honeypots_.contains(from) || clients_.contains(to)) continue;
      clients_.insert(from);
      honeypots_.insert(to);
    }
  }

  std::vector<uint8_t> addresses() const {
    std::vector<uint8_t> all;
    for (const AddressBytes& one : honeypots_) all.insert(all.end(), one.begin(), one.end());
    return all;
  }

 private:
  std::set<AddressBytes> honeypots_;
  std::set<AddressBytes> clients_;
};

size_t finish(const std::string& path, const Aggregator& aggregator, size_t honeypots) {
  honeysift::FinalizeOptions options;
  for (size_t i = 0; i < honeypots; ++i) {
    options.target_honeypot.push_back(static_cast<uint16_t>(i));
    options.target_group.push_back(0);
  }
  options.flood_sources = 3;
  size_t sources = 0;
  for (const auto mode : {honeysift::SourceMode::kGap25h, honeysift::SourceMode::kDay}) {
    options.mode = mode;
    honeysift::AttackSourceColumns columns;
    if (honeysift::finalize(aggregator, options, columns) != SourceStatus::kOk) {
      fail(path, "finalisation failed");
    }
    sources = columns.count();
  }
  return sources;
}

// By way of the parts that workers hand over.
Aggregator handed_over(const std::string& path, const Aggregator& from,
                       const std::vector<uint8_t>& honeypots) {
  honeysift::DayPartWriter writer(from);
  Aggregator to(honeypots, kPayloadBound);
  for (size_t i = 0; i < writer.size(); ++i) {
    std::vector<uint8_t> part(writer.encoded_size(i));
    if (!writer.encode(i, part)) fail(path, "a part does not fit");
    if (to.absorb(part) != SourceStatus::kOk) fail(path, "a part was refused");
  }
  return to;
}

void read_capture(const std::string& path) {
  std::ifstream stream(path, std::ios::binary);
  if (!stream) fail(path, "cannot be opened");
  const std::vector<uint8_t> file((std::istreambuf_iterator<char>(stream)), {});
  honeysift::AddressCensus census(1 << 20);
  Honeypots honeypots;
  const auto whole = read(file, file.size(), {}, [&](Batch& batch, size_t rows, auto) {
    census.add(batch.columns, rows);
    honeypots.see(batch.columns, rows);
  });
  if (!whole) {
    std::printf("%s\tnone\t0\n", path.c_str());
    return;
  }
  const std::vector<uint8_t> addresses = honeypots.addresses();
  Aggregator aggregator(addresses, kPayloadBound);
  // Prime, so that pieces end anywhere; larger for the large, where each costs a copy.
  const size_t piece = file.size() < 1'000'000 ? 251 : 100'003;
  const auto cut = read(file, piece, addresses, [&](Batch& batch, size_t rows, auto bytes) {
    if (aggregator.add_batch(batch.columns, rows, bytes, batch.scratch) != SourceStatus::kOk) {
      fail(path, "a batch was refused");
    }
  });
  const auto& totals = whole->totals();
  if (!cut || cut->totals().packets != totals.packets || cut->totals().bytes != totals.bytes ||
      cut->totals().losses.count() != totals.losses.count()) {
    fail(path, "pieces gave another answer than the whole");
  }
  const size_t sources = finish(path, aggregator, addresses.size() / 16);
  if (finish(path, handed_over(path, aggregator, addresses), addresses.size() / 16) != sources) {
    fail(path, "handing over changed the attack sources");
  }
  std::printf("%s\t%llu\t%zu\n", path.c_str(), static_cast<unsigned long long>(totals.packets),
              sources);
}

}  // namespace

int main() {
  std::string path;
  while (std::getline(std::cin, path)) read_capture(path);
  return 0;
}
