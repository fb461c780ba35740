// The straight run over plain packets (packet/plain_packet.h) against the layer decoders: the same
// rows, anomalies and marks, whatever the packet. Mutated frames, every conformance capture that is
// there, and those captures mutated.
#include <algorithm>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <memory>
#include <random>
#include <string>
#include <vector>

#include "packet/capture_reader.h"
#include "packet/plain_packet.h"

namespace {

using namespace honeysift;
using Bytes = std::vector<uint8_t>;

int failures = 0;

void check(bool condition, const std::string& what) {
  if (condition) return;
  if (failures < 20) std::printf("failed: %s\n", what.c_str());
  ++failures;
}

// Everything that a decoder says of a capture, as bytes.
struct Answer {
  Bytes columns;
  Bytes totals;
  size_t rows = 0;
};

template <typename T>
void append(Bytes& to, const T& value) {
  const auto* bytes = reinterpret_cast<const uint8_t*>(&value);
  to.insert(to.end(), bytes, bytes + sizeof value);
}

void append_columns(Bytes& to, const PacketColumns& columns, size_t rows){
#define X(type, name, width, js)                                        \
  {                                                                     \
    const auto* bytes = reinterpret_cast<const uint8_t*>(columns.name); \
    to.insert(to.end(), bytes, bytes + sizeof(type) * (width)*rows);    \
  }
    HONEYSIFT_PACKET_COLUMNS(X)
#undef X
}

Answer decode(const Bytes& capture, bool by_layers, size_t capacity) {
  std::vector<uint64_t> memory(packet_columns_size(capacity) / 8);
  PacketColumns columns = lay_packet_columns(reinterpret_cast<uint8_t*>(memory.data()), capacity);
  std::vector<uint8_t> scratch(128 * 1024);
  const auto reader = std::make_unique<CaptureReader>(TunnelPolicy(), PacketFilter(), by_layers);
  Answer answer;
  size_t at = 0;
  for (;;) {
    // Exactly as long as the data, for AddressSanitizer.
    const std::unique_ptr<uint8_t[]> fed(new uint8_t[capture.size() - at]);
    std::copy(capture.begin() + static_cast<long>(at), capture.end(), fed.get());
    const DecodeResult step = reader->decode(fed.get(), capture.size() - at, true, columns,
                                             ScratchSpace(scratch.data(), scratch.size()));
    append_columns(answer.columns, columns, step.rows);
    answer.rows += step.rows;
    at += step.consumed;
    if (step.status != DecodeStatus::kRowsFull) break;
  }
  const CaptureTotals& totals = reader->totals();
  append(answer.totals, totals.packets);
  append(answer.totals, totals.bytes);
  append(answer.totals, totals.first_ns);
  append(answer.totals, totals.last_ns);
  append(answer.totals, totals.marks);
  for (size_t i = 0; i < kAnomalyCount; ++i) {
    append(answer.totals, totals.anomalies.of(static_cast<Anomaly>(i)));
  }
  return answer;
}

void compare(const Bytes& capture, const std::string& what, size_t capacity = 100) {
  const Answer straight = decode(capture, false, capacity);
  const Answer layered = decode(capture, true, capacity);
  check(straight.rows == layered.rows, what + ": rows");
  check(straight.columns == layered.columns, what + ": columns");
  check(straight.totals == layered.totals, what + ": totals");
}

void put_le32(Bytes& bytes, uint32_t value) {
  for (int shift = 0; shift < 32; shift += 8) bytes.push_back(static_cast<uint8_t>(value >> shift));
}

Bytes capture_head() {
  Bytes file;
  for (const uint32_t word : {0xa1b2c3d4u, 0x00040002u, 0u, 0u, 65535u, 1u}) put_le32(file, word);
  return file;
}

// A plain frame with `payload` bytes behind its headers and `padding` behind those.
Bytes frame_of(uint8_t protocol, uint32_t options, uint32_t payload, uint32_t padding) {
  const uint32_t header = protocol == 6 ? 20 + options : 8;
  const uint32_t total = 20 + header + payload;
  Bytes frame(14 + total + padding, 0x5a);
  frame[12] = 0x08;
  frame[13] = 0;
  uint8_t* ip = frame.data() + 14;
  ip[0] = 0x45;
  ip[2] = static_cast<uint8_t>(total >> 8);
  ip[3] = static_cast<uint8_t>(total);
  ip[6] = ip[7] = 0;
  ip[9] = protocol;
  uint8_t* transport = ip + 20;
  if (protocol == 6) transport[12] = static_cast<uint8_t>((header / 4) << 4);
  if (protocol == 17) {
    transport[4] = static_cast<uint8_t>((8 + payload) >> 8);
    transport[5] = static_cast<uint8_t>(8 + payload);
  }
  return frame;
}

bool is_plain(const Bytes& frame) {
  PacketRow row;
  const auto length = static_cast<uint32_t>(frame.size());
  return read_plain_packet(row, LayerBytes(frame.data(), length, length), frame.data());
}

void test_frames() {
  for (const uint8_t protocol : {uint8_t{1}, uint8_t{6}, uint8_t{17}}) {
    check(is_plain(frame_of(protocol, 0, 20, 0)), "a plain frame is read as one");
  }
  check(!is_plain(frame_of(47, 0, 40, 0)), "a tunnel is left to the layers");
  std::mt19937 random(1);
  const auto below = [&](uint32_t bound) { return random() % bound; };
  // Where a changed byte changes what the packet is.
  constexpr uint32_t kTelling[] = {12, 13, 14, 16, 17, 20, 21, 23, 36, 37, 38, 39, 46, 47};
  constexpr uint8_t kProtocols[] = {1, 6, 17, 4, 47, 58};
  size_t plain = 0;
  for (int round = 0; round < 1200; ++round) {
    Bytes capture = capture_head();
    for (int packet = 0; packet < 16; ++packet) {
      Bytes frame = frame_of(kProtocols[below(20) < 17 ? below(3) : below(6)], below(11) * 4,
                             below(3) == 0 ? below(80) : 0, below(2) * below(20));
      for (uint32_t change = below(3); change > 0; --change) {
        const uint32_t at =
            below(2) == 0 ? kTelling[below(14)] : below(static_cast<uint32_t>(frame.size()));
        if (at < frame.size())
          frame[at] =
              static_cast<uint8_t>(below(2) == 0 ? below(256) : frame[at] ^ (1u << below(8)));
      }
      // ZMap's identification, a VXLAN port.
      if (below(20) == 0) frame[18] = 0xd4, frame[19] = 0x31;
      if (below(20) == 0) frame[36] = 0x12, frame[37] = 0xb5;
      plain += is_plain(frame);
      auto original = static_cast<uint32_t>(frame.size());
      if (below(8) == 0) frame.resize(below(original + 1));  // snapped
      if (below(16) == 0) original = below(100);
      put_le32(capture, 1'000'000'000 + below(100));
      put_le32(capture, below(64) == 0 ? 1'000'000 + below(9) : below(1'000'000));
      put_le32(capture, static_cast<uint32_t>(frame.size()));
      put_le32(capture, original);
      capture.insert(capture.end(), frame.begin(), frame.end());
    }
    compare(capture, "mutated frames, round " + std::to_string(round), 1 + below(40));
  }
  check(plain > 6000, "most frames are plain");
}

void test_captures() {
  namespace fs = std::filesystem;
  const fs::path folder = "../../../shared/captures/conformance";
  if (!fs::is_directory(folder)) {
    std::printf("no conformance captures: frames only\n");
    return;
  }
  std::mt19937 random(2);
  for (const auto& entry : fs::recursive_directory_iterator(folder)) {
    if (!entry.is_regular_file() || entry.file_size() > (4u << 20)) continue;
    std::ifstream file(entry.path(), std::ios::binary);
    const Bytes whole((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
    compare(whole, entry.path().filename().string());
    for (int round = 0; round < 8 && !whole.empty(); ++round) {
      Bytes changed = whole;
      for (size_t change = 1 + changed.size() / 400; change > 0; --change) {
        changed[random() % changed.size()] ^= static_cast<uint8_t>(1u << random() % 8);
      }
      compare(changed, entry.path().filename().string() + " mutated");
    }
  }
}

}  // namespace

int main() {
  test_frames();
  test_captures();
  if (failures != 0) std::printf("%d failures\n", failures);
  return failures == 0 ? 0 : 1;
}
