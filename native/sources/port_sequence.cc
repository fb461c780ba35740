#include "sources/port_sequence.h"

#include <algorithm>
#include <charconv>

namespace honeysift {

namespace {

// Hits of one token are neighbours under this order, the earliest first. Both ICMPs are one token.
uint32_t token_key(const PortHit& hit) noexcept {
  const uint32_t protocol = hit.protocol == kIcmp6 ? kIcmp : hit.protocol;
  return protocol << 16 | hit.port;
}

void append_number(std::vector<uint8_t>& text, uint32_t number) {
  char digits[10];
  const auto end = std::to_chars(digits, digits + sizeof digits, number).ptr;
  text.insert(text.end(), digits, end);
}

// Whether hits are few, in order of time, and each of another token: nothing is to be done then.
bool is_plain(const std::vector<PortHit>& hits) noexcept {
  constexpr size_t kFew = 8;
  if (hits.size() > kFew) return false;
  for (size_t i = 1; i < hits.size(); ++i) {
    if (hits[i].time <= hits[i - 1].time) return false;
    for (size_t k = 0; k < i; ++k) {
      if (token_key(hits[k]) == token_key(hits[i])) return false;
    }
  }
  return true;
}

}  // namespace

void add_port_hit(std::vector<PortHit>& hits, const PortHit& hit) {
  constexpr size_t kLook = 8;  // hits back
  for (size_t i = hits.size(); i-- > 0 && i + kLook >= hits.size();) {
    if (hits[i].protocol != hit.protocol || hits[i].port != hit.port) continue;
    hits[i].time = std::min(hits[i].time, hit.time);
    return;
  }
  hits.push_back(hit);
}

void write_port_sequence(std::vector<PortHit>& hits, std::vector<uint8_t>& text) {
  text.clear();
  if (!is_plain(hits)) {
    std::sort(hits.begin(), hits.end(), [](const PortHit& a, const PortHit& b) {
      if (token_key(a) != token_key(b)) return token_key(a) < token_key(b);
      return a.time != b.time ? a.time < b.time : a.protocol < b.protocol;
    });
    const auto last = std::unique(hits.begin(), hits.end(), [](const PortHit& a, const PortHit& b) {
      return token_key(a) == token_key(b);
    });
    hits.erase(last, hits.end());
    std::sort(hits.begin(), hits.end(), [](const PortHit& a, const PortHit& b) {
      if (a.time != b.time) return a.time < b.time;
      return a.protocol != b.protocol ? a.protocol < b.protocol : a.port < b.port;
    });
  }
  for (const PortHit& hit : hits) {
    if (!text.empty()) text.push_back(',');
    switch (hit.protocol) {
      case kTcp:
        append_number(text, hit.port);
        break;
      case kUdp:
        append_number(text, hit.port);
        text.push_back('U');
        break;
      case kIcmp:
      case kIcmp6:
        text.push_back('I');
        break;
      default:
        text.push_back('P');
        append_number(text, hit.protocol);
    }
  }
}

}  // namespace honeysift
