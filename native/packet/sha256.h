// SHA-256 (FIPS 180-4), in pieces. Faster than decoding only with the processor's own instructions:
// see accelerated().
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

namespace honeysift {

class Sha256 {
 public:
  using Digest = std::array<uint8_t, 32>;

  // Whether this processor has instructions for SHA-256 (and this build knows how to use them).
  static bool accelerated() noexcept;

  // `portable`: without those instructions, wherever it runs.
  explicit Sha256(bool portable = false) noexcept;

  void update(const uint8_t* bytes, size_t length) noexcept;
  // Of everything so far; ends the computation.
  Digest finish() noexcept;

 private:
  using Compress = void (*)(std::array<uint32_t, 8>& state, const uint8_t* blocks,
                            size_t count) noexcept;

  Compress compress_;
  std::array<uint32_t, 8> state_;
  std::array<uint8_t, 64> pending_;
  size_t pending_length_ = 0;
  uint64_t total_ = 0;
};

}  // namespace honeysift
