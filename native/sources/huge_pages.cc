#include "sources/huge_pages.h"

#include <cstdint>

#ifdef __linux__
#include <sys/mman.h>
#endif

namespace honeysift {

void prefer_huge_pages([[maybe_unused]] void* memory, [[maybe_unused]] size_t bytes) noexcept {
#ifdef __linux__
  const size_t before = (kHugePage - reinterpret_cast<uintptr_t>(memory) % kHugePage) % kHugePage;
  if (bytes < before) return;
  const size_t whole = (bytes - before) / kHugePage * kHugePage;
  if (whole > 0) madvise(static_cast<uint8_t*>(memory) + before, whole, MADV_HUGEPAGE);
#endif
}

}  // namespace honeysift
