#include "packet/pcapng_reader.h"

#include <algorithm>

#include "packet/wire.h"

namespace honeysift {

namespace {

constexpr uint32_t kSectionHeader = 0x0a0d0d0a;  // the same in either byte order
constexpr uint32_t kInterfaceDescription = 1;
constexpr uint32_t kObsoletePacket = 2;
constexpr uint32_t kSimplePacket = 3;
constexpr uint32_t kNameResolution = 4;
constexpr uint32_t kInterfaceStatistics = 5;
constexpr uint32_t kEnhancedPacket = 6;
constexpr uint32_t kByteOrder = 0x1a2b3c4d;

constexpr uint32_t kSmallestBlock = 12;
// What `plausible` looks at.
constexpr size_t kJudged = 28;

}  // namespace

bool PcapngReader::has_magic(const uint8_t* bytes) noexcept {
  return load_be32(bytes) == kSectionHeader;
}

void PcapngReader::begin_loss(Anomaly anomaly, uint64_t offset) noexcept {
  lost_ = true;
  loss_anomaly_ = anomaly;
  loss_offset_ = offset;
}

void PcapngReader::open_section(const uint8_t* block, uint32_t length,
                                CaptureTotals& totals) noexcept {
  // Interfaces belong to a section.
  interfaces_.clear();
  if (length < 28 || load_u16(block + 12, big_endian_) != 1) {
    totals.anomalies.count(Anomaly::kBadPcapngSection);
  }
}

void PcapngReader::add_interface(const uint8_t* block, uint32_t length,
                                 CaptureTotals& totals) noexcept {
  if (interfaces_.size() >= kMaxInterfaces) {
    return totals.anomalies.count(Anomaly::kTooManyPcapngInterfaces);
  }
  PcapngInterface interface;
  if (length < 20) {
    totals.anomalies.count(Anomaly::kBadPcapngOption);
    interface.link = link_decoder(UINT32_MAX);
    interfaces_.push_back(interface);
    return;
  }
  interface.link_type = load_u16(block + 8, big_endian_);
  interface.link = link_decoder(interface.link_type);
  interface.snap_length = load_u32(block + 12, big_endian_);
  uint32_t at = 16;
  const uint32_t end = length - 4;
  while (at + 4 <= end) {
    const uint16_t code = load_u16(block + at, big_endian_);
    const uint16_t size = load_u16(block + at + 2, big_endian_);
    at += 4;
    if (code == 0) break;
    if (size > end - at) {
      totals.anomalies.count(Anomaly::kBadPcapngOption);
      break;
    }
    if (code == 9 && size >= 1) {
      interface.binary = (block[at] & 0x80) != 0;
      interface.exponent = block[at] & 0x7f;
    } else if (code == 14 && size >= 8) {
      interface.offset_seconds = static_cast<int64_t>(load_u64(block + at, big_endian_));
    }
    at += (size + 3u) & ~3u;
  }
  interfaces_.push_back(interface);
}

void PcapngReader::accept_packet(uint32_t interface_id, const uint8_t* data, uint32_t room,
                                 uint32_t captured, uint32_t original, const uint64_t* ticks,
                                 uint64_t offset, RecordSink& sink) noexcept {
  CaptureTotals& totals = sink.totals();
  CaptureRecord record{.data = data,
                       .captured = captured,
                       .original = original,
                       .timestamp_ns = 0,
                       .has_time = false,
                       .offset = offset,
                       .link = nullptr,
                       .link_type = kUnknownLinkType,
                       .big_endian = big_endian_};
  if (captured > room) {
    totals.anomalies.count(Anomaly::kBadPcapngPacketLength);
    record.captured = room;
  }
  if (captured > original) totals.anomalies.count(Anomaly::kCapturedExceedsOriginal);
  if (interface_id < interfaces_.size()) {
    const PcapngInterface& interface = interfaces_[interface_id];
    record.link = interface.link;
    record.link_type = interface.link_type;
    if (ticks) {
      record.has_time = interface.to_nanoseconds(*ticks, record.timestamp_ns);
      if (!record.has_time) totals.anomalies.count(Anomaly::kTimestampOutOfRange);
    }
  } else {
    totals.anomalies.count(Anomaly::kUnknownPcapngInterface);
    record.link = [](LayerContext&, LayerBytes) noexcept {};
  }
  sink.accept(record);
}

void PcapngReader::read_block(uint32_t type, const uint8_t* block, uint32_t length, uint64_t offset,
                              RecordSink& sink) noexcept {
  CaptureTotals& totals = sink.totals();
  switch (type) {
    case kSectionHeader:
      return open_section(block, length, totals);
    case kInterfaceDescription:
      return add_interface(block, length, totals);
    case kEnhancedPacket:
    case kObsoletePacket: {
      if (length < 32) {
        totals.anomalies.count(Anomaly::kBadPcapngPacketLength);
        return accept_packet(UINT32_MAX, block, 0, 0, 0, nullptr, offset, sink);
      }
      // The obsolete block keeps a drop count in the upper half of the same word.
      const uint32_t interface = type == kEnhancedPacket ? load_u32(block + 8, big_endian_)
                                                         : load_u16(block + 8, big_endian_);
      const uint64_t ticks =
          uint64_t{load_u32(block + 12, big_endian_)} << 32 | load_u32(block + 16, big_endian_);
      return accept_packet(interface, block + 28, length - 32, load_u32(block + 20, big_endian_),
                           load_u32(block + 24, big_endian_), &ticks, offset, sink);
    }
    case kSimplePacket: {
      if (length < 16) {
        totals.anomalies.count(Anomaly::kBadPcapngPacketLength);
        return accept_packet(UINT32_MAX, block, 0, 0, 0, nullptr, offset, sink);
      }
      const uint32_t original = load_u32(block + 8, big_endian_);
      const uint32_t snap = interfaces_.empty() ? 0 : interfaces_[0].snap_length;
      const uint32_t captured = snap != 0 ? std::min(original, snap) : original;
      return accept_packet(0, block + 12, length - 16, captured, original, nullptr, offset, sink);
    }
    default:
      return;
  }
}

bool PcapngReader::plausible(const uint8_t* block) const noexcept {
  const uint32_t type = load_u32(block, big_endian_);
  if (type == kSectionHeader) {
    return load_be32(block + 8) == kByteOrder || load_le32(block + 8) == kByteOrder;
  }
  const uint32_t length = load_u32(block + 4, big_endian_);
  if (length % 4 != 0) return false;
  switch (type) {
    case kInterfaceDescription:
      return length >= 20 && load_be16(block + 10) == 0;
    case kEnhancedPacket:
      return length >= 32 && load_u32(block + 8, big_endian_) < interfaces_.size() &&
             load_u32(block + 20, big_endian_) <= length - 32;
    case kObsoletePacket:
      return length >= 32 && load_u16(block + 8, big_endian_) < interfaces_.size() &&
             load_u32(block + 20, big_endian_) <= length - 32;
    case kSimplePacket:
      return length >= 16 && !interfaces_.empty();
    case kNameResolution:
    case kInterfaceStatistics:
      return length >= 16;
    default:
      return false;
  }
}

size_t PcapngReader::search(const FedBytes& fed, size_t& at) const noexcept {
  for (;; ++at) {
    const size_t left = fed.length - at;
    const uint8_t* block = fed.data + at;
    if (left < kJudged) {
      if (!fed.end_of_stream) return kJudged;
      at = fed.length;
      return 0;
    }
    if (!plausible(block)) continue;
    const bool section = load_be32(block) == kSectionHeader;
    const bool big_endian = section ? load_be32(block + 8) == kByteOrder : big_endian_;
    const uint32_t length = load_u32(block + 4, big_endian);
    if (length < kSmallestBlock || length > kMaxSearchedBlock) continue;
    if (left < length) {
      if (!fed.end_of_stream) return length;
      continue;
    }
    if (load_u32(block + length - 4, big_endian) == length) return 0;
  }
}

ReadStep PcapngReader::read(const FedBytes& fed, RecordSink& sink) noexcept {
  CaptureTotals& totals = sink.totals();
  size_t at = 0;
  for (;;) {
    if (lost_) {
      const size_t needed = search(fed, at);
      if (needed != 0) return {at, needed};
      totals.losses.add(totals.anomalies, loss_anomaly_, loss_offset_,
                        fed.stream_offset + at - loss_offset_);
      lost_ = false;
    }
    if (sink.full()) return {at, 0};
    const size_t left = fed.length - at;
    const uint8_t* block = fed.data + at;
    const uint64_t offset = fed.stream_offset + at;
    if (left == 0) return {at, fed.end_of_stream ? 0 : size_t{kSmallestBlock}};
    if (left < kSmallestBlock) {
      if (!fed.end_of_stream) return {at, kSmallestBlock};
      begin_loss(Anomaly::kTruncatedPcapngBlock, offset);
      ++at;
      continue;
    }
    uint32_t type = load_u32(block, big_endian_);
    bool big_endian = big_endian_;
    if (type == kSectionHeader) {
      big_endian = load_be32(block + 8) == kByteOrder;
      if (!big_endian && load_le32(block + 8) != kByteOrder) {
        begin_loss(Anomaly::kBadPcapngSection, offset);
        ++at;
        continue;
      }
    }
    const uint32_t length = load_u32(block + 4, big_endian);
    if (length < kSmallestBlock || length > kMaxBlock) {
      begin_loss(Anomaly::kBadPcapngBlockLength, offset);
      ++at;
      continue;
    }
    // Some writers state the length without the padding that follows.
    const uint32_t padded = (length + 3) & ~3u;
    if (left < padded) {
      if (!fed.end_of_stream) return {at, padded};
      begin_loss(Anomaly::kTruncatedPcapngBlock, offset);
      ++at;
      continue;
    }
    if (load_u32(block + padded - 4, big_endian) != length) {
      begin_loss(Anomaly::kBadPcapngBlockLength, offset);
      ++at;
      continue;
    }
    if (type == kSectionHeader) big_endian_ = big_endian;
    read_block(type, block, padded, offset, sink);
    at += padded;
  }
}

}  // namespace honeysift
