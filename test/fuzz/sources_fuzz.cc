// Arbitrary rows, split over aggregators in an arbitrary way: the attack sources are those of one
// aggregator, and damaged parts are refused or absorbed without harm.
#include <algorithm>
#include <array>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <vector>

#include "sources/aggregator.h"
#include "sources/day_part.h"
#include "sources/finalize.h"

namespace {

using honeysift::Aggregator;
using honeysift::AttackSourceColumns;
using honeysift::DayPartWriter;
using honeysift::PacketColumns;
using honeysift::SourceStatus;

constexpr size_t kRowBytes = 16;
constexpr size_t kMostRows = 64;
constexpr uint32_t kBound = 24;

void require(bool holds) {
  if (!holds) std::abort();
}

const std::array<uint8_t, 48> kHoneypots = [] {
  std::array<uint8_t, 48> addresses{};
  for (size_t i = 0; i < 3; ++i) addresses[16 * i + 15] = static_cast<uint8_t>(i + 1);
  return addresses;
}();

struct Batch {
  std::vector<uint64_t> memory;
  PacketColumns columns;
  explicit Batch(size_t capacity)
      : memory(honeysift::packet_columns_size(capacity) / 8 + 1),
        columns(
            honeysift::lay_packet_columns(reinterpret_cast<uint8_t*>(memory.data()), capacity)) {}
};

// Few addresses, ports and times, so that flows meet.
void set_row(PacketColumns& columns, size_t row, const uint8_t* from, size_t payload_size) {
  constexpr int64_t kDay = 86'400'000'000'000;
  constexpr int64_t kTimes[] = {0,  1,         2,        kDay - 1, kDay, kDay + 3, 25 * kDay / 24,
                                -1, INT64_MIN, INT64_MAX};
  constexpr uint8_t kProtocols[] = {6, 6, 6, 6, 17, 17, 1, 58, 47};
  constexpr uint16_t kPorts[] = {53, 80, 1024, 40000};
  columns.timestamp_ns[row] = kTimes[from[0] % 10];
  columns.src_address[16 * row + 15] = from[1] % 6;
  columns.dst_address[16 * row + 15] = from[2] % 6;
  columns.flags[row] = static_cast<uint16_t>(from[3] | from[4] << 8) | honeysift::kHasTime;
  columns.ip_protocol[row] = kProtocols[from[5] % 9];
  columns.src_port[row] = kPorts[from[6] % 4];
  columns.dst_port[row] = kPorts[from[7] % 4];
  columns.tcp_flags[row] = from[8];
  columns.tcp_seq[row] = static_cast<uint32_t>(static_cast<int8_t>(from[9]));
  columns.icmp_type[row] = from[10] % 20;
  columns.payload_offset[row] = from[11] % (payload_size + 2);
  columns.payload_captured[row] = from[12] % 20;
  columns.payload_length[row] = from[12] % 20 + from[13] % 3;
}

honeysift::FinalizeOptions options_for(uint8_t choice) {
  honeysift::FinalizeOptions options;
  options.mode = (choice & 1) != 0 ? honeysift::SourceMode::kGap25h : honeysift::SourceMode::kDay;
  options.order = (choice & 2) != 0 ? honeysift::PhraseOrder::kTime : honeysift::PhraseOrder::kFlow;
  options.phrase_bound = kBound;
  options.target_honeypot = {0, 0, 1};
  options.target_group = {0, 0, static_cast<uint16_t>((choice & 4) != 0)};
  options.flood_sources = 2;
  return options;
}

AttackSourceColumns finished(const Aggregator& aggregator, uint8_t choice) {
  AttackSourceColumns columns;
  require(honeysift::finalize(aggregator, options_for(choice), columns) == SourceStatus::kOk);
  return columns;
}

// Without an aggregator in between; `damaged` parts may be refused.
AttackSourceColumns finished_parts(const std::vector<std::vector<uint8_t>>& parts, uint8_t choice,
                                   bool damaged) {
  const std::vector<std::span<const uint8_t>> views(parts.begin(), parts.end());
  AttackSourceColumns columns;
  const SourceStatus status =
      honeysift::finalize_parts(views, kHoneypots, kBound, options_for(choice), columns);
  require(status == SourceStatus::kOk || (damaged && status == SourceStatus::kBadPart));
  return columns;
}

void require_equal(const AttackSourceColumns& a, const AttackSourceColumns& b) {
  require(a.address == b.address && a.day == b.day && a.first_ns == b.first_ns &&
          a.last_ns == b.last_ns);
  require(a.packets == b.packets && a.canonical_packets == b.canonical_packets);
  require(a.target_offsets == b.target_offsets && a.target_honeypot == b.target_honeypot);
  require(a.target_packets == b.target_packets && a.target_canonical == b.target_canonical);
  require(a.sequence == b.sequence && a.phrase == b.phrase && a.phrase_cut == b.phrase_cut);
  require(a.backscatter == b.backscatter && a.flood == b.flood && a.syn_packets == b.syn_packets);
  require(a.data_segments == b.data_segments && a.retransmissions == b.retransmissions);
  require(a.sequence_gaps == b.sequence_gaps && a.backscatter_flows == b.backscatter_flows);
  require(a.target_first_ns == b.target_first_ns && a.target_last_ns == b.target_last_ns);
  require(a.port_flows == b.port_flows && a.source_ports == b.source_ports);
  require(a.rising_source_ports == b.rising_source_ports && a.group == b.group);
  require(a.phrase_order.size() == b.phrase_order.size());
  for (size_t i = 0; i < a.phrase_order.size(); ++i) {
    const auto left = a.phrases.view(a.phrase_order[i]);
    const auto right = b.phrases.view(b.phrase_order[i]);
    require(left.size() == right.size() && std::equal(left.begin(), left.end(), right.begin()));
  }
}

std::vector<std::vector<uint8_t>> parts_of(const Aggregator& from) {
  DayPartWriter writer(from);
  std::vector<std::vector<uint8_t>> parts;
  for (size_t i = 0; i < writer.size(); ++i) {
    std::vector<uint8_t>& part = parts.emplace_back(writer.encoded_size(i));
    require(writer.encode(i, part));
  }
  return parts;
}

// Day by day, where the state lies.
AttackSourceColumns finished_days(const Aggregator& aggregator, uint8_t choice) {
  const honeysift::StateDays days(aggregator);
  AttackSourceColumns columns;
  require(honeysift::finalize_days(days, 0, days.size(), options_for(choice), columns) ==
          SourceStatus::kOk);
  return columns;
}

void hand_over(const Aggregator& from, Aggregator& to, bool backwards) {
  auto parts = parts_of(from);
  if (backwards) std::reverse(parts.begin(), parts.end());
  for (const auto& part : parts) require(to.absorb(part) == SourceStatus::kOk);
}

// A part with some bytes replaced is refused, or absorbed and finalised without harm.
void absorb_damaged(const Aggregator& from, std::span<const uint8_t> damage) {
  auto parts = parts_of(from);
  if (parts.empty()) return;
  std::vector<uint8_t>& part = parts.front();
  for (size_t i = 0; i + 2 < damage.size(); i += 3) {
    part[static_cast<size_t>(damage[i] << 8 | damage[i + 1]) % part.size()] = damage[i + 2];
  }
  finished_parts(parts, damage.empty() ? uint8_t{0} : damage[0], true);
  Aggregator to(kHoneypots, kBound);
  if (to.absorb(part) == SourceStatus::kOk) finished(to, damage.empty() ? uint8_t{0} : damage[0]);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  if (size == 0) return 0;
  const uint8_t choice = data[0];
  const size_t rows = std::min(kMostRows, (size - 1) / kRowBytes);
  const std::span<const uint8_t> payload(data, std::min<size_t>(size, 100));
  Aggregator whole(kHoneypots, kBound);
  Aggregator halves[] = {Aggregator(kHoneypots, kBound), Aggregator(kHoneypots, kBound)};
  Batch all(kMostRows);
  for (size_t row = 0; row < rows; ++row) {
    const uint8_t* from = data + 1 + row * kRowBytes;
    set_row(all.columns, row, from, payload.size());
    Batch one(1);
    set_row(one.columns, 0, from, payload.size());
    require(halves[from[14] & 1].add_batch(one.columns, 1, payload, payload) == SourceStatus::kOk);
  }
  require(whole.add_batch(all.columns, rows, payload, payload) == SourceStatus::kOk);
  Aggregator united(kHoneypots, kBound);
  const size_t first = choice >> 7;
  hand_over(halves[first], united, (choice & 8) != 0);
  hand_over(halves[1 - first], united, (choice & 16) != 0);
  const AttackSourceColumns expected = finished(whole, choice);
  require_equal(expected, finished(united, choice));
  if (options_for(choice).mode == honeysift::SourceMode::kDay) {
    require_equal(expected, finished_days(whole, choice));
    require_equal(expected, finished_days(united, choice));
  }
  std::vector<std::vector<uint8_t>> parts = parts_of(whole);
  require_equal(expected, finished_parts(parts, choice, false));
  parts = parts_of(halves[first]);
  for (auto& part : parts_of(halves[1 - first])) parts.push_back(std::move(part));
  require_equal(expected, finished_parts(parts, choice, false));
  absorb_damaged(whole, std::span(data, size).subspan(1 + rows * kRowBytes));
  return 0;
}
