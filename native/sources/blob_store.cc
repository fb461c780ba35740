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

uint64_t hash_of(std::span<const uint8_t> bytes) noexcept {
  const uint8_t* at = bytes.data();
  size_t left = bytes.size();
  uint64_t even = kHashB;
  uint64_t odd = kHashC;
  // Two runs beside each other, for each step waits for the one before.
  for (; left > 32; at += 32, left -= 32) {
    even = fold_multiply(load64(at) ^ even, load64(at + 8) ^ kHashA);
    odd = fold_multiply(load64(at + 16) ^ odd, load64(at + 24) ^ kHashB);
  }
  return fold_multiply(even ^ bytes.size(), odd ^ hash_bytes(at, left));
}

}  // namespace

BlobStore::BlobStore() : offsets_(1, 0), slots_(kFirstSlots) {}

uint32_t BlobStore::intern(std::span<const uint8_t> bytes) {
  const auto hash = static_cast<uint32_t>(hash_of(bytes) >> 32);
  size_t at = hash & (slots_.size() - 1);
  for (; slots_[at].id_plus_one != 0; at = (at + 1) & (slots_.size() - 1)) {
    const Slot& slot = slots_[at];
    if (slot.hash != hash) continue;
    const bool inside = bytes.size() <= bytes_.size() - slot.offset;
    if (!inside || (!bytes.empty() &&
                    std::memcmp(bytes_.data() + slot.offset, bytes.data(), bytes.size()) != 0)) {
      continue;
    }
    if (offsets_[slot.id_plus_one] - slot.offset == bytes.size()) return slot.id_plus_one - 1;
  }
  const uint32_t id = size();
  const uint64_t offset = bytes_.size();
  bytes_.insert(bytes_.end(), bytes.begin(), bytes.end());
  offsets_.push_back(bytes_.size());
  slots_[at] = {hash, id + 1, offset};
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
