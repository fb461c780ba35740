// Huffman coding of literals, RFC 8878 section 4.2.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

namespace honeysift::zstd {

inline constexpr int kMaxHuffmanBits = 11;

class HuffmanTable {
 public:
  // Reads a tree description; the result is how many bytes it took, 0 when it is none.
  size_t read(const uint8_t* bytes, size_t length) noexcept;
  bool usable() const noexcept { return usable_; }
  // Decodes exactly `count` symbols from exactly these bytes.
  bool decode(const uint8_t* bytes, size_t length, uint8_t* to, size_t count) const noexcept;

 private:
  static constexpr size_t kMaxSymbols = 256;

  bool build(std::span<uint8_t> weights, size_t given) noexcept;

  struct Entry {
    uint8_t symbol;
    uint8_t bits;
  };
  std::array<Entry, size_t{1} << kMaxHuffmanBits> entries_{};
  int max_bits_ = 0;
  bool usable_ = false;
};

}  // namespace honeysift::zstd
