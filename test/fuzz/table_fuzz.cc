// Arbitrary packets become the tables `packets` and `payloads`; a reader that knows nothing of the
// writer must find in the files what the definitions say, month by month.
#include <arpa/inet.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <ctime>
#include <exception>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "packet/sha256.h"
#include "reference/parquet_reader.h"
#include "sources/phrase_render.h"
#include "table/packet_table.h"

namespace {

using honeysift::PacketRow;
using honeysift::PacketTable;
using honeysift::TableStatus;
using honeysift::reference::ParquetColumn;
using honeysift::reference::read_parquet;
using Cell = std::optional<std::string>;
using Record = std::vector<Cell>;

constexpr size_t kHeadBytes = 4;
constexpr size_t kRowBytes = 18;
constexpr size_t kMostRows = 100;
constexpr const char* kAddresses[] = {
    "192.0.2.1",   "192.0.2.2",      "2001:db8::1", "10.0.0.255",
    "203.0.113.9", "2001:db8:0:1::", "fe80::1:0:0", "255.255.255.255"};
constexpr size_t kHoneypots = 3;
constexpr const char* kHoneypotNames[] = {"one", "two"};
constexpr const char* kSuffixes[] = {"/a", "/b"};
const std::string kDigest(honeysift::kDigestLength, 'd');

void demand(bool holds, const char* what) {
  if (holds) return;
  std::fprintf(stderr, "broken: %s\n", what);
  std::abort();
}

std::array<uint8_t, 16> address(size_t which) {
  std::array<uint8_t, 16> bytes{};
  const char* text = kAddresses[which];
  if (inet_pton(AF_INET6, text, bytes.data()) == 1) return bytes;
  bytes[10] = bytes[11] = 0xff;
  inet_pton(AF_INET, text, bytes.data() + 12);
  return bytes;
}

struct Packet {
  PacketRow row;
  size_t from;
  size_t to;
};

// Small numbers and large ones; times around the ends of days, months and what 64 bits hold.
Packet packet_of(const uint8_t* p) {
  constexpr int64_t kDay = 86'400'000'000'000;
  constexpr int64_t kTimes[] = {
      0,         -1,       1, 999, 31 * kDay - 1, 31 * kDay, 12'000 * kDay + 1'001, 12'031 * kDay,
      INT64_MIN, INT64_MAX};
  const auto spread = [](uint8_t byte) {
    return byte < 128 ? uint32_t{byte} : uint32_t{byte} * 0x01010101u;
  };
  Packet packet{{}, p[2] % std::size(kAddresses), p[3] % std::size(kAddresses)};
  PacketRow& row = packet.row;
  const auto from = address(packet.from);
  const auto to = address(packet.to);
  std::copy(from.begin(), from.end(), row.src_address);
  std::copy(to.begin(), to.end(), row.dst_address);
  row.flags = static_cast<uint16_t>(p[0] | p[1] << 8);
  row.timestamp_ns = kTimes[p[4] % std::size(kTimes)];
  if (row.timestamp_ns > INT64_MIN && row.timestamp_ns < INT64_MAX) row.timestamp_ns += p[5] * 333;
  row.record_offset = uint64_t{spread(p[6])} << (p[7] % 32);
  row.original_length = spread(p[7]);
  row.captured_length = spread(p[8]);
  row.tcp_seq = spread(p[9]);
  row.tcp_ack = spread(p[10]);
  row.payload_offset = p[11];
  row.payload_captured = p[12] % 48;
  row.payload_length = spread(p[12]);
  row.src_port = static_cast<uint16_t>(spread(p[13]));
  row.dst_port = static_cast<uint16_t>(spread(p[14]));
  row.ip_id = static_cast<uint16_t>(p[13] * p[14]);
  row.tcp_window = static_cast<uint16_t>(spread(p[15]));
  row.ip_protocol = p[15];
  row.ttl = p[16];
  row.tcp_flags = p[17];
  row.icmp_type = p[17] & 15;
  row.icmp_code = p[16] & 7;
  return packet;
}

// Of the day of a packet: how it is written, and its month.
struct Day {
  int64_t number;
  std::string text;
  int32_t month;
};

Day day_of(const PacketRow& row) {
  constexpr int64_t kDay = 86'400'000'000'000;
  int64_t number = 0;
  if ((row.flags & honeysift::kHasTime) != 0) {
    // The last day at either end is not whole and counts to its neighbour.
    const __int128 time = std::clamp(row.timestamp_ns, INT64_MIN + kDay, INT64_MAX - 1);
    number = static_cast<int64_t>((time - ((time % kDay) + kDay) % kDay) / kDay);
  }
  const std::time_t seconds = number * 86'400;
  std::tm date{};
  gmtime_r(&seconds, &date);
  char text[32];
  std::snprintf(text, sizeof text, "%04d-%02d-%02d", date.tm_year + 1900, date.tm_mon + 1,
                date.tm_mday);
  return {number, text, (date.tm_year - 70) * 12 + date.tm_mon};
}

struct Expected {
  std::map<int32_t, std::vector<Record>> months;
  std::vector<std::string> payloads;  // in order of arrival
  std::map<std::string, int64_t> packets_of;
};

std::string id_of(const std::string& payload) {
  honeysift::Sha256 hash;
  hash.update(reinterpret_cast<const uint8_t*>(payload.data()), payload.size());
  std::string id;
  for (const uint8_t byte : hash.finish()) {
    char hex[3];
    std::snprintf(hex, sizeof hex, "%02x", byte);
    id += hex;
  }
  return id.substr(0, 32);
}

template <typename Number>
Cell number_if(bool holds, Number number) {
  return holds ? Cell(std::to_string(number)) : std::nullopt;
}

// What the table's documentation says of one packet, column by column.
void expect_packet(Expected& expected, const Packet& packet, int64_t number,
                   const std::vector<uint8_t>& bytes, const std::vector<uint8_t>& scratch,
                   bool has_source_ids) {
  const PacketRow& row = packet.row;
  const auto has = [&](unsigned flags) { return (row.flags & flags) == flags; };
  const bool ip = has(honeysift::kHasIp);
  const bool time = has(honeysift::kHasTime);
  const Day day = day_of(row);
  const bool to_honeypot = ip && packet.to < kHoneypots;
  const bool from_honeypot = ip && packet.from < kHoneypots;
  const char* direction = !ip                            ? "other"
                          : to_honeypot && from_honeypot ? "internal"
                          : to_honeypot                  ? "inbound"
                          : from_honeypot                ? "outbound"
                                                         : "foreign";
  Cell source;
  if (to_honeypot && !from_honeypot && has_source_ids) {
    source = std::string(kAddresses[packet.from]) + "@" + day.text + kSuffixes[packet.to % 2];
  }
  Cell honeypot;
  if (to_honeypot || from_honeypot) {
    honeypot = kHoneypotNames[(to_honeypot ? packet.to : packet.from) % 2];
  }
  Cell payload;
  const auto& within = has(honeysift::kPayloadInScratch) ? scratch : bytes;
  if (ip && row.payload_captured > 0 &&
      size_t{row.payload_offset} + row.payload_captured <= within.size()) {
    const auto begin = within.begin() + row.payload_offset;
    const std::string text(begin, begin + row.payload_captured);
    if (expected.packets_of[text]++ == 0) expected.payloads.push_back(text);
    payload = id_of(text);
  }
  const __int128 ns = row.timestamp_ns;
  const __int128 rest = (ns % 1000 + 1000) % 1000;
  const bool tcp = has(honeysift::kHasIp | honeysift::kHasTcp);
  const bool icmp = has(honeysift::kHasIp | honeysift::kHasIcmp);
  const bool ports = has(honeysift::kHasIp | honeysift::kHasPorts);
  const bool identified = ip && (!has(honeysift::kIpv6) || has(honeysift::kFragment));
  const auto mark = [&](unsigned flag) { return Cell(has(flag) ? "1" : "0"); };
  expected.months[day.month].push_back({
      kDigest,
      std::to_string(number),
      std::to_string(static_cast<int64_t>(row.record_offset)),
      std::to_string(day.number),
      number_if(time, static_cast<int64_t>((ns - rest) / 1000)),
      number_if(time, static_cast<int64_t>(rest)),
      direction,
      source,
      honeypot,
      ip ? Cell(kAddresses[packet.from]) : std::nullopt,
      ip ? Cell(kAddresses[packet.to]) : std::nullopt,
      number_if(ip, row.ip_protocol),
      number_if(ports, row.src_port),
      number_if(ports, row.dst_port),
      number_if(tcp, row.tcp_flags),
      number_if(tcp, row.tcp_seq),
      number_if(tcp, row.tcp_ack),
      number_if(tcp, row.tcp_window),
      number_if(icmp, row.icmp_type),
      number_if(icmp, row.icmp_code),
      number_if(identified, row.ip_id),
      number_if(ip, row.ttl),
      std::to_string(row.original_length),
      std::to_string(row.captured_length),
      std::to_string(row.payload_length),
      std::to_string(row.payload_captured),
      mark(honeysift::kFragment),
      mark(honeysift::kLaterFragment),
      mark(honeysift::kPayloadInScratch),
      mark(honeysift::kMiraiMark),
      mark(honeysift::kMasscanMark),
      mark(honeysift::kZmapMark),
      payload,
  });
}

std::vector<Record> expected_payloads(const Expected& expected) {
  constexpr size_t kTextBound = 1024;
  std::vector<Record> records;
  for (const std::string& payload : expected.payloads) {
    std::vector<uint8_t> text;
    const auto* data = reinterpret_cast<const uint8_t*>(payload.data());
    const size_t whole = honeysift::render_text({data, payload.size()}, text, kTextBound);
    records.push_back({id_of(payload), std::to_string(payload.size()), payload,
                       std::string(text.begin(), text.end()), whole < payload.size() ? "1" : "0",
                       std::to_string(expected.packets_of.at(payload))});
  }
  return records;
}

void compare(const std::vector<uint8_t>& file, const std::vector<Record>& wanted,
             std::span<const honeysift::ColumnSpec> specs) {
  std::vector<ParquetColumn> columns;
  try {
    columns = read_parquet(file);
  } catch (const std::exception& error) {
    demand(false, error.what());
  }
  demand(columns.size() == specs.size(), "all columns");
  for (size_t c = 0; c < columns.size(); ++c) {
    demand(columns[c].name == specs[c].name, "columns by their names");
    demand(columns[c].cells.size() == wanted.size(), "all rows");
    for (size_t r = 0; r < wanted.size(); ++r) {
      demand(columns[c].cells[r] == wanted[r][c], specs[c].name);
    }
  }
}

honeysift::PacketTableNames names(bool has_source_ids) {
  honeysift::PacketTableNames names;
  for (size_t i = 0; i < kHoneypots; ++i) {
    const auto bytes = address(i);
    names.addresses.insert(names.addresses.end(), bytes.begin(), bytes.end());
    names.honeypots_of.push_back(static_cast<uint16_t>(i % 2));
    names.groups_of.push_back(static_cast<uint16_t>(i % 2));
  }
  names.honeypots.assign(std::begin(kHoneypotNames), std::end(kHoneypotNames));
  names.suffixes.assign(std::begin(kSuffixes), std::end(kSuffixes));
  names.has_source_ids = has_source_ids;
  return names;
}

}  // namespace

// Four bytes say how rows repeat, how they are cut into batches, and of what length the payloads'
// memory is; the rest are rows, and the payloads too.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  if (size < kHeadBytes + kRowBytes) return 0;
  const bool has_source_ids = (data[0] & 1) == 0;
  const size_t repeats = 1 + data[0] / 2 % 20;
  const size_t batch = 1 + data[1];
  const std::vector<uint8_t> bytes(data, data + std::min<size_t>(size, data[2]));
  const std::vector<uint8_t> scratch(data, data + std::min<size_t>(size, data[3]));
  std::vector<PacketRow> rows;
  Expected expected;
  for (size_t repeat = 0; repeat < repeats; ++repeat) {
    for (size_t at = kHeadBytes; at + kRowBytes <= size && rows.size() < kMostRows;
         at += kRowBytes) {
      const Packet packet = packet_of(data + at);
      rows.push_back(packet.row);
      expect_packet(expected, packet, static_cast<int64_t>(rows.size()), bytes, scratch,
                    has_source_ids);
    }
  }
  PacketTable table(names(has_source_ids));
  for (size_t at = 0; at < rows.size(); at += batch) {
    const size_t count = std::min(batch, rows.size() - at);
    demand(table.add_rows({rows.data() + at, count}, bytes, scratch) == TableStatus::kOk, "takes");
  }
  demand(table.finish(kDigest) == TableStatus::kOk, "ends");
  demand(table.months().size() == expected.months.size(), "a file a month");
  for (const auto& [month, records] : expected.months) {
    const auto found = table.months().find(month);
    demand(found != table.months().end(), "the months of the packets");
    std::vector<uint8_t> file = found->second.file.pending();
    for (const uint64_t place : found->second.digest_places) {
      demand(place + kDigest.size() <= file.size(), "places within the file");
      std::copy(kDigest.begin(), kDigest.end(), file.begin() + static_cast<std::ptrdiff_t>(place));
    }
    compare(file, records, honeysift::packet_table_columns());
  }
  if (!expected.payloads.empty()) {
    compare(table.payloads().pending(), expected_payloads(expected), honeysift::payload_columns());
  } else {
    demand(table.payloads().rows() == 0, "no payloads");
  }
  return 0;
}
