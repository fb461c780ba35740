#include "fingerprint/syn_matcher.h"

#include <algorithm>
#include <new>

#include "fingerprint/syn_rows.h"

namespace honeysift {

FingerprintStatus SynMatcher::match_batch(const PacketColumns& columns, size_t rows,
                                          std::span<const uint8_t> bytes,
                                          std::span<const uint8_t> scratch,
                                          std::span<uint32_t> syn_rows, std::span<uint32_t> ids,
                                          size_t& found) noexcept try {
  found = 0;
  rows = std::min({rows, columns.capacity, syn_rows.size(), ids.size()});
  PacketRow packet;
  for (size_t row = 0; row < rows; ++row) {
    if (!is_syn(columns.flags[row], columns.tcp_flags[row])) continue;
    load_rows(columns, row, {&packet, 1});
    const uint32_t id =
        table_.intern_packet(packet_of(packet, bytes, scratch), packet.payload_length != 0);
    if (id == SignatureTable::kUnread) continue;
    if (id == matches_.size()) matches_.push_back(database_.match(table_[id]));
    syn_rows[found] = static_cast<uint32_t>(row);
    ids[found++] = id;
  }
  return FingerprintStatus::kOk;
} catch (const std::bad_alloc&) {
  return FingerprintStatus::kOutOfMemory;
}

}  // namespace honeysift
