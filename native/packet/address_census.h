// Who opened conversations with whom: distinct (client, server) address pairs with packet counts.
//
// The opener of a conversation is its client: the sender of a TCP SYN without ACK, of an ICMP or
// ICMPv6 echo request, of a UDP datagram whose source port is not below its destination port (a
// datagram from a lower port to a higher one is likelier an answer: services have the low ports).
// Other packets are not counted.
//
// Memory is bounded by Wegman's adaptive sampling: a pair is kept while the lowest `level` bits of
// its hash are zero, and when more than `max_pairs` are held the level rises by one. Which pairs
// are held then depends on the set of pairs alone, not on their order, and counts of held pairs are
// exact; 2^level estimates how many pairs each stands for.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "common/packet_columns.h"

namespace honeysift {

struct AddressPair {
  uint8_t client[16];
  uint8_t server[16];
  uint64_t packets;
};

class AddressCensus {
 public:
  explicit AddressCensus(size_t max_pairs);

  void add(const PacketColumns& columns, size_t rows);
  // Pairs counted by another census of level `level`.
  void add_pair(const uint8_t* client, const uint8_t* server, uint64_t packets);
  void raise_level(uint32_t level);

  uint32_t level() const noexcept { return level_; }
  // Sorted by client, then server.
  std::vector<AddressPair> sorted_pairs() const;

 private:
  struct Slot {
    AddressPair pair;
    uint64_t hash;  // 0 marks an empty slot
  };

  void grow_or_sample();
  void rebuild(size_t slots);
  void insert(const AddressPair& pair, uint64_t hash);

  size_t max_pairs_;
  uint32_t level_ = 0;
  size_t held_ = 0;
  std::vector<Slot> slots_;
};

}  // namespace honeysift
