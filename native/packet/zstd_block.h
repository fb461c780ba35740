// One compressed block of zstd, RFC 8878 section 3.1.1.3: literals, then sequences that copy them
// and what was before.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include "packet/zstd_fse.h"
#include "packet/zstd_huffman.h"

namespace honeysift::zstd {

inline constexpr size_t kMaxBlock = 128 * 1024;

// What the blocks of a frame hand on to each other.
class BlockDecoder {
 public:
  // Of a new frame.
  void reset() noexcept;

  // Appends the block's content at `to`, before which `history` bytes may be referred to; `to` has
  // room for kMaxBlock. The result is how many bytes, or a number above kMaxBlock when the block is
  // corrupt.
  size_t decode(const uint8_t* block, size_t length, uint8_t* to, size_t history) noexcept;

  static constexpr size_t kCorrupt = SIZE_MAX;

 private:
  struct Codes {
    FseTable literal_lengths;
    FseTable offsets;
    FseTable match_lengths;
  };

  // Each gives how many bytes it took, 0 when corrupt.
  size_t read_literals(const uint8_t* bytes, size_t length) noexcept;
  size_t read_coded_literals(const uint8_t* bytes, size_t length) noexcept;
  bool read_table(FseTable& table, int mode, const uint8_t*& at, const uint8_t* end,
                  int which) noexcept;
  size_t run_sequences(const uint8_t* bytes, size_t length, size_t count, uint8_t* to,
                       size_t history) noexcept;
  uint32_t offset_of(uint32_t value, bool no_literals) noexcept;

  HuffmanTable huffman_;
  Codes codes_;
  std::array<uint32_t, 3> repeated_{};
  std::array<uint8_t, kMaxBlock> literals_;
  size_t literal_count_ = 0;
};

}  // namespace honeysift::zstd
