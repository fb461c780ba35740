#include "sources/chunk_memory.h"

#include <cstdint>
#include <cstdlib>
#include <new>

#ifdef __linux__
#include <sys/mman.h>
#endif

namespace honeysift {

#ifdef __linux__

// Mapped rather than allocated: a large block then goes back to the system with its last use, where
// the allocator would keep it for later.
void ChunkRelease::operator()(void* memory) const noexcept { munmap(memory, bytes); }

ChunkMemory allocate_chunk(size_t bytes, bool huge) {
  const size_t rounded = (bytes + kHugePage - 1) / kHugePage * kHugePage;
  constexpr int kAccess = PROT_READ | PROT_WRITE;
  void* mapped = mmap(nullptr, rounded + kHugePage, kAccess, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (mapped == MAP_FAILED) throw std::bad_alloc();
  // Cut to the boundary of a huge page at both ends.
  auto* begin = static_cast<uint8_t*>(mapped);
  const size_t before = (kHugePage - reinterpret_cast<uintptr_t>(begin) % kHugePage) % kHugePage;
  if (before != 0) munmap(begin, before);
  munmap(begin + before + rounded, kHugePage - before);
  // Only a wish: where it cannot be granted the pages are small.
  if (huge) madvise(begin + before, rounded, MADV_HUGEPAGE);
  return ChunkMemory(begin + before, ChunkRelease{rounded});
}

#else

void ChunkRelease::operator()(void* memory) const noexcept { std::free(memory); }

ChunkMemory allocate_chunk(size_t bytes, bool) {
  void* memory = std::malloc(bytes);
  if (memory == nullptr) throw std::bad_alloc();
  return ChunkMemory(memory, ChunkRelease{bytes});
}

#endif

void prefer_huge_pages([[maybe_unused]] void* memory, [[maybe_unused]] size_t bytes) noexcept {
#ifdef __linux__
  const auto begin = (reinterpret_cast<uintptr_t>(memory) + kHugePage - 1) / kHugePage * kHugePage;
  const auto end = (reinterpret_cast<uintptr_t>(memory) + bytes) / kHugePage * kHugePage;
  if (begin < end) madvise(reinterpret_cast<void*>(begin), end - begin, MADV_HUGEPAGE);
#endif
}

}  // namespace honeysift
