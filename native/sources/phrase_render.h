// The rendering `text` of payload bytes: printable, reversible, pure ASCII. See
// src/sources/README.md.
#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <vector>

namespace honeysift {

inline constexpr size_t kNoLimit = std::numeric_limits<size_t>::max();

// Appends the rendering of the longest prefix of `bytes` that renders to at most `limit` bytes,
// never splitting the rendering of a byte or of a CR LF pair. Returns how many bytes of `bytes` it
// stands for. May throw std::bad_alloc.
size_t render_text(std::span<const uint8_t> bytes, std::vector<uint8_t>& out,
                   size_t limit = kNoLimit);

// Writes the rendering of all `bytes` to `at`, which has room for four bytes a byte, and returns
// its end.
uint8_t* render_whole(std::span<const uint8_t> bytes, uint8_t* at) noexcept;

}  // namespace honeysift
