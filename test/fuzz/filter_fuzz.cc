// Filter expressions put together from parts, compiled by libpcap for a capture of any link type
// and byte order: every packet passes exactly where the textbook's machine says so, and the capture
// reader keeps exactly these. Without libpcap, filters fail and say why.
#include <algorithm>
#include <array>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "packet/capture_reader.h"
#include "packet/libpcap.h"
#include "packet/packet_filter.h"
#include "reference/bpf.h"

namespace {

using honeysift::CaptureReader;
using honeysift::DecodeResult;
using honeysift::DecodeStatus;
using honeysift::Libpcap;
using honeysift::PacketFilter;
using honeysift::PacketRow;
using honeysift::reference::BpfMachine;
using honeysift::reference::BpfStep;

constexpr size_t kHeadBytes = 8;
constexpr size_t kMostPackets = 12;

// No names: those would be looked up.
constexpr const char* kPrimitives[] = {
    "tcp",
    "udp port 53",
    "ip6",
    "icmp",
    "arp",
    "tcp[tcpflags] & (tcp-syn|tcp-ack) == tcp-syn",
    "port 80",
    "src net 10.0.0.0/8",
    "dst host 192.0.2.1",
    "less 60",
    "ip[2:2] > 40",
    "ip[0] & 0xf != 5",
    "vlan",
    "vlan 5",
    "ether broadcast",
    "ip multicast",
    "portrange 1-1023",
    "ip proto 47",
    "ip6 protochain 6",
    "len > 50 and len % 2 = 1",
    "mpls",
    "pppoes",
    "ether[0] / ip[8] > 3",
    "ip[ip[0] & 15] << 3 = 8",
    "src host 2001:db8::1",
    "inbound",
    "wlan type mgt",
    "udp[4:2] - 8 > 10",
    "icmp6",
    "link[0] != 0",
};
constexpr uint32_t kLinkTypes[] = {1, 1, 101, 113, 0, 9, 105, 127, 228, 229, 276, 108, 50, 147};

void demand(bool holds, const char* what) {
  if (holds) return;
  std::fprintf(stderr, "broken: %s\n", what);
  std::abort();
}

std::string expression_of(const uint8_t* choices) {
  std::string text;
  const size_t terms = 1u + choices[0] % 4;
  for (size_t term = 0; term < terms; ++term) {
    if (term > 0) text += (choices[0] >> (2 + term) & 1) != 0 ? " and " : " or ";
    const uint8_t choice = choices[1 + term];
    if (choice >= 128) text += "not ";
    text.append("(").append(kPrimitives[choice % std::size(kPrimitives)]).append(")");
  }
  return text;
}

struct Packet {
  size_t offset;  // of its record in the capture
  std::vector<uint8_t> bytes;
  uint32_t original;
};

// A capture that libpcap and we read alike: whole records, of lengths that the bytes choose.
struct Capture {
  uint32_t link_type;
  bool big_endian;
  std::vector<uint8_t> bytes;
  std::vector<Packet> packets;

  void word(uint32_t value) {
    for (unsigned i = 0; i < 4; ++i)
      bytes.push_back(static_cast<uint8_t>(value >> (8 * (big_endian ? 3 - i : i))));
  }

  Capture(const uint8_t* data, size_t size, uint8_t kind, uint8_t cut)
      : link_type(kLinkTypes[kind % std::size(kLinkTypes)]), big_endian(kind >= 128) {
    word(0xa1b2c3d4);
    word(big_endian ? 0x00020004 : 0x00040002);
    for (const uint32_t value : {0u, 0u, 262144u, link_type}) word(value);
    for (size_t at = 0; at < size && packets.size() < kMostPackets;) {
      const size_t length = std::min<size_t>(size - at, 1 + (data[at] * 7u + cut) % 120);
      const uint32_t missing = data[at] % 3 == 0 ? data[at] : 0u;
      const auto captured = static_cast<uint32_t>(length);
      packets.push_back({bytes.size(), {data + at, data + at + length}, captured + missing});
      for (const uint32_t value : {1'000'000'000u, 5u, captured, captured + missing}) word(value);
      bytes.insert(bytes.end(), data + at, data + at + length);
      at += length;
    }
  }
};

// Nothing where the program does not say what it does.
std::optional<bool> machine_accepts(const std::vector<honeysift::BpfInstruction>& program,
                                    const Packet& packet) {
  std::vector<BpfStep> steps;
  for (const auto& step : program) {
    steps.push_back({step.code, step.jump_true, step.jump_false, step.operand});
  }
  BpfMachine machine(packet.bytes, packet.original);
  const auto answer = machine.run(steps);
  if (!machine.is_defined()) return std::nullopt;
  demand(answer.has_value(), "a program that ends");
  return *answer != 0;
}

struct Kept {
  std::vector<size_t> offsets;
  DecodeStatus status;
  uint64_t filtered_out;
  bool failed;
};

Kept read(const Capture& capture, PacketFilter filter, size_t piece) {
  constexpr size_t kRows = 5;
  const auto reader = std::make_unique<CaptureReader>(honeysift::TunnelPolicy(), std::move(filter));
  std::vector<uint8_t> scratch(70000);
  Kept kept{};
  size_t start = 0;
  size_t end = 0;
  for (;;) {
    const std::unique_ptr<uint8_t[]> fed(new uint8_t[end - start]);
    if (end != start) std::memcpy(fed.get(), capture.bytes.data() + start, end - start);
    honeysift::ScratchSpace space(scratch.data(), scratch.size());
    std::array<PacketRow, kRows> rows;
    const bool is_all = end == capture.bytes.size();
    const DecodeResult result =
        reader->decode_rows({fed.get(), end - start, 0, is_all}, rows, space);
    for (size_t row = 0; row < result.rows; ++row) kept.offsets.push_back(rows[row].record_offset);
    start += result.consumed;
    kept.status = result.status;
    if (result.status == DecodeStatus::kNeedBytes) {
      demand(!is_all, "asks for bytes that there are");
      end = std::min(capture.bytes.size(), end + piece);
    } else if (result.status != DecodeStatus::kRowsFull) {
      break;
    }
  }
  kept.filtered_out = reader->totals().filtered_out;
  kept.failed = reader->filter().failed();
  return kept;
}

void check(const Capture& capture, const std::string& expression, size_t piece) {
  const Libpcap::Compiled compiled =
      Libpcap::shared().compile(expression, capture.link_type, capture.big_endian);
  demand(compiled.program.empty() != compiled.error.empty(), "a program, or words why not");
  const Kept all = read(capture, PacketFilter(), piece);
  demand(all.offsets.size() == capture.packets.size() && all.filtered_out == 0, "all packets");
  const Kept kept = read(capture, PacketFilter(expression), piece);
  if (compiled.program.empty()) {
    demand(kept.offsets.empty(), "nothing passes what means nothing");
    demand(kept.failed == !capture.packets.empty(), "a filter that fails says so");
    demand(!kept.failed || kept.status == DecodeStatus::kFilterFailed, "and the reader stops");
    return;
  }
  PacketFilter filter(expression);
  std::vector<size_t> wanted;
  for (size_t i = 0; i < capture.packets.size(); ++i) {
    const Packet& packet = capture.packets[i];
    const std::optional<bool> passes = machine_accepts(compiled.program, packet);
    if (!passes) return;
    demand(filter.passes(capture.link_type, capture.big_endian, packet.bytes.data(),
                         static_cast<uint32_t>(packet.bytes.size()), packet.original) == *passes,
           "passes as the textbook has it");
    demand(!filter.passes(honeysift::kUnknownLinkType, false, packet.bytes.data(), 1, 1),
           "nothing of an unknown link type");
    if (*passes) wanted.push_back(all.offsets[i]);
  }
  demand(kept.status == DecodeStatus::kEnd && !kept.failed, "the capture ends");
  demand(kept.offsets == wanted, "keeps what passes");
  demand(kept.filtered_out == capture.packets.size() - wanted.size(), "counts what does not");
}

}  // namespace

// The first byte says how the capture is cut, seven more what it and the expression are like.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  if (size < kHeadBytes) return 0;
  const Capture capture(data + kHeadBytes, size - kHeadBytes, data[6], data[7]);
  const std::string expression = expression_of(data + 1);
  if (Libpcap::shared().loaded()) {
    check(capture, expression, size_t{1} + data[0]);
    return 0;
  }
  const Kept kept = read(capture, PacketFilter(expression), size_t{1} + data[0]);
  demand(kept.offsets.empty() && kept.failed == !capture.packets.empty(), "fails without libpcap");
  return 0;
}
