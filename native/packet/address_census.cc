#include "packet/address_census.h"

#include <algorithm>
#include <cstring>

namespace honeysift {

namespace {

constexpr size_t kFirstSlots = 1024;
constexpr uint8_t kTcpSyn = 0x02;
constexpr uint8_t kTcpAck = 0x10;

uint64_t mix(uint64_t value) noexcept {
  value ^= value >> 32;
  value *= 0xd6e8feb86659fd93u;
  value ^= value >> 32;
  value *= 0xd6e8feb86659fd93u;
  value ^= value >> 32;
  return value;
}

uint64_t hash_pair(const uint8_t* client, const uint8_t* server) noexcept {
  uint64_t words[4];
  std::memcpy(words, client, 16);
  std::memcpy(words + 2, server, 16);
  uint64_t hash = 0x9e3779b97f4a7c15u;
  for (const uint64_t word : words) hash = mix(hash ^ word) + 0x9e3779b97f4a7c15u;
  hash = mix(hash);
  // The highest bit only marks the slot as taken; sampling looks at the lowest.
  return hash | uint64_t{1} << 63;
}

bool opens(const PacketColumns& columns, size_t row) noexcept {
  const uint16_t flags = columns.flags[row];
  if (!(flags & kHasIp)) return false;
  if (flags & kHasTcp) return (columns.tcp_flags[row] & (kTcpSyn | kTcpAck)) == kTcpSyn;
  if (flags & kHasIcmp) return columns.icmp_type[row] == ((flags & kIpv6) ? 128 : 8);
  return (flags & kHasPorts) && columns.ip_protocol[row] == 17 &&
         columns.src_port[row] >= columns.dst_port[row];
}

}  // namespace

AddressCensus::AddressCensus(size_t max_pairs)
    : max_pairs_(max_pairs < 1 ? 1 : max_pairs), slots_(kFirstSlots) {}

void AddressCensus::add(const PacketColumns& columns, size_t rows) {
  for (size_t row = 0; row < rows; ++row) {
    if (!opens(columns, row)) continue;
    add_pair(columns.src_address + 16 * row, columns.dst_address + 16 * row, 1);
  }
}

void AddressCensus::add_pair(const uint8_t* client, const uint8_t* server, uint64_t packets) {
  const uint64_t hash = hash_pair(client, server);
  if (level_ != 0 && (hash & ((uint64_t{1} << level_) - 1)) != 0) return;
  AddressPair pair;
  std::memcpy(pair.client, client, 16);
  std::memcpy(pair.server, server, 16);
  pair.packets = packets;
  insert(pair, hash);
}

void AddressCensus::insert(const AddressPair& pair, uint64_t hash) {
  const size_t mask = slots_.size() - 1;
  // Above the bits that sampling fixes, so that slots stay evenly used.
  for (size_t at = (hash >> 20) & mask;; at = (at + 1) & mask) {
    Slot& slot = slots_[at];
    if (slot.hash == 0) {
      slot = Slot{pair, hash};
      ++held_;
      grow_or_sample();
      return;
    }
    if (slot.hash == hash && std::memcmp(slot.pair.client, pair.client, 16) == 0 &&
        std::memcmp(slot.pair.server, pair.server, 16) == 0) {
      slot.pair.packets += pair.packets;
      return;
    }
  }
}

void AddressCensus::grow_or_sample() {
  while (held_ > max_pairs_ && level_ < 20) raise_level(level_ + 1);
  if (held_ * 4 > slots_.size() * 3) rebuild(slots_.size() * 2);
}

void AddressCensus::raise_level(uint32_t level) {
  if (level <= level_) return;
  level_ = level;
  rebuild(slots_.size());
}

void AddressCensus::rebuild(size_t slots) {
  std::vector<Slot> old(slots);
  old.swap(slots_);
  held_ = 0;
  const size_t mask = slots - 1;
  const uint64_t sampled = (uint64_t{1} << level_) - 1;
  for (const Slot& slot : old) {
    if (slot.hash == 0 || (slot.hash & sampled) != 0) continue;
    size_t at = (slot.hash >> 20) & mask;
    while (slots_[at].hash != 0) at = (at + 1) & mask;
    slots_[at] = slot;
    ++held_;
  }
}

std::vector<AddressPair> AddressCensus::sorted_pairs() const {
  std::vector<AddressPair> pairs;
  pairs.reserve(held_);
  for (const Slot& slot : slots_) {
    if (slot.hash != 0) pairs.push_back(slot.pair);
  }
  std::sort(pairs.begin(), pairs.end(), [](const AddressPair& a, const AddressPair& b) {
    const int order = std::memcmp(a.client, b.client, 16);
    return order != 0 ? order < 0 : std::memcmp(a.server, b.server, 16) < 0;
  });
  return pairs;
}

}  // namespace honeysift
