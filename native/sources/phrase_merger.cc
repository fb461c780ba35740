#include "sources/phrase_merger.h"

#include <algorithm>
#include <new>

namespace honeysift {

SourceStatus PhraseMerger::add(std::span<const uint8_t> bytes, std::span<const double> offsets,
                               std::span<uint32_t> ids) noexcept try {
  if (offsets.empty() || ids.size() + 1 != offsets.size()) return SourceStatus::kBadPart;
  for (size_t i = 0; i < ids.size(); ++i) {
    const bool inside = offsets[i] >= 0 && offsets[i] <= offsets[i + 1] &&
                        offsets[i + 1] <= static_cast<double>(bytes.size());
    if (!inside) return SourceStatus::kBadPart;
    const auto begin = static_cast<size_t>(offsets[i]);
    ids[i] = store_.intern(bytes.subspan(begin, static_cast<size_t>(offsets[i + 1]) - begin));
  }
  return SourceStatus::kOk;
} catch (const std::bad_alloc&) {
  return SourceStatus::kOutOfMemory;
}

SourceStatus PhraseMerger::fill(std::span<uint8_t> bytes, std::span<double> offsets,
                                std::span<uint32_t> positions) noexcept try {
  if (bytes.size() != byte_size() || offsets.size() != size_t{size()} + 1 ||
      positions.size() != size()) {
    return SourceStatus::kBadPart;
  }
  const std::vector<uint32_t> order = store_.sorted_ids();
  size_t at = 0;
  for (size_t p = 0; p < order.size(); ++p) {
    const auto phrase = store_.view(order[p]);
    offsets[p] = static_cast<double>(at);
    positions[order[p]] = static_cast<uint32_t>(p);
    std::copy(phrase.begin(), phrase.end(), bytes.begin() + static_cast<std::ptrdiff_t>(at));
    at += phrase.size();
  }
  offsets[order.size()] = static_cast<double>(at);
  return SourceStatus::kOk;
} catch (const std::bad_alloc&) {
  return SourceStatus::kOutOfMemory;
}

}  // namespace honeysift
