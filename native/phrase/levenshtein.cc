#include "phrase/levenshtein.h"

#include <algorithm>
#include <cstring>
#include <memory>
#include <new>

#include "phrase/levenshtein_strips.h"
#include "phrase/one_strip.h"
#include "phrase/recode.h"
#include "phrase/short_levenshtein.h"

namespace honeysift::phrase {
namespace {

// First band tried when nobody gave a cutoff: similar words are then done in a fraction of the
// matrix.
constexpr size_t kFirstBand = 64;
constexpr size_t kBandGrowth = 4;
// Below this length a band saves less than trying it costs.
constexpr size_t kBandWorthwhile = 1024;
// Pairs of words up to this many code points are turned into bytes as a whole.
constexpr size_t kRecodedAtOnce = 2048;
// Words of at most kStripRows characters are stripped of their equal ends from this length on.
constexpr size_t kLongEnd = 8;

template <typename Char>
size_t common_prefix(std::span<const Char> a, std::span<const Char> b) noexcept {
  constexpr size_t kStep = 8 / sizeof(Char);
  const size_t most = std::min(a.size(), b.size());
  size_t at = 0;
  for (; at + kStep <= most; at += kStep) {
    uint64_t x, y;
    std::memcpy(&x, a.data() + at, 8);
    std::memcpy(&y, b.data() + at, 8);
    if (x != y) break;
  }
  while (at < most && a[at] == b[at]) ++at;
  return at;
}

template <typename Char>
size_t common_suffix(std::span<const Char> a, std::span<const Char> b) noexcept {
  constexpr size_t kStep = 8 / sizeof(Char);
  const size_t most = std::min(a.size(), b.size());
  size_t at = 0;
  for (; at + kStep <= most; at += kStep) {
    uint64_t x, y;
    std::memcpy(&x, a.data() + a.size() - at - kStep, 8);
    std::memcpy(&y, b.data() + b.size() - at - kStep, 8);
    if (x != y) break;
  }
  while (at < most && a[a.size() - at - 1] == b[b.size() - at - 1]) ++at;
  return at;
}

template <typename Char>
void strip_equal_ends(std::span<const Char>& a, std::span<const Char>& b) noexcept {
  const size_t prefix = common_prefix(a, b);
  a = a.subspan(prefix);
  b = b.subspan(prefix);
  const size_t suffix = common_suffix(a, b);
  a = a.first(a.size() - suffix);
  b = b.first(b.size() - suffix);
}

template <typename Char>
bool fits_a_strip(std::span<const Char> word) noexcept {
  return word.size() - 1 < kStripRows;
}

// Stripping fewer characters saves less than its unpredictable branches cost.
template <typename Char>
bool have_long_equal_end(std::span<const Char> shorter, std::span<const Char> longer) noexcept {
  if (shorter.size() < kLongEnd) return false;
  const Char* const end = shorter.data() + shorter.size() - kLongEnd;
  const Char* const other_end = longer.data() + longer.size() - kLongEnd;
  const bool is_front_equal =
      std::memcmp(shorter.data(), longer.data(), kLongEnd * sizeof(Char)) == 0;
  return is_front_equal | (std::memcmp(end, other_end, kLongEnd * sizeof(Char)) == 0);
}

inline auto by_compares(uint8_t) noexcept { return kOneStrip.of_bytes; }
inline auto by_compares(char16_t) noexcept { return kOneStrip.of_units; }

// `pattern` fits a strip, `text` may be longer.
size_t one_strip_distance(std::span<const uint8_t> pattern,
                          std::span<const uint8_t> text) noexcept {
  return kOneStrip.of_bytes != nullptr ? kOneStrip.of_bytes(pattern, text)
                                       : levenshtein_one_strip(pattern, text);
}

// Not inlined, as it takes addresses of words that are better kept in registers.
template <typename Char>
__attribute__((noinline)) size_t stripped_distance(std::span<const Char> a,
                                                   std::span<const Char> b) noexcept {
  strip_equal_ends(a, b);
  return a.empty() ? b.size() : by_compares(Char{})(b, a);
}

// The second word is what the kernel goes through step by step: the shorter one.
template <typename Char>
size_t distance_by_compares(std::span<const Char> a, std::span<const Char> b) noexcept {
  const bool in_order = a.size() <= b.size();
  const std::span<const Char> shorter(in_order ? a.data() : b.data(),
                                      in_order ? a.size() : b.size());
  const std::span<const Char> longer(in_order ? b.data() : a.data(),
                                     in_order ? b.size() : a.size());
  if (have_long_equal_end(shorter, longer)) return stripped_distance(shorter, longer);
  return by_compares(Char{})(longer, shorter);
}

// Both more than 64 long; the lengths differ by at most `cutoff`.
template <typename Char>
size_t long_distance(std::span<const Char> shorter, std::span<const Char> longer, size_t cutoff,
                     CancelFlag cancel) noexcept {
  if (shorter.size() >= kBandWorthwhile) {
    const size_t least = longer.size() - shorter.size();
    for (size_t band = kFirstBand; band < std::min(cutoff, shorter.size()); band *= kBandGrowth) {
      if (band < least) continue;
      const size_t distance = levenshtein_strips(shorter, longer, band, cancel);
      if (distance <= band || distance == kLevenshteinFailed) return distance;
    }
  }
  return levenshtein_strips(shorter, longer, cutoff, cancel);
}

// Not inlined, for the sake of the short words that come first.
__attribute__((noinline)) size_t distance_of_any(std::span<const uint8_t> a,
                                                 std::span<const uint8_t> b, size_t cutoff,
                                                 CancelFlag cancel) noexcept {
  if (a.size() > b.size()) std::swap(a, b);
  if (b.size() - a.size() > cutoff) return cutoff + 1;
  strip_equal_ends(a, b);
  if (a.empty()) return b.size();
  if (cutoff == 0) return 1;
  if (a.size() <= kStripRows) return std::min(one_strip_distance(a, b), cutoff + 1);
  return long_distance(a, b, cutoff, cancel);
}

// Of many characters, as code points.
template <typename Char>
size_t long_wide_distance(std::span<const Char> shorter, std::span<const Char> longer,
                          size_t cutoff, CancelFlag cancel) noexcept {
  if constexpr (sizeof(Char) == sizeof(uint32_t)) {
    return long_distance(shorter, longer, cutoff, cancel);
  } else {
    const size_t size = shorter.size() + longer.size();
    const std::unique_ptr<uint32_t[]> points(new (std::nothrow) uint32_t[size]);
    if (!points) return kLevenshteinFailed;
    std::copy(longer.begin(), longer.end(),
              std::copy(shorter.begin(), shorter.end(), points.get()));
    return long_distance(std::span<const uint32_t>(points.get(), shorter.size()),
                         std::span<const uint32_t>(points.get() + shorter.size(), longer.size()),
                         cutoff, cancel);
  }
}

template <typename Char>
size_t distance_of_wide(std::span<const Char> a, std::span<const Char> b, size_t cutoff,
                        CancelFlag cancel) noexcept {
  if (a.size() > b.size()) std::swap(a, b);
  if (b.size() - a.size() > cutoff) return cutoff + 1;
  strip_equal_ends(a, b);
  if (a.empty()) return b.size();
  if (cutoff == 0) return 1;

  if (a.size() + b.size() > kRecodedAtOnce) return long_wide_distance(a, b, cutoff, cancel);
  uint8_t codes[kRecodedAtOnce];
  ByteAlphabet alphabet;
  for (size_t i = 0; i < a.size(); ++i) {
    codes[i] = alphabet.add(a[i]);
    if (codes[i] == 0) return long_wide_distance(a, b, cutoff, cancel);
  }
  // A character the pattern does not have equals none of its characters: all such may share code 0.
  for (size_t i = 0; i < b.size(); ++i) codes[a.size() + i] = alphabet.find(b[i]);
  const std::span<const uint8_t> pattern(codes, a.size());
  const std::span<const uint8_t> text(codes + a.size(), b.size());
  if (pattern.size() <= kStripRows) return std::min(one_strip_distance(pattern, text), cutoff + 1);
  return long_distance(pattern, text, cutoff, cancel);
}

}  // namespace

size_t levenshtein_of_any_length(std::span<const uint8_t> a, std::span<const uint8_t> b,
                                 size_t cutoff, CancelFlag cancel) noexcept {
  if (kOneStrip.of_bytes != nullptr && fits_a_strip(a) && fits_a_strip(b))
    return std::min(distance_by_compares(a, b), cutoff + 1);
  return distance_of_any(a, b, cutoff, cancel);
}

size_t levenshtein(std::span<const char16_t> a, std::span<const char16_t> b, size_t cutoff,
                   CancelFlag cancel) noexcept {
  if (kShortLevenshtein.of_units != nullptr && is_short(a) && is_short(b))
    return std::min(kShortLevenshtein.of_units(a, b), cutoff + 1);
  if (kOneStrip.of_units != nullptr && fits_a_strip(a) && fits_a_strip(b))
    return std::min(distance_by_compares(a, b), cutoff + 1);
  return distance_of_wide(a, b, cutoff, cancel);
}

size_t levenshtein(std::span<const uint32_t> a, std::span<const uint32_t> b, size_t cutoff,
                   CancelFlag cancel) noexcept {
  return distance_of_wide(a, b, cutoff, cancel);
}

}  // namespace honeysift::phrase
