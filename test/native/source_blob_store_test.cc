// Interned byte strings against an ordinary map, and their order against std::string's.
#include <cstdio>
#include <map>
#include <random>
#include <string>
#include <vector>

#include "sources/blob_store.h"

namespace {

std::span<const uint8_t> bytes_of(const std::string& text) {
  return {reinterpret_cast<const uint8_t*>(text.data()), text.size()};
}
std::string text_of(std::span<const uint8_t> bytes) {
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

}  // namespace

int main() {
  std::mt19937 random(1);
  honeysift::BlobStore store;
  std::map<std::string, uint32_t> known;
  int failures = 0;
  for (int i = 0; i < 50000; ++i) {
    // Long common beginnings, so that order is decided late.
    std::string text(random() % 3 == 0 ? 12 : 0, 'a');
    for (size_t left = random() % 6; left > 0; --left)
      text.push_back(static_cast<char>(random() % 4 * 85));
    const auto [entry, fresh] = known.emplace(text, static_cast<uint32_t>(known.size()));
    if (store.intern(bytes_of(text)) != entry->second) ++failures;
    if (text_of(store.view(entry->second)) != text) ++failures;
  }
  if (store.size() != known.size()) ++failures;
  std::vector<std::string> wanted;
  for (const auto& [text, id] : known)
    wanted.push_back(text);  // std::string orders as unsigned bytes
  const std::vector<uint32_t> order = store.sorted_ids();
  for (size_t i = 0; i < order.size(); ++i) failures += text_of(store.view(order[i])) != wanted[i];
  if (failures > 0) std::printf("%d failures\n", failures);
  return failures == 0 ? 0 : 1;
}
