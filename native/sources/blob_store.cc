#include "sources/blob_store.h"

#include <algorithm>
#include <cstring>

#include "sources/hash.h"

namespace honeysift {

namespace {

constexpr size_t kFirstSlots = 64;

// The first 8 bytes as a big-endian number: most comparisons end there.
uint64_t sort_prefix(std::span<const uint8_t> bytes) noexcept {
  uint64_t prefix = 0;
  for (size_t i = 0; i < 8; ++i) prefix = prefix << 8 | (i < bytes.size() ? bytes[i] : 0u);
  return prefix;
}

}  // namespace

BlobStore::BlobStore() : offsets_(1, 0), slots_(kFirstSlots) {}

uint32_t BlobStore::intern(std::span<const uint8_t> bytes) {
  const auto hash = static_cast<uint32_t>(hash_bytes(bytes.data(), bytes.size()) >> 32);
  size_t at = hash & (slots_.size() - 1);
  while (slots_[at].id_plus_one != 0) {
    const Slot& slot = slots_[at];
    if (slot.hash == hash) {
      const auto known = view(slot.id_plus_one - 1);
      if (known.size() == bytes.size() &&
          (bytes.empty() || std::memcmp(known.data(), bytes.data(), bytes.size()) == 0)) {
        return slot.id_plus_one - 1;
      }
    }
    at = (at + 1) & (slots_.size() - 1);
  }
  const uint32_t id = size();
  bytes_.insert(bytes_.end(), bytes.begin(), bytes.end());
  offsets_.push_back(bytes_.size());
  slots_[at] = {hash, id + 1};
  if (offsets_.size() * 3 > slots_.size() * 2) grow();
  return id;
}

void BlobStore::clear() noexcept {
  bytes_.clear();
  offsets_.resize(1);
  std::fill(slots_.begin(), slots_.end(), Slot{});
}

void BlobStore::grow() {
  std::vector<Slot> wider(slots_.size() * 2);
  for (const Slot& slot : slots_) {
    if (slot.id_plus_one == 0) continue;
    size_t at = slot.hash & (wider.size() - 1);
    while (wider[at].id_plus_one != 0) at = (at + 1) & (wider.size() - 1);
    wider[at] = slot;
  }
  slots_.swap(wider);
}

std::vector<uint32_t> BlobStore::sorted_ids() const {
  struct Keyed {
    uint64_t prefix;
    uint32_t id;
  };
  const PayloadView strings = all();
  std::vector<Keyed> keyed(size());
  for (uint32_t id = 0; id < size(); ++id) keyed[id] = {sort_prefix(view(id)), id};
  std::sort(keyed.begin(), keyed.end(), [strings](const Keyed& a, const Keyed& b) {
    return a.prefix != b.prefix ? a.prefix < b.prefix : strings.compare(a.id, b.id) < 0;
  });
  std::vector<uint32_t> ids(keyed.size());
  for (size_t i = 0; i < keyed.size(); ++i) ids[i] = keyed[i].id;
  return ids;
}

}  // namespace honeysift
