// The encodings of the packets table against plain decoders, addresses against inet_ntop, hashes
// against published values, and tables of arbitrary rows: whatever the rows, however cut into
// batches, the files are the same.
#include <arpa/inet.h>

#include <algorithm>
#include <cstdio>
#include <cstring>
#include <random>
#include <string>
#include <vector>

#include "table/address_text.h"
#include "table/bloom_filter.h"
#include "table/encodings.h"
#include "table/packet_table.h"

namespace {

using namespace honeysift;

int failures = 0;

void require(bool holds, const char* what) {
  if (holds) return;
  std::printf("failed: %s\n", what);
  ++failures;
}

struct Reader {
  const Bytes& bytes;
  size_t at = 0;

  uint8_t byte() { return at < bytes.size() ? bytes[at++] : uint8_t{0}; }
  uint64_t varint() {
    uint64_t value = 0;
    for (int shift = 0;; shift += 7) {
      const uint8_t part = byte();
      value |= uint64_t{part & 127u} << shift;
      if (part < 128) return value;
    }
  }
  int64_t zigzag() {
    const uint64_t value = varint();
    return static_cast<int64_t>(value >> 1) ^ -static_cast<int64_t>(value & 1);
  }
  // Bit by bit, from the lowest.
  std::vector<uint64_t> packed(size_t count, unsigned width) {
    std::vector<uint64_t> values(count, 0);
    for (size_t bit = 0; bit < count * width; ++bit) {
      const uint64_t one = at + bit / 8 < bytes.size() ? bytes[at + bit / 8] >> bit % 8 & 1 : 0;
      values[bit / width] |= one << bit % width;
    }
    at += (count * width + 7) / 8;
    return values;
  }
};

std::vector<uint64_t> read_hybrid(const Bytes& bytes, unsigned width) {
  Reader reader{bytes};
  std::vector<uint64_t> values;
  while (reader.at < bytes.size()) {
    const uint64_t header = reader.varint();
    if ((header & 1) != 0) {
      for (const uint64_t value : reader.packed((header >> 1) * 8, width)) values.push_back(value);
    } else {
      uint64_t value = 0;
      for (unsigned i = 0; i < (width + 7) / 8; ++i) value |= uint64_t{reader.byte()} << (8 * i);
      values.insert(values.end(), header >> 1, value);
    }
  }
  return values;
}

std::vector<int64_t> read_delta(const Bytes& bytes) {
  Reader reader{bytes};
  const size_t block = reader.varint();
  const size_t minis = reader.varint();
  const size_t count = reader.varint();
  std::vector<int64_t> values;
  auto value = static_cast<uint64_t>(reader.zigzag());
  if (count > 0) values.push_back(static_cast<int64_t>(value));
  while (values.size() < count) {
    const auto least = static_cast<uint64_t>(reader.zigzag());
    std::vector<unsigned> widths;
    for (size_t i = 0; i < minis; ++i) widths.push_back(reader.byte());
    for (size_t i = 0; i < minis && values.size() < count; ++i) {
      for (const uint64_t delta : reader.packed(block / minis, std::max(1u, widths[i]))) {
        if (values.size() == count) break;
        value += least + (widths[i] == 0 ? 0 : delta);
        values.push_back(static_cast<int64_t>(value));
      }
      if (widths[i] == 0) reader.at -= block / minis / 8;
    }
  }
  require(reader.at == bytes.size(), "deltas end where their bytes end");
  return values;
}

void check_encodings(std::mt19937_64& random) {
  for (int round = 0; round < 3000; ++round) {
    const auto width = static_cast<unsigned>(1 + random() % 32);
    std::vector<uint32_t> values;
    const size_t count = random() % 300;
    while (values.size() < count) {
      const auto value = static_cast<uint32_t>(random() >> (64 - width));
      const size_t run = random() % 3 == 0 ? random() % 40 : 1;
      values.insert(values.end(), std::min(run, count - values.size()), value);
    }
    Bytes bytes;
    append_hybrid(bytes, values, width);
    std::vector<uint64_t> read = read_hybrid(bytes, width);
    const size_t padded = read.size();
    read.resize(values.size());
    require(padded < values.size() + 8 && std::equal(values.begin(), values.end(), read.begin()),
            "hybrid values come back");

    std::vector<int64_t> numbers;
    const auto shift = static_cast<unsigned>(random() % 64);
    for (size_t i = random() % 400; i > 0; --i)
      numbers.push_back(static_cast<int64_t>(random()) >> shift);
    if (round % 3 == 0) std::sort(numbers.begin(), numbers.end());
    bytes.clear();
    append_delta(bytes, numbers);
    require(read_delta(bytes) == numbers, "deltas come back");
  }
}

void check_texts(std::mt19937_64& random) {
  for (int round = 0; round < 20000; ++round) {
    uint8_t address[16];
    for (uint8_t& byte : address) byte = random() % 3 == 0 ? static_cast<uint8_t>(random()) : 0;
    // inet_ntop writes some addresses as IPv4 that RFC 5952 leaves to the writer.
    address[0] = 0x20;
    char text[INET6_ADDRSTRLEN];
    std::string ours;
    append_address(ours, address);
    require(ours == inet_ntop(AF_INET6, address, text, sizeof text), "IPv6 as inet_ntop has it");
  }
  const uint8_t mapped[16] = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 255, 255, 10, 0, 200, 255};
  std::string text;
  append_address(text, mapped);
  append_day(text.append(" "), 0);
  append_day(text.append(" "), -1);
  append_day(text.append(" "), 11016);
  append_day(text.append(" "), -106752);
  require(text == "10.0.200.255 1970-01-01 1969-12-31 2000-02-29 1677-09-21", "days and IPv4");
  require(month_of_day(11016) == 361 && month_of_day(-1) == -1, "months");
}

void check_bloom(std::mt19937_64& random) {
  require(xxh64("") == 0xef46db3751d8e999u, "XXH64 of nothing");
  require(xxh64("a") == 0xd24ec4f1a98c6e5bu, "XXH64 of a letter");
  require(xxh64("abc") == 0x44bc2cf5ad770999u, "XXH64 of three");
  require(xxh64("Nobody inspects the spammish repetition") == 0xfbcea83c8a378bf1u, "XXH64, long");
  for (const size_t count : {1, 10, 1000, 20000}) {
    BloomFilter filter;
    filter.reset(count);
    std::vector<std::string> values;
    for (size_t i = 0; i < count; ++i) filter.add(values.emplace_back(std::to_string(random())));
    for (const std::string& value : values) require(filter.may_hold(value), "what was added");
    int mistaken = 0;
    for (int i = 0; i < 10000; ++i) mistaken += filter.may_hold("x" + std::to_string(i)) ? 1 : 0;
    require(mistaken < 300, "few others");
  }
}

const std::string kDigest(kDigestLength, 'd');

PacketTableNames names() {
  PacketTableNames names;
  names.addresses.resize(32);
  names.addresses[15] = 1;
  names.addresses[31] = 2;
  names.honeypots_of = {0, 1};
  names.groups_of = {0, 1};
  names.honeypots = {"one", "two"};
  names.suffixes = {"/a", "/b"};
  return names;
}

std::string files_of(PacketTable& table) {
  std::string all;
  for (const auto& [month, file] : table.months()) {
    const Bytes& bytes = file.file.pending();
    require(std::memcmp(bytes.data(), "PAR1", 4) == 0, "a file begins as Parquet");
    require(std::memcmp(bytes.data() + bytes.size() - 4, "PAR1", 4) == 0, "and ends so");
    for (const uint64_t place : file.digest_places)
      require(std::count(bytes.begin() + place, bytes.begin() + place + kDigestLength, '0') ==
                  kDigestLength,
              "places of the digest hold zeros");
    all.append(std::to_string(month)).append(bytes.begin(), bytes.end());
  }
  const Bytes& payloads = table.payloads().pending();
  return all.append(payloads.begin(), payloads.end());
}

void check_tables(std::mt19937_64& random) {
  for (int round = 0; round < 60; ++round) {
    std::vector<PacketRow> rows(random() % 400);
    std::vector<uint8_t> bytes(random() % 300);
    std::vector<uint8_t> scratch(random() % 300);
    for (uint8_t& byte : bytes) byte = static_cast<uint8_t>(random() % 4 * 40);
    for (PacketRow& row : rows) {
      auto* raw = reinterpret_cast<uint8_t*>(&row);
      for (size_t i = 0; i < sizeof row; ++i) raw[i] = static_cast<uint8_t>(random());
      std::memset(row.src_address, 0, 15);
      std::memset(row.dst_address, 0, 15);
      row.src_address[15] = static_cast<uint8_t>(random() % 5);
      row.dst_address[15] = static_cast<uint8_t>(random() % 5);
      if (random() % 2 == 0) row.timestamp_ns = static_cast<int64_t>(random() % 10) << 50;
      if (random() % 9 == 0) row.timestamp_ns = random() % 2 == 0 ? INT64_MIN : INT64_MAX;
      if (random() % 3 != 0) row.payload_offset = static_cast<uint32_t>(random() % 300);
      if (random() % 3 != 0) row.payload_captured = static_cast<uint32_t>(random() % 40);
    }
    std::string whole;
    for (const size_t most : {rows.size() + 1, size_t{1}, size_t{7}}) {
      PacketTable table(names());
      for (size_t at = 0; at < rows.size(); at += most) {
        const size_t count = std::min(most, rows.size() - at);
        const auto status = table.add_rows({rows.data() + at, count}, bytes, scratch);
        require(status == TableStatus::kOk, "rows are taken");
      }
      require(table.finish(kDigest) == TableStatus::kOk, "the table ends");
      require(table.finish(kDigest) == TableStatus::kFinished, "it ends once");
      const std::string files = files_of(table);
      if (most > rows.size()) whole = files;
      require(files == whole, "batches do not matter");
    }
  }
}

}  // namespace

int main() {
  std::mt19937_64 random(1);
  check_encodings(random);
  check_texts(random);
  check_bloom(random);
  check_tables(random);
  return failures == 0 ? 0 : 1;
}
