#include "table/address_table.h"

#include "table/address_text.h"

namespace honeysift {

namespace {
constexpr size_t kFirstSlots = 256;
}

AddressTable::AddressTable(const HoneypotIndex& honeypots)
    : honeypots_(honeypots), slots_(kFirstSlots, 0) {}

size_t AddressTable::slot_of(const Address& address) const noexcept {
  return fold_multiply(address.low ^ kHashA, address.high ^ kHashB) & (slots_.size() - 1);
}

uint32_t AddressTable::find_or_add(const uint8_t* bytes) {
  const Address address = load_address(bytes);
  size_t at = slot_of(address);
  while (slots_[at] != 0) {
    if (entries_[slots_[at] - 1].address == address) return slots_[at] - 1;
    at = (at + 1) & (slots_.size() - 1);
  }
  const size_t text_at = texts_.size();
  append_address(texts_, bytes);
  entries_.push_back(
      {address, text_at, static_cast<uint32_t>(texts_.size() - text_at), honeypots_.find(address)});
  slots_[at] = static_cast<uint32_t>(entries_.size());
  if (entries_.size() * 2 > slots_.size()) grow();
  return static_cast<uint32_t>(entries_.size() - 1);
}

void AddressTable::grow() {
  slots_.assign(slots_.size() * 2, 0);
  for (size_t number = 0; number < entries_.size(); ++number) {
    size_t at = slot_of(entries_[number].address);
    while (slots_[at] != 0) at = (at + 1) & (slots_.size() - 1);
    slots_[at] = static_cast<uint32_t>(number + 1);
  }
}

void AddressTable::clear() {
  entries_.clear();
  texts_.clear();
  slots_.assign(kFirstSlots, 0);
}

}  // namespace honeysift
