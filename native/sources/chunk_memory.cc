#include "sources/chunk_memory.h"

#include <cstdint>
#include <cstdlib>
#include <new>

#ifdef __linux__
#include <sys/mman.h>
#endif

namespace honeysift {

void ChunkRelease::operator()(void* memory) const noexcept { std::free(memory); }

std::unique_ptr<void, ChunkRelease> allocate_chunk(size_t bytes, [[maybe_unused]] bool huge) {
  void* memory = nullptr;
#ifdef __linux__
  const size_t rounded = (bytes + kHugePage - 1) / kHugePage * kHugePage;
  if (huge) memory = std::aligned_alloc(kHugePage, rounded);
  // Only a wish: where it cannot be granted the pages are small.
  if (memory != nullptr) madvise(memory, rounded, MADV_HUGEPAGE);
#endif
  if (memory == nullptr) memory = std::malloc(bytes);
  if (memory == nullptr) throw std::bad_alloc();
  return std::unique_ptr<void, ChunkRelease>(memory);
}

void prefer_huge_pages([[maybe_unused]] void* memory, [[maybe_unused]] size_t bytes) noexcept {
#ifdef __linux__
  const size_t before = (kHugePage - reinterpret_cast<uintptr_t>(memory) % kHugePage) % kHugePage;
  if (bytes < before) return;
  const size_t whole = (bytes - before) / kHugePage * kHugePage;
  if (whole > 0) madvise(static_cast<uint8_t*>(memory) + before, whole, MADV_HUGEPAGE);
#endif
}

}  // namespace honeysift
