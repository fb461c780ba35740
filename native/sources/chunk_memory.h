// Memory for large chunks. Where the system offers huge pages they are asked for: filling fresh
// memory otherwise costs more in page faults than the work itself.
#pragma once

#include <cstddef>
#include <memory>

namespace honeysift {

inline constexpr size_t kHugePage = size_t{2} << 20;

struct ChunkRelease {
  void operator()(void* memory) const noexcept;
};

// At least `bytes` bytes, aligned for any type, uninitialised. Throws std::bad_alloc. `huge`: the
// chunk will be filled, and others were before it.
std::unique_ptr<void, ChunkRelease> allocate_chunk(size_t bytes, bool huge);

// Asks for huge pages where they fit into memory that is about to be filled for the first time.
void prefer_huge_pages(void* memory, size_t bytes) noexcept;

}  // namespace honeysift
