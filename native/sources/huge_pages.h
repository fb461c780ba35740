// Memory for large arrays. Where the system offers huge pages they are asked for: filling fresh
// memory otherwise costs more in page faults than the work itself.
#pragma once

#include <cstddef>

namespace honeysift {

inline constexpr size_t kHugePage = size_t{2} << 20;

// Asks for huge pages where they fit into memory that is about to be filled for the first time.
// Only a wish: where it cannot be granted the pages are small.
void prefer_huge_pages(void* memory, size_t bytes) noexcept;

}  // namespace honeysift
