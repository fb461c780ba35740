// What only C++ can show: nothing is read beyond what was fed (the buffers are exactly as long as
// the data, under AddressSanitizer), and the decoder answers calls that a well-behaved caller would
// not make.
#include <cstdio>
#include <cstring>
#include <memory>
#include <vector>

#include "packet/address_census.h"
#include "packet/capture_reader.h"

namespace {

using honeysift::Anomaly;
using honeysift::CaptureReader;
using honeysift::DecodeResult;
using honeysift::DecodeStatus;
using honeysift::PacketColumns;

int failures = 0;

void check(bool condition, const char* what) {
  if (condition) return;
  std::printf("failed: %s\n", what);
  ++failures;
}

void put_le32(std::vector<uint8_t>& bytes, uint32_t value) {
  for (int shift = 0; shift < 32; shift += 8) bytes.push_back(static_cast<uint8_t>(value >> shift));
}

std::vector<uint8_t> pcap_of(uint32_t link_type, const std::vector<std::vector<uint8_t>>& packets) {
  std::vector<uint8_t> file;
  for (const uint32_t word : {0xa1b2c3d4u, 0x00040002u, 0u, 0u, 65535u, link_type}) {
    put_le32(file, word);
  }
  for (const auto& packet : packets) {
    const auto length = static_cast<uint32_t>(packet.size());
    for (const uint32_t word : {1000000000u, 0u, length, length}) put_le32(file, word);
    file.insert(file.end(), packet.begin(), packet.end());
  }
  return file;
}

std::vector<uint8_t> udp_frame() {
  std::vector<uint8_t> frame(12, 2);
  const uint8_t rest[] = {0x08, 0x00, 0x45, 0, 0, 31, 0, 1,    0,    0, 64, 17, 0, 0,   10,  0,  0,
                          1,    10,   0,    0, 2, 0,  5, 0x05, 0x9a, 0, 11, 0,  0, 'a', 'b', 'c'};
  frame.insert(frame.end(), std::begin(rest), std::end(rest));
  return frame;
}

struct Batch {
  explicit Batch(size_t capacity)
      : memory(honeysift::packet_columns_size(capacity) / 8),
        columns(
            honeysift::lay_packet_columns(reinterpret_cast<uint8_t*>(memory.data()), capacity)) {}
  std::vector<uint64_t> memory;
  PacketColumns columns;
  std::vector<uint8_t> scratch = std::vector<uint8_t>(65535);
};

// Feeds a copy that ends exactly where the data ends.
DecodeResult feed(CaptureReader& reader, const uint8_t* data, size_t length, bool end,
                  Batch& batch) {
  const std::unique_ptr<uint8_t[]> copy(new uint8_t[length]);
  if (length != 0) std::memcpy(copy.get(), data, length);
  return reader.decode(copy.get(), length, end, batch.columns,
                       honeysift::ScratchSpace(batch.scratch.data(), batch.scratch.size()));
}

void test_every_prefix_of_every_layer() {
  for (const uint32_t link_type : {0u, 1u, 12u, 101u, 108u, 113u, 228u, 229u, 276u, 9999u}) {
    const std::vector<uint8_t> frame = udp_frame();
    for (size_t length = 0; length <= frame.size(); ++length) {
      const auto file =
          pcap_of(link_type, {{frame.begin(), frame.begin() + static_cast<long>(length)}});
      Batch batch(4);
      CaptureReader reader;
      const DecodeResult result = feed(reader, file.data(), file.size(), true, batch);
      check(result.rows == 1 && result.status == DecodeStatus::kEnd, "one record, one row");
      check(batch.columns.payload_captured[0] <= length, "payload within the record");
    }
  }
}

void test_byte_by_byte() {
  const auto file = pcap_of(1, {udp_frame(), udp_frame()});
  CaptureReader reader;
  Batch batch(4);
  size_t start = 0;
  size_t rows = 0;
  for (size_t end = 0; end <= file.size(); ++end) {
    const DecodeResult result =
        feed(reader, file.data() + start, end - start, end == file.size(), batch);
    start += result.consumed;
    rows += result.rows;
    check(result.needed > end - start || result.status == DecodeStatus::kEnd, "asks for more");
  }
  check(rows == 2 && start == file.size(), "all records, all bytes");
  check(batch.columns.payload_captured[0] == 3, "the payload of the last packet");
}

void test_no_room_for_rows() {
  const auto file = pcap_of(1, {udp_frame()});
  CaptureReader reader;
  Batch none(0);
  for (int turn = 0; turn < 3; ++turn) {
    const DecodeResult result = feed(reader, file.data(), file.size(), true, none);
    check(result.rows == 0 && result.status == DecodeStatus::kRowsFull, "no room, no rows");
    if (result.consumed != 0) break;
  }
}

void test_calls_after_the_end() {
  const auto file = pcap_of(1, {udp_frame()});
  CaptureReader reader;
  Batch batch(4);
  feed(reader, file.data(), file.size(), true, batch);
  const DecodeResult again = feed(reader, file.data(), 0, true, batch);
  check(again.rows == 0 && again.status == DecodeStatus::kEnd, "the end stays the end");
  check(reader.totals().packets == 1, "nothing counted twice");
}

void test_not_a_capture() {
  CaptureReader reader;
  Batch batch(4);
  check(feed(reader, reinterpret_cast<const uint8_t*>("abc"), 3, false, batch).status ==
            DecodeStatus::kNeedBytes,
        "three bytes may become a capture");
  check(feed(reader, reinterpret_cast<const uint8_t*>("abcd"), 4, false, batch).status ==
            DecodeStatus::kNotACapture,
        "four may not");
}

void test_census_without_slots_to_spare() {
  honeysift::AddressCensus census(0);
  uint8_t client[16] = {};
  const uint8_t server[16] = {9};
  for (int i = 0; i < 100000; ++i) {
    std::memcpy(client, &i, sizeof i);
    census.add_pair(client, server, 1);
  }
  check(census.sorted_pairs().size() <= 100000, "bounded");
}

}  // namespace

int main() {
  test_every_prefix_of_every_layer();
  test_byte_by_byte();
  test_no_room_for_rows();
  test_calls_after_the_end();
  test_not_a_capture();
  test_census_without_slots_to_spare();
  return failures == 0 ? 0 : 1;
}
