#include "sources/phrase_render.h"

#include <algorithm>
#include <array>
#include <cstring>

namespace honeysift {

namespace {

enum Kind : uint8_t { kPlain, kEscaped, kHex };

constexpr std::array<uint8_t, 256> make_kinds() {
  std::array<uint8_t, 256> kinds{};
  for (size_t byte = 0; byte < 256; ++byte)
    kinds[byte] = byte >= 0x20 && byte <= 0x7e ? kPlain : kHex;
  kinds['\\'] = kinds['<'] = kinds['|'] = kEscaped;
  return kinds;
}
constexpr std::array<uint8_t, 256> kKinds = make_kinds();
constexpr char kDigits[] = "0123456789abcdef";

constexpr std::array<uint8_t, 512> make_hex_pairs() {
  std::array<uint8_t, 512> pairs{};
  for (size_t byte = 0; byte < 256; ++byte) {
    pairs[2 * byte] = static_cast<uint8_t>(kDigits[byte >> 4]);
    pairs[2 * byte + 1] = static_cast<uint8_t>(kDigits[byte & 15]);
  }
  return pairs;
}
constexpr std::array<uint8_t, 512> kHexPairs = make_hex_pairs();

bool line_break_at(std::span<const uint8_t> bytes, size_t at) noexcept {
  return bytes[at] == '\r' && at + 1 < bytes.size() && bytes[at + 1] == '\n';
}

}  // namespace

uint8_t* render_whole(std::span<const uint8_t> bytes, uint8_t* at) noexcept {
  const size_t size = bytes.size();
  for (size_t i = 0; i < size;) {
    const uint8_t byte = bytes[i];
    if (kKinds[byte] == kPlain) {
      *at++ = byte;
      ++i;
    } else if (kKinds[byte] == kEscaped) {
      *at++ = '\\';
      *at++ = byte;
      ++i;
    } else if (line_break_at(bytes, i)) {
      constexpr std::array<uint8_t, 4> kLineBreak = {'\\', 'r', '\\', 'n'};
      at = std::ranges::copy(kLineBreak, at).out;
      i += 2;
    } else {
      *at++ = '<';
      do {
        std::memcpy(at, kHexPairs.data() + 2 * bytes[i], 2);
        at += 2;
        ++i;
      } while (i < size && kKinds[bytes[i]] == kHex && !line_break_at(bytes, i));
      *at++ = '>';
    }
  }
  return at;
}

size_t render_text(std::span<const uint8_t> bytes, std::vector<uint8_t>& out, size_t limit) {
  const size_t start = out.size();
  // No byte takes more than four: `<`, two digits, `>`.
  if (bytes.size() <= limit / 4) {
    out.resize(start + 4 * bytes.size());
    uint8_t* begin = out.data() + start;
    out.resize(start + static_cast<size_t>(render_whole(bytes, begin) - begin));
    return bytes.size();
  }
  size_t at = 0;
  const auto room = [&] { return limit - (out.size() - start); };
  while (at < bytes.size()) {
    const uint8_t byte = bytes[at];
    if (kKinds[byte] == kPlain) {
      size_t end = at + 1;
      while (end < bytes.size() && kKinds[bytes[end]] == kPlain) ++end;
      if (end - at > room()) end = at + room();
      out.insert(out.end(), bytes.begin() + static_cast<std::ptrdiff_t>(at),
                 bytes.begin() + static_cast<std::ptrdiff_t>(end));
      at = end;
      if (at < bytes.size() && kKinds[bytes[at]] == kPlain) return at;
    } else if (kKinds[byte] == kEscaped) {
      if (room() < 2) return at;
      out.push_back('\\');
      out.push_back(byte);
      ++at;
    } else if (line_break_at(bytes, at)) {
      if (room() < 4) return at;
      for (const char c : {'\\', 'r', '\\', 'n'}) out.push_back(static_cast<uint8_t>(c));
      at += 2;
    } else {
      if (room() < 4) return at;
      out.push_back('<');
      // One digit pair at a time while the closing bracket still fits.
      while (at < bytes.size() && kKinds[bytes[at]] == kHex && !line_break_at(bytes, at) &&
             room() >= 3) {
        out.push_back(static_cast<uint8_t>(kDigits[bytes[at] >> 4]));
        out.push_back(static_cast<uint8_t>(kDigits[bytes[at] & 15]));
        ++at;
      }
      out.push_back('>');
    }
  }
  return at;
}

}  // namespace honeysift
