#include "table/row_group.h"

#include "table/address_text.h"

namespace honeysift {

namespace {

constexpr int64_t kNsPerUs = 1000;

constexpr ColumnSpec kColumns[] = {
    {"capture", ColumnType::kText, false},
    {"packet", ColumnType::kBigint, false},
    {"record_offset", ColumnType::kBigint, false},
    {"day", ColumnType::kDate, false},
    {"time", ColumnType::kTimestamp, true},
    {"nanoseconds", ColumnType::kInteger, true},
    {"direction", ColumnType::kText, false},
    {"source_id", ColumnType::kText, true},
    {"honeypot", ColumnType::kText, true},
    {"src_ip", ColumnType::kText, true},
    {"dst_ip", ColumnType::kText, true},
    {"protocol", ColumnType::kInteger, true},
    {"src_port", ColumnType::kInteger, true},
    {"dst_port", ColumnType::kInteger, true},
    {"tcp_flags", ColumnType::kInteger, true},
    {"tcp_seq", ColumnType::kBigint, true},
    {"tcp_ack", ColumnType::kBigint, true},
    {"tcp_window", ColumnType::kInteger, true},
    {"icmp_type", ColumnType::kInteger, true},
    {"icmp_code", ColumnType::kInteger, true},
    {"ip_id", ColumnType::kInteger, true},
    {"ttl", ColumnType::kInteger, true},
    {"length", ColumnType::kBigint, false},
    {"captured_length", ColumnType::kBigint, false},
    {"payload_length", ColumnType::kBigint, false},
    {"payload_captured", ColumnType::kBigint, false},
    {"fragment", ColumnType::kBoolean, false},
    {"later_fragment", ColumnType::kBoolean, false},
    {"reassembled", ColumnType::kBoolean, false},
    {"mirai_mark", ColumnType::kBoolean, false},
    {"masscan_mark", ColumnType::kBoolean, false},
    {"zmap_mark", ColumnType::kBoolean, false},
    {"payload_id", ColumnType::kText, true},
};

constexpr std::string_view kDirections[] = {"inbound", "outbound", "internal", "foreign", "other"};

int64_t floor_us(int64_t ns) noexcept {
  const int64_t us = ns / kNsPerUs;
  return ns % kNsPerUs < 0 ? us - 1 : us;
}

template <typename Holds>
void set_validity(Validity& validity, std::span<const uint32_t> rows, const Holds& holds) {
  std::vector<uint32_t> valid(rows.size());
  for (size_t i = 0; i < rows.size(); ++i) valid[i] = holds(rows[i]) ? 1 : 0;
  validity.set(std::move(valid));
}

}  // namespace

std::span<const ColumnSpec> packet_table_columns() noexcept { return kColumns; }

uint64_t RowGroupWriter::write(ParquetFile& file, const PacketBlock& block,
                               std::span<const uint32_t> rows, const BlockNames& names) {
  find_validity(block, rows);
  codes_.assign(rows.size(), 0);
  const std::string zeros(kDigestLength, '0');
  Chunk capture =
      encoder_.texts(codes_, 1, nullptr, [&](uint32_t) { return std::string_view(zeros); });
  capture.has_range = false;  // not known yet
  constexpr size_t kLengthOfText = 4;
  const uint64_t digest_at = file.add_chunk(capture) + kLengthOfText;

  const auto bigint = ColumnType::kBigint;
  file.add_chunk(integers(
      rows, nullptr, bigint,
      [&](uint32_t row) { return static_cast<int64_t>(names.first_packet + row); }, true));
  file.add_chunk(integers(
      rows, nullptr, bigint,
      [&](uint32_t row) { return static_cast<int64_t>(block.record_offset[row]); }, true));
  file.add_chunk(integers(rows, nullptr, ColumnType::kDate,
                          [&](uint32_t row) { return int64_t{block.findings[row].day}; }));
  file.add_chunk(integers(
      rows, &has_time_, ColumnType::kTimestamp,
      [&](uint32_t row) { return floor_us(block.timestamp_ns[row]); }, true));
  file.add_chunk(integers(rows, &has_time_, ColumnType::kInteger, [&](uint32_t row) {
    return (block.timestamp_ns[row] % kNsPerUs + kNsPerUs) % kNsPerUs;
  }));
  write_texts(file, block, rows, names);
  write_headers(file, block, rows);
  const auto payload_codes = codes(rows, [&](uint32_t row) { return block.findings[row].payload; });
  file.add_chunk(encoder_.texts(
      payload_codes, names.payloads.size(), &has_payload_,
      [&](uint32_t number) { return names.payloads.id(number); }, true));
  return digest_at;
}

void RowGroupWriter::find_validity(const PacketBlock& block, std::span<const uint32_t> rows) {
  const auto by_flags = [&](Validity& validity, uint16_t needed) {
    set_validity(validity, rows,
                 [&](uint32_t row) { return (block.flags[row] & needed) == needed; });
  };
  by_flags(has_time_, kHasTime);
  by_flags(has_ip_, kHasIp);
  by_flags(has_ports_, kHasIp | kHasPorts);
  by_flags(has_tcp_, kHasIp | kHasTcp);
  by_flags(has_icmp_, kHasIp | kHasIcmp);
  set_validity(has_identification_, rows, [&](uint32_t row) {
    const uint16_t flags = block.flags[row];
    return (flags & kHasIp) != 0 && ((flags & kIpv6) == 0 || (flags & kFragment) != 0);
  });
  const auto by_number = [&](Validity& validity, uint32_t PacketFinding::*number) {
    set_validity(validity, rows,
                 [&](uint32_t row) { return block.findings[row].*number != PacketFinding::kNone; });
  };
  by_number(has_source_, &PacketFinding::source);
  by_number(has_honeypot_, &PacketFinding::honeypot);
  by_number(has_payload_, &PacketFinding::payload);
}

void RowGroupWriter::write_texts(ParquetFile& file, const PacketBlock& block,
                                 std::span<const uint32_t> rows, const BlockNames& names) {
  const auto& findings = block.findings;
  const auto directions = codes(rows, [&](uint32_t row) { return findings[row].direction; });
  file.add_chunk(encoder_.texts(directions, std::size(kDirections), nullptr,
                                [](uint32_t code) { return kDirections[code]; }));

  std::string id;
  const auto sources = codes(rows, [&](uint32_t row) { return findings[row].source; });
  file.add_chunk(encoder_.texts(
      sources, names.sources.size(), &has_source_,
      [&](uint32_t number) {
        const BlockSource& source = names.sources[number];
        id.assign(names.addresses.text(source.address)).append("@");
        append_day(id, source.day);
        id.append(names.suffixes[source.group]);
        return std::string_view(id);
      },
      true));
  const auto honeypots = codes(rows, [&](uint32_t row) { return findings[row].honeypot; });
  file.add_chunk(
      encoder_.texts(honeypots, names.honeypots.size(), &has_honeypot_,
                     [&](uint32_t number) { return std::string_view(names.honeypots[number]); }));
  const auto address_of = [&](uint32_t number) { return names.addresses.text(number); };
  const auto from = codes(rows, [&](uint32_t row) { return findings[row].src; });
  file.add_chunk(encoder_.texts(from, names.addresses.size(), &has_ip_, address_of, true));
  const auto to = codes(rows, [&](uint32_t row) { return findings[row].dst; });
  file.add_chunk(encoder_.texts(to, names.addresses.size(), &has_ip_, address_of, true));
}

void RowGroupWriter::write_headers(ParquetFile& file, const PacketBlock& block,
                                   std::span<const uint32_t> rows) {
  const auto column = [&](const auto& values, const Validity* validity, ColumnType type) {
    file.add_chunk(
        integers(rows, validity, type, [&](uint32_t row) { return int64_t{values[row]}; }));
  };
  constexpr auto kInteger = ColumnType::kInteger;
  constexpr auto kBigint = ColumnType::kBigint;
  column(block.ip_protocol, &has_ip_, kInteger);
  column(block.src_port, &has_ports_, kInteger);
  column(block.dst_port, &has_ports_, kInteger);
  column(block.tcp_flags, &has_tcp_, kInteger);
  column(block.tcp_seq, &has_tcp_, kBigint);
  column(block.tcp_ack, &has_tcp_, kBigint);
  column(block.tcp_window, &has_tcp_, kInteger);
  column(block.icmp_type, &has_icmp_, kInteger);
  column(block.icmp_code, &has_icmp_, kInteger);
  column(block.ip_id, &has_identification_, kInteger);
  column(block.ttl, &has_ip_, kInteger);
  column(block.original_length, nullptr, kBigint);
  column(block.captured_length, nullptr, kBigint);
  column(block.payload_length, nullptr, kBigint);
  column(block.payload_captured, nullptr, kBigint);
  constexpr uint16_t kMarks[] = {kFragment,  kLaterFragment, kPayloadInScratch,
                                 kMiraiMark, kMasscanMark,   kZmapMark};
  for (const uint16_t flag : kMarks) file.add_chunk(marks(block, rows, flag));
}

// Codes of the rows that have one.
template <typename CodeOf>
std::span<const uint32_t> RowGroupWriter::codes(std::span<const uint32_t> rows,
                                                const CodeOf& code_of) {
  codes_.resize(rows.size());
  size_t count = 0;
  for (const uint32_t row : rows) {
    const uint32_t code = code_of(row);
    codes_[count] = code;
    count += code == PacketFinding::kNone ? 0 : 1;
  }
  return {codes_.data(), count};
}

template <typename ValueOf>
const Chunk& RowGroupWriter::integers(std::span<const uint32_t> rows, const Validity* validity,
                                      ColumnType type, const ValueOf& value_of, bool rising) {
  values_.resize(rows.size());
  size_t count = 0;
  if (validity == nullptr || validity->nulls() == 0) {
    for (const uint32_t row : rows) values_[count++] = value_of(row);
  } else {
    for (size_t i = 0; i < rows.size(); ++i) {
      values_[count] = value_of(rows[i]);
      count += validity->has(i) ? 1 : 0;
    }
  }
  return encoder_.integers({values_.data(), count}, validity, type, rising);
}

const Chunk& RowGroupWriter::marks(const PacketBlock& block, std::span<const uint32_t> rows,
                                   uint16_t flag) {
  marks_.resize(rows.size());
  for (size_t i = 0; i < rows.size(); ++i) marks_[i] = (block.flags[rows[i]] & flag) != 0 ? 1 : 0;
  return encoder_.booleans(marks_);
}

}  // namespace honeysift
