#include "fingerprint/read_signature.h"

#include "common/byte_cursor.h"

namespace honeysift {

namespace {

constexpr uint8_t kTcp = 6;
constexpr uint8_t kEcnBits = 0x03;

bool read_ipv4(ByteCursor& packet, RawSignature& signature) noexcept {
  const uint32_t header = (packet.u8() & 15u) * 4;
  const uint8_t service = packet.u8();
  packet.skip(2);  // total length: what is behind it was cut off by the decoder
  const uint16_t id = packet.be16();
  const uint16_t fragment = packet.be16();
  signature.ttl = packet.u8();
  const uint8_t protocol = packet.u8();
  packet.skip(10);
  if (header < 20 || protocol != kTcp || (fragment & 0x3fff) != 0) return false;
  packet.skip(header - 20);
  signature.version = 4;
  signature.ip_options = static_cast<uint8_t>(header - 20);
  signature.header_bytes = static_cast<uint16_t>(header);
  if (service & kEcnBits) signature.quirks |= kQuirkEcn;
  if (fragment & 0x8000) signature.quirks |= kQuirkNonzeroMbz;
  if (fragment & 0x4000) {
    signature.quirks |= id != 0 ? kQuirkDf | kQuirkNonzeroId : kQuirkDf;
  } else if (id == 0) {
    signature.quirks |= kQuirkZeroId;
  }
  return packet.ok();
}

bool read_ipv6(ByteCursor& packet, RawSignature& signature) noexcept {
  const uint32_t first = packet.be32();
  packet.skip(2);
  const uint8_t protocol = packet.u8();
  signature.ttl = packet.u8();
  packet.skip(32);
  signature.version = 6;
  signature.header_bytes = 40;
  if (first & 0xfffff) signature.quirks |= kQuirkFlow;
  if ((first >> 20) & kEcnBits) signature.quirks |= kQuirkEcn;
  return packet.ok() && protocol == kTcp;
}

// Options as p0f 3.09b walks them, its oversights included: a byte behind the end of options counts
// only where it is not the last one, and lengths of known options are noted when wrong but not
// followed.
class OptionReader {
 public:
  OptionReader(const uint8_t* data, size_t size, RawSignature& signature) noexcept
      : data_(data), size_(size), signature_(signature) {}

  void read() noexcept {
    bool whole = true;
    while (whole && at_ < size_ && signature_.option_count < kMostTcpOptions) {
      const uint8_t kind = data_[at_++];
      signature_.options[signature_.option_count++] = kind;
      whole = read_option(kind);
    }
    if (!whole || at_ != size_) signature_.quirks |= kQuirkBadOptions;
  }

 private:
  // False when the option does not fit: what follows cannot be read.
  bool read_option(uint8_t kind) noexcept {
    switch (kind) {
      case 0:
        read_end();
        return true;
      case 1:
        return true;
      case 2:
        if (!begin_fixed(4)) return false;
        signature_.mss = static_cast<uint16_t>(body_[0] << 8 | body_[1]);
        return true;
      case 3:
        if (!begin_fixed(3)) return false;
        signature_.window_scale = body_[0];
        if (signature_.window_scale > 14) signature_.quirks |= kQuirkExcessScale;
        return true;
      case 4:
        return begin_fixed(2);
      case 5:
        return skip_variable(10, 34);
      case 8:
        if (!begin_fixed(10)) return false;
        read_timestamps();
        return true;
      default:
        return skip_variable(2, 40);
    }
  }

  void read_end() noexcept {
    signature_.eol_padding = static_cast<uint8_t>(size_ - at_);
    while (at_ < size_ && data_[at_] == 0) ++at_;
    if (at_ + 1 < size_) signature_.quirks |= kQuirkNonzeroEol;
    at_ = size_;
  }

  // `length` counts kind and length byte; `body_` is what follows them.
  bool begin_fixed(size_t length) noexcept {
    if (length - 1 > size_ - at_) return false;
    if (data_[at_] != length) signature_.quirks |= kQuirkBadOptions;
    body_ = data_ + at_ + 1;
    at_ += length - 1;
    return true;
  }

  bool skip_variable(size_t least, size_t most) noexcept {
    if (at_ == size_) return false;
    const size_t length = data_[at_];
    if (length < least || length > most || length - 1 > size_ - at_) return false;
    at_ += length - 1;
    return true;
  }

  void read_timestamps() noexcept {
    const bool own = (body_[0] | body_[1] | body_[2] | body_[3]) != 0;
    signature_.has_timestamp = own;
    if (!own) signature_.quirks |= kQuirkZeroTs1;
    if ((body_[4] | body_[5] | body_[6] | body_[7]) != 0) signature_.quirks |= kQuirkNonzeroTs2;
  }

  const uint8_t* data_;
  size_t size_;
  RawSignature& signature_;
  size_t at_ = 0;
  const uint8_t* body_ = nullptr;
};

bool read_tcp(ByteCursor& packet, RawSignature& signature) noexcept {
  packet.skip(4);
  const uint32_t sequence = packet.be32();
  const uint32_t acknowledgement = packet.be32();
  const uint8_t offset = packet.u8();
  const uint8_t flags = packet.u8();
  signature.window = packet.be16();
  packet.skip(2);
  const uint16_t urgent = packet.be16();
  const uint32_t header = (offset >> 4) * 4u;
  if (!packet.ok() || header < 20) return false;
  const uint8_t* options = packet.take(header - 20);
  if (!options) return false;

  signature.header_bytes = static_cast<uint16_t>(signature.header_bytes + header);
  // ECE, CWR, and what once was the nonce sum.
  if ((flags & 0xc0) || (offset & 0x01)) signature.quirks |= kQuirkEcn;
  if (sequence == 0) signature.quirks |= kQuirkZeroSeq;
  if (flags & 0x10) {
    if (acknowledgement == 0) signature.quirks |= kQuirkZeroAck;
  } else if (acknowledgement & 0x01000000) {
    // p0f means "not 0" and tests this one bit on little-endian machines: `&` where `&&` was meant.
    signature.quirks |= kQuirkNonzeroAck;
  }
  if (flags & 0x20) {
    signature.quirks |= kQuirkUrg;
  } else if (urgent != 0) {
    signature.quirks |= kQuirkNonzeroUrg;
  }
  if (flags & 0x08) signature.quirks |= kQuirkPush;
  OptionReader(options, header - 20, signature).read();
  return true;
}

}  // namespace

bool read_signature(std::span<const uint8_t> packet, bool has_payload,
                    RawSignature& signature) noexcept {
  signature = RawSignature{};
  signature.has_payload = has_payload;
  if (packet.empty()) return false;
  ByteCursor cursor(packet.data(), packet.size());
  switch (packet[0] >> 4) {
    case 4:
      return read_ipv4(cursor, signature) && read_tcp(cursor, signature);
    case 6:
      return read_ipv6(cursor, signature) && read_tcp(cursor, signature);
    default:
      return false;
  }
}

}  // namespace honeysift
