#include "fingerprint/stack_signatures.h"

#include <algorithm>
#include <cstring>

#include "sources/hash.h"

namespace honeysift {

namespace {

constexpr uint32_t kQuirksOfIpv4 = kQuirkDf | kQuirkNonzeroId | kQuirkZeroId;
// Middleboxes take these away and add those.
constexpr uint32_t kMayVanish = kQuirkDf | kQuirkNonzeroId;
constexpr uint32_t kMayAppear = kQuirkZeroId | kQuirkEcn;

bool fits(int32_t wanted, int32_t given) noexcept { return wanted == -1 || wanted == given; }

bool window_fits(const StackSignature& stack, const RawSignature& raw,
                 const WindowMultiple& multiple) noexcept {
  switch (stack.window_rule) {
    case WindowRule::kValue:
      return raw.window == stack.window;
    case WindowRule::kModulus:
      return stack.window > 0 && raw.window % stack.window == 0;
    case WindowRule::kMss:
      return !multiple.of_mtu && multiple.factor == stack.window;
    case WindowRule::kMtu:
      return multiple.of_mtu && multiple.factor == stack.window;
    case WindowRule::kAny:
      return true;
  }
  return false;
}

bool ttl_plausible(const StackSignature& stack, const RawSignature& raw) noexcept {
  return raw.ttl <= stack.ttl && (stack.any_ttl != 0 || stack.ttl - raw.ttl <= kMostHops);
}

}  // namespace

size_t StackSignatures::LayoutHash::operator()(const Layout& layout) const noexcept {
  return hash_bytes(layout.data(), layout.size());
}

StackSignatures::StackSignatures(std::span<const int32_t> packed)
    : signatures_(packed.size() / kStackSignatureInts) {
  if (signatures_.empty()) return;
  std::memcpy(signatures_.data(), packed.data(), signatures_.size() * sizeof(StackSignature));
  for (uint32_t i = 0; i < signatures_.size(); ++i) {
    StackSignature& stack = signatures_[i];
    stack.option_count = std::clamp<int32_t>(stack.option_count, 0, kMostTcpOptions);
    Layout layout{};
    layout[0] = static_cast<uint8_t>(stack.option_count);
    for (int32_t at = 0; at < stack.option_count; ++at) {
      layout[at + 1] = static_cast<uint8_t>(stack.options[at]);
    }
    by_layout_[layout].push_back(i);
  }
}

StackMatch StackSignatures::match(const RawSignature& raw) const noexcept {
  const StackMatch none{-1, false, guess_distance(raw.ttl)};
  Layout layout{};
  layout[0] = raw.option_count;
  std::copy_n(raw.options.begin(), raw.option_count, layout.begin() + 1);
  const auto found = by_layout_.find(layout);
  if (found == by_layout_.end()) return none;

  const WindowMultiple multiple = window_multiple(raw);
  int64_t generic = -1;
  int64_t fuzzy = -1;
  for (const uint32_t index : found->second) {
    const StackSignature& stack = signatures_[index];
    uint32_t quirks = static_cast<uint32_t>(stack.quirks);
    // One for both versions does without the quirks that the version at hand cannot show. p0f does
    // not compare the version itself.
    if (stack.version == -1) quirks &= raw.version == 4 ? ~uint32_t{kQuirkFlow} : ~kQuirksOfIpv4;
    const uint32_t vanished = quirks & ~raw.quirks;
    const uint32_t appeared = raw.quirks & ~quirks;
    const bool quirks_differ = (vanished | appeared) != 0;
    if ((vanished & ~kMayVanish) != 0 || (appeared & ~kMayAppear) != 0) continue;
    if (stack.eol_padding != raw.eol_padding || stack.ip_options != raw.ip_options) continue;
    if (stack.any_ttl != 0 && raw.ttl > stack.ttl) continue;
    if (!fits(stack.mss, raw.mss) || !fits(stack.window_scale, raw.window_scale) ||
        !fits(stack.payload, raw.has_payload) || !window_fits(stack, raw, multiple)) {
      continue;
    }
    if (quirks_differ || !ttl_plausible(stack, raw)) {
      if (fuzzy < 0) fuzzy = index;
      continue;
    }
    if (stack.generic == 0) {
      return {static_cast<int32_t>(index), false, static_cast<uint8_t>(stack.ttl - raw.ttl)};
    }
    if (generic < 0) generic = index;
  }
  if (generic >= 0) {
    const int32_t ttl = signatures_[generic].ttl;
    return {static_cast<int32_t>(generic), false, static_cast<uint8_t>(ttl - raw.ttl)};
  }
  if (fuzzy < 0 || signatures_[fuzzy].application != 0) return none;
  const StackSignature& stack = signatures_[fuzzy];
  const bool plausible = ttl_plausible(stack, raw);
  return {static_cast<int32_t>(fuzzy), true,
          plausible ? static_cast<uint8_t>(stack.ttl - raw.ttl) : none.distance};
}

}  // namespace honeysift
