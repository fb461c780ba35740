// Arbitrary IP packets, some claimed to be SYNs of few addresses and days: signatures read, printed
// and matched without harm; collected at once or in two parts they come to the same bytes and the
// same attack sources; damaged parts are refused or absorbed without harm.
#include <algorithm>
#include <array>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <vector>

#include "fingerprint/probe_collector.h"
#include "fingerprint/probe_part.h"
#include "fingerprint/source_stacks.h"
#include "fingerprint/syn_matcher.h"

namespace {

using namespace honeysift;

constexpr size_t kMostRows = 32;

void require(bool holds) {
  if (!holds) std::abort();
}

const std::array<uint8_t, 32> kHoneypots = [] {
  std::array<uint8_t, 32> addresses{};
  addresses[15] = 1;
  addresses[31] = 2;
  return addresses;
}();

struct Batch {
  std::vector<uint64_t> memory = std::vector<uint64_t>(packet_columns_size(kMostRows) / 8 + 1);
  PacketColumns columns = lay_packet_columns(reinterpret_cast<uint8_t*>(memory.data()), kMostRows);
  size_t rows = 0;
  std::vector<uint8_t> bytes;
};

// Each packet: five bytes that say what the row claims, a length, then bytes from an IP header on.
Batch read_batch(const uint8_t* data, size_t size) {
  constexpr int64_t kDay = 86'400'000'000'000;
  constexpr int64_t kTimes[] = {0, 1, kDay, 3 * kDay, -1, INT64_MIN, INT64_MAX, 5};
  Batch batch;
  PacketColumns& columns = batch.columns;
  while (size >= 6 && batch.rows < kMostRows) {
    const size_t row = batch.rows++;
    const size_t length = std::min<size_t>(data[5] & 127, size - 6);
    columns.src_address[16 * row + 15] = data[0] % 5;
    columns.dst_address[16 * row + 15] = data[1] % 3;
    columns.timestamp_ns[row] = kTimes[data[2] % 8];
    columns.flags[row] =
        static_cast<uint16_t>(data[3] << 8 | (data[4] & 0xf0)) | kHasIp | kHasTcp | kHasTime;
    columns.tcp_flags[row] = (data[4] & 3) != 0 ? 0x02 : 0x12;
    columns.network_offset[row] = static_cast<uint32_t>(batch.bytes.size());
    columns.payload_offset[row] = static_cast<uint32_t>(batch.bytes.size() + length);
    columns.payload_captured[row] = data[5] >> 7;
    columns.payload_length[row] = data[5] >> 7;
    batch.bytes.insert(batch.bytes.end(), data + 6, data + 6 + length);
    data += 6 + length;
    size -= 6 + length;
  }
  // Memory of just this size, so that reading beyond it is seen.
  batch.bytes.shrink_to_fit();
  return batch;
}

std::vector<std::vector<uint8_t>> parts_of(const ProbeCollector& collector) {
  const ProbePartEncoder encoder(collector);
  std::vector<std::vector<uint8_t>> parts;
  for (size_t i = 0; i < encoder.size(); ++i) {
    const auto bytes = encoder.bytes(i);
    parts.emplace_back(bytes.begin(), bytes.end());
  }
  return parts;
}

// A database that matches much: every layout seen, with and without wildcards.
std::vector<int32_t> database_of(const ProbeCollector& collector) {
  std::vector<int32_t> packed;
  for (uint32_t id = 0; id < collector.signatures().size(); ++id) {
    const RawSignature& raw = collector.signatures()[id];
    StackSignature stack{};
    stack.version = id % 3 == 0 ? -1 : raw.version;
    stack.ttl = 64;
    stack.any_ttl = id % 2;
    stack.generic = id % 5 == 0;
    stack.application = id % 7 == 0;
    stack.ip_options = raw.ip_options;
    stack.mss = id % 4 == 0 ? -1 : raw.mss;
    stack.window_rule = static_cast<WindowRule>(id % 5);
    stack.window = static_cast<int32_t>(id % 11);
    stack.window_scale = -1;
    stack.payload = -1;
    stack.quirks = static_cast<int32_t>(raw.quirks ^ (id % 2));
    stack.eol_padding = raw.eol_padding;
    stack.option_count = raw.option_count;
    std::copy(raw.options.begin(), raw.options.end(), stack.options.begin());
    const auto* ints = reinterpret_cast<const int32_t*>(&stack);
    packed.insert(packed.end(), ints, ints + kStackSignatureInts);
  }
  return packed;
}

// Attack sources for all that a batch can count: per address the days -300 000 to 300 000. In a
// damaged part may stand any address, day and number of packets: what its counts add up to is not
// asked then.
void check_sources(const ProbeCollector& collector, bool damaged) {
  std::vector<uint8_t> addresses(16 * 5);
  for (uint8_t i = 0; i < 5; ++i) addresses[16 * i + 15] = i;
  const std::vector<int32_t> first(5, -300000);
  const std::vector<int32_t> last(5, 300000);
  const std::vector<uint16_t> group(5, 0);
  const std::vector<uint16_t> target_group(2, 0);
  const SourceRows rows{addresses, first, last, group, target_group};
  const std::vector<int32_t> packed = database_of(collector);
  const std::vector<int32_t> labels(packed.size() / kStackSignatureInts, 3);
  SourceStacks stacks;
  const StackSignatures database(packed);
  const auto status = find_source_stacks(collector, database, labels, rows, stacks);
  if (damaged && status == FingerprintStatus::kNoSource) return;
  require(status == FingerprintStatus::kOk);
  for (const int32_t used : stacks.signature) {
    require(used < static_cast<int32_t>(stacks.used.size()));
  }
  require(std::is_sorted(stacks.used.begin(), stacks.used.end()));
  for (const RawSignature& raw : stacks.used) require(!signature_text(raw).empty());
  if (damaged) return;
  double counted = 0;
  for (size_t i = 0; i < collector.counts().size(); ++i) {
    if (collector.counts()[i].signature != kNoSyn) {
      counted += static_cast<double>(collector.counts()[i].packets);
    }
  }
  for (size_t row = 0; row < 5; ++row) {
    counted -= stacks.syns[row];
    require(stacks.unread_syns[row] + stacks.signature_syns[row] <= stacks.syns[row]);
    require((stacks.signature[row] < 0) == (stacks.signatures[row] == 0));
  }
  require(counted == 0);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  if (size == 0) return 0;
  const Batch whole = read_batch(data + 1, size - 1);
  ProbeCollector collector(kHoneypots);
  require(collector.add_batch(whole.columns, whole.rows, whole.bytes, {}) ==
          FingerprintStatus::kOk);
  const auto parts = parts_of(collector);
  check_sources(collector, false);

  // The same rows through two collectors, whose parts meet in a third, last ones first.
  ProbeCollector merged(kHoneypots);
  const size_t cut = data[0] % (whole.rows + 1);
  for (const bool early : {false, true}) {
    Batch half = read_batch(data + 1, size - 1);
    for (size_t row = 0; row < half.rows; ++row) {
      if ((row < cut) != early) half.columns.dst_address[16 * row + 15] = 9;
    }
    ProbeCollector one(kHoneypots);
    require(one.add_batch(half.columns, half.rows, half.bytes, {}) == FingerprintStatus::kOk);
    for (const auto& part : parts_of(one)) require(merged.absorb(part) == FingerprintStatus::kOk);
  }
  require(parts_of(merged) == parts);

  // The bytes themselves as a part, and a part with one byte changed.
  ProbeCollector damaged(kHoneypots);
  (void)damaged.absorb({data, size});
  if (!parts.empty()) {
    std::vector<uint8_t> part = parts.front();
    part[data[0] * 7u % part.size()] ^= data[size - 1];
    if (damaged.absorb(part) == FingerprintStatus::kOk) check_sources(damaged, true);
  }

  SynMatcher matcher(database_of(collector));
  std::vector<uint32_t> rows(kMostRows), ids(kMostRows);
  size_t found = 0;
  require(matcher.match_batch(whole.columns, whole.rows, whole.bytes, {}, rows, ids, found) ==
          FingerprintStatus::kOk);
  require(found <= whole.rows);
  for (size_t i = 0; i < found; ++i) {
    require(ids[i] < matcher.size() && !signature_text(matcher.signature(ids[i])).empty());
  }
  return 0;
}
