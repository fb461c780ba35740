#include "fingerprint/signature_table.h"

#include <algorithm>
#include <numeric>

#include "fingerprint/read_signature.h"
#include "sources/hash.h"

namespace honeysift {

size_t SignatureTable::slot_of(const RawSignature& signature) const noexcept {
  const auto* bytes = reinterpret_cast<const uint8_t*>(&signature);
  size_t at = hash_bytes(bytes, sizeof signature) & (slots_.size() - 1);
  while (slots_[at] != 0 && signatures_[slots_[at] - 1] != signature) {
    at = (at + 1) & (slots_.size() - 1);
  }
  return at;
}

uint32_t SignatureTable::intern(const RawSignature& signature) {
  size_t at = slot_of(signature);
  if (slots_[at] != 0) return slots_[at] - 1;
  if ((signatures_.size() + 1) * 2 > slots_.size()) {
    grow();
    at = slot_of(signature);
  }
  signatures_.push_back(signature);
  slots_[at] = static_cast<uint32_t>(signatures_.size());
  return static_cast<uint32_t>(signatures_.size() - 1);
}

uint32_t SignatureTable::intern_packet(std::span<const uint8_t> packet, bool has_payload) {
  HeaderFacts facts;
  RawSignature signature;
  if (!read_header_facts(packet, has_payload, facts)) {
    return read_signature(packet, has_payload, signature) ? intern(signature) : kUnread;
  }
  Recent& recent = recent_[facts.hash() % kRecent];
  if (recent.facts == facts) return recent.id;
  if (!read_signature(packet, has_payload, signature)) return kUnread;
  const uint32_t id = intern(signature);
  recent = {facts, id};
  return id;
}

void SignatureTable::grow() {
  slots_.assign(slots_.size() * 2, 0);
  for (uint32_t id = 0; id < signatures_.size(); ++id) slots_[slot_of(signatures_[id])] = id + 1;
}

std::vector<uint32_t> SignatureTable::ranks() const {
  std::vector<uint32_t> order(signatures_.size());
  std::iota(order.begin(), order.end(), 0u);
  std::sort(order.begin(), order.end(),
            [this](uint32_t a, uint32_t b) { return signatures_[a] < signatures_[b]; });
  std::vector<uint32_t> ranks(order.size());
  for (uint32_t rank = 0; rank < order.size(); ++rank) ranks[order[rank]] = rank;
  return ranks;
}

}  // namespace honeysift
