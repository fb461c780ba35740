// The signatures of a p0f database, and which of them a raw signature matches.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <unordered_map>
#include <vector>

#include "fingerprint/raw_signature.h"

namespace honeysift {

enum class WindowRule : int32_t { kValue = 0, kAny = 1, kModulus = 2, kMss = 3, kMtu = 4 };

// As src/fingerprints/pack-signatures.ts lays it out. -1: anything.
struct StackSignature {
  int32_t version;
  int32_t ttl;
  int32_t any_ttl;  // 1: every TTL up to `ttl`
  int32_t generic;
  int32_t application;  // 1: a tool, not an operating system
  int32_t ip_options;
  int32_t mss;
  WindowRule window_rule;
  int32_t window;
  int32_t window_scale;
  int32_t payload;
  int32_t quirks;
  int32_t eol_padding;
  int32_t option_count;
  std::array<int32_t, kMostTcpOptions> options;
};
inline constexpr size_t kStackSignatureInts = sizeof(StackSignature) / sizeof(int32_t);
static_assert(kStackSignatureInts == 14 + kMostTcpOptions);

struct StackMatch {
  int32_t index = -1;  // of the signature; -1: none
  bool fuzzy = false;
  uint8_t distance = 0;  // hops
};

class StackSignatures {
 public:
  // `packed`: kStackSignatureInts numbers a signature, in the order of the file. May throw
  // std::bad_alloc.
  explicit StackSignatures(std::span<const int32_t> packed);

  // What p0f 3.09b finds: the first specific signature that fits, else the first generic one, else
  // the first that fits but for TTL or harmless quirks (not of tools).
  StackMatch match(const RawSignature& raw) const noexcept;

 private:
  using Layout = std::array<uint8_t, kMostTcpOptions + 1>;
  struct LayoutHash {
    size_t operator()(const Layout& layout) const noexcept;
  };

  std::vector<StackSignature> signatures_;
  // Layout of options -> signatures that have it, ascending.
  std::unordered_map<Layout, std::vector<uint32_t>, LayoutHash> by_layout_;
};

}  // namespace honeysift
