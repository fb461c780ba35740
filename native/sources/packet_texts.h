// What packets are described by.
#pragma once

#include <algorithm>
#include <cstdint>
#include <span>

namespace honeysift {

// One text for each row of a batch, which stands in phrases instead of the payload.
struct PacketTexts {
  std::span<const uint8_t> bytes;
  std::span<const uint32_t> offsets;  // rows + 1, ascending; empty when packets have no texts

  bool empty() const noexcept { return offsets.empty(); }
  // The texts behind those of the first rows.
  PacketTexts after(size_t rows) const noexcept {
    return {bytes, offsets.subspan(std::min(rows, offsets.size()))};
  }
  // Empty: no text is known.
  std::span<const uint8_t> of(size_t row) const noexcept {
    if (row + 1 >= offsets.size()) return {};
    const size_t begin = offsets[row];
    const size_t end = offsets[row + 1];
    if (begin > end || end > bytes.size()) return {};
    return bytes.subspan(begin, end - begin);
  }
};

}  // namespace honeysift
