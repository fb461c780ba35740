#include "packet/sha256.h"

#include <algorithm>
#include <cstring>

#include "packet/wire.h"

#if defined(__x86_64__) && (defined(__GNUC__) || defined(__clang__))
#define HONEYSIFT_SHA_NI 1
#include <cpuid.h>
#include <immintrin.h>
#endif

namespace honeysift {

namespace {

constexpr size_t kBlock = 64;

alignas(16) constexpr uint32_t kRound[64] = {
    0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
    0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
    0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
    0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
    0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
    0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
    0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
    0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2};

constexpr std::array<uint32_t, 8> kInitial = {0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a,
                                              0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19};

uint32_t rotate(uint32_t value, int bits) noexcept { return value >> bits | value << (32 - bits); }

void compress_portable(std::array<uint32_t, 8>& state, const uint8_t* blocks,
                       size_t count) noexcept {
  for (; count > 0; --count, blocks += kBlock) {
    uint32_t w[64];
    for (int i = 0; i < 16; ++i) w[i] = load_be32(blocks + 4 * i);
    for (int i = 16; i < 64; ++i) {
      const uint32_t s0 = rotate(w[i - 15], 7) ^ rotate(w[i - 15], 18) ^ w[i - 15] >> 3;
      const uint32_t s1 = rotate(w[i - 2], 17) ^ rotate(w[i - 2], 19) ^ w[i - 2] >> 10;
      w[i] = w[i - 16] + s0 + w[i - 7] + s1;
    }
    auto [a, b, c, d, e, f, g, h] = state;
    for (int i = 0; i < 64; ++i) {
      const uint32_t s1 = rotate(e, 6) ^ rotate(e, 11) ^ rotate(e, 25);
      const uint32_t t1 = h + s1 + ((e & f) ^ (~e & g)) + kRound[i] + w[i];
      const uint32_t s0 = rotate(a, 2) ^ rotate(a, 13) ^ rotate(a, 22);
      const uint32_t t2 = s0 + ((a & b) ^ (a & c) ^ (b & c));
      h = g;
      g = f;
      f = e;
      e = d + t1;
      d = c;
      c = b;
      b = a;
      a = t1 + t2;
    }
    const uint32_t add[8] = {a, b, c, d, e, f, g, h};
    for (int i = 0; i < 8; ++i) state[static_cast<size_t>(i)] += add[i];
  }
}

#ifdef HONEYSIFT_SHA_NI

bool has_sha_ni() noexcept {
  unsigned a = 0, b = 0, c = 0, d = 0;
  if (!__get_cpuid_count(7, 0, &a, &b, &c, &d) || !(b & (1u << 29))) return false;
  return __builtin_cpu_supports("sse4.1") && __builtin_cpu_supports("ssse3");
}

// The instructions keep the state as ABEF and CDGH and do two rounds at a time; four rounds take
// four words of the message schedule, which four registers hold in turn. Intel's white paper "Intel
// SHA Extensions", 2013.
__attribute__((target("sha,sse4.1,ssse3"))) void compress_sha_ni(std::array<uint32_t, 8>& state,
                                                                 const uint8_t* blocks,
                                                                 size_t count) noexcept {
  const __m128i swap = _mm_set_epi64x(0x0c0d0e0f08090a0b, 0x0405060700010203);
  const auto load = [](const void* from) __attribute__((target("sha,sse4.1,ssse3"))) {
    return _mm_loadu_si128(static_cast<const __m128i*>(from));
  };
  const __m128i dcba = load(state.data());
  const __m128i hgfe = load(state.data() + 4);
  const __m128i cdab = _mm_shuffle_epi32(dcba, 0xb1);
  const __m128i efgh = _mm_shuffle_epi32(hgfe, 0x1b);
  __m128i abef = _mm_alignr_epi8(cdab, efgh, 8);
  __m128i cdgh = _mm_blend_epi16(efgh, cdab, 0xf0);

  for (; count > 0; --count, blocks += kBlock) {
    const __m128i abef_before = abef;
    const __m128i cdgh_before = cdgh;
    __m128i words[4];
    for (int i = 0; i < 4; ++i) words[i] = _mm_shuffle_epi8(load(blocks + 16 * i), swap);
#pragma GCC unroll 16
    for (int group = 0; group < 16; ++group) {
      const __m128i current = words[group & 3];
      __m128i wk = _mm_add_epi32(current, load(kRound + 4 * group));
      cdgh = _mm_sha256rnds2_epu32(cdgh, abef, wk);
      wk = _mm_shuffle_epi32(wk, 0x0e);
      abef = _mm_sha256rnds2_epu32(abef, cdgh, wk);
      if (group < 12) {
        const __m128i next = words[(group + 1) & 3];
        const __m128i third = words[(group + 2) & 3];
        const __m128i last = words[(group + 3) & 3];
        const __m128i middle = _mm_alignr_epi8(last, third, 4);
        const __m128i sum = _mm_add_epi32(_mm_sha256msg1_epu32(current, next), middle);
        words[group & 3] = _mm_sha256msg2_epu32(sum, last);
      }
    }
    abef = _mm_add_epi32(abef, abef_before);
    cdgh = _mm_add_epi32(cdgh, cdgh_before);
  }

  const __m128i feba = _mm_shuffle_epi32(abef, 0x1b);
  const __m128i dchg = _mm_shuffle_epi32(cdgh, 0xb1);
  _mm_storeu_si128(reinterpret_cast<__m128i*>(state.data()), _mm_blend_epi16(feba, dchg, 0xf0));
  _mm_storeu_si128(reinterpret_cast<__m128i*>(state.data() + 4), _mm_alignr_epi8(dchg, feba, 8));
}

#endif

}  // namespace

bool Sha256::accelerated() noexcept {
#ifdef HONEYSIFT_SHA_NI
  static const bool has = has_sha_ni();
  return has;
#else
  return false;
#endif
}

Sha256::Sha256(bool portable) noexcept
    : compress_(compress_portable), state_(kInitial), pending_{} {
#ifdef HONEYSIFT_SHA_NI
  if (!portable && accelerated()) compress_ = compress_sha_ni;
#else
  static_cast<void>(portable);
#endif
}

void Sha256::update(const uint8_t* bytes, size_t length) noexcept {
  if (length == 0) return;
  total_ += length;
  if (pending_length_ != 0) {
    const size_t taken = std::min(length, kBlock - pending_length_);
    std::memcpy(pending_.data() + pending_length_, bytes, taken);
    pending_length_ += taken;
    bytes += taken;
    length -= taken;
    if (pending_length_ < kBlock) return;
    compress_(state_, pending_.data(), 1);
    pending_length_ = 0;
  }
  compress_(state_, bytes, length / kBlock);
  const size_t rest = length % kBlock;
  if (rest != 0) std::memcpy(pending_.data(), bytes + (length - rest), rest);
  pending_length_ = rest;
}

Sha256::Digest Sha256::finish() noexcept {
  const uint64_t bits = total_ * 8;
  uint8_t end[2 * kBlock] = {};
  std::memcpy(end, pending_.data(), pending_length_);
  end[pending_length_] = 0x80;
  const size_t blocks = pending_length_ < kBlock - 8 ? 1 : 2;
  for (size_t i = 0; i < 8; ++i) {
    end[blocks * kBlock - 1 - i] = static_cast<uint8_t>(bits >> (8 * i));
  }
  compress_(state_, end, blocks);
  Digest digest;
  for (size_t i = 0; i < 32; ++i) {
    digest[i] = static_cast<uint8_t>(state_[i / 4] >> (24 - 8 * (i % 4)));
  }
  return digest;
}

}  // namespace honeysift
