// What finalize() makes: attack sources as columns, the same as src/model/attack-sources.ts.
#pragma once

#include <cstdint>
#include <vector>

#include "sources/blob_store.h"

namespace honeysift {

struct FloodEvent {
  int64_t first_ns;
  uint16_t honeypot;
  uint16_t port;
};

struct AttackSourceColumns {
  std::vector<uint8_t> address;  // 16 a row
  std::vector<int32_t> day;
  std::vector<int64_t> first_ns, last_ns;
  std::vector<double> packets, canonical_packets;
  std::vector<uint32_t> target_offsets{0};
  std::vector<uint16_t> target_honeypot;
  std::vector<double> target_packets, target_canonical;
  std::vector<int64_t> target_first_ns, target_last_ns;
  std::vector<uint32_t> sequence, phrase;  // positions in the two orders below
  std::vector<uint8_t> phrase_cut, backscatter;
  std::vector<int32_t> flood;  // index of `flood_events`, or -1
  std::vector<uint32_t> syn_packets, data_segments, retransmissions, sequence_gaps;
  std::vector<uint32_t> backscatter_flows;
  std::vector<uint32_t> port_flows, source_ports, rising_source_ports;  // see source_ports.h
  std::vector<uint16_t> group;
  BlobStore sequences, phrases;
  std::vector<uint32_t> sequence_order,
      phrase_order;  // ids of `sequences` and `phrases`, bytewise ascending
  std::vector<FloodEvent> flood_events;

  size_t count() const noexcept { return day.size(); }

  // Makes room for `rows` more in all columns but those of the honeypots, whose rows vary in
  // length. May throw std::bad_alloc.
  void add_rows(size_t rows) {
    const size_t total = count() + rows;
    address.resize(16 * total);
    for (auto* column : {&first_ns, &last_ns}) column->resize(total);
    for (auto* column : {&packets, &canonical_packets}) column->resize(total);
    for (auto* column : {&phrase_cut, &backscatter}) column->resize(total);
    for (auto* column :
         {&sequence, &phrase, &syn_packets, &data_segments, &retransmissions, &sequence_gaps,
          &backscatter_flows, &port_flows, &source_ports, &rising_source_ports}) {
      column->resize(total);
    }
    target_offsets.resize(total + 1);
    group.resize(total);
    day.resize(total);
  }
};

// Makes the numbers in `column` positions in the bytewise order of the store's strings and returns
// that order: the string at position p is store.view(order[p]). May throw std::bad_alloc.
std::vector<uint32_t> sort_dictionary(const BlobStore& store, std::vector<uint32_t>& column);

}  // namespace honeysift
