// One SYN's bytes -> its raw signature.
#pragma once

#include <cstdint>
#include <span>

#include "fingerprint/raw_signature.h"

namespace honeysift {

// `packet` begins with an IP header and holds what was captured of the packet. False when that is
// not an unfragmented TCP packet right behind the IP header (p0f walks no IPv6 extension headers),
// with all its headers.
bool read_signature(std::span<const uint8_t> packet, bool has_payload,
                    RawSignature& signature) noexcept;

}  // namespace honeysift
