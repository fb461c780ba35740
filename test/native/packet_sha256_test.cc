// The two ways to compute SHA-256 against each other, at every length over several blocks and every
// cut.
#include <cstdio>
#include <vector>

#include "packet/sha256.h"

int main() {
  std::vector<uint8_t> bytes(400);
  for (size_t i = 0; i < bytes.size(); ++i) bytes[i] = static_cast<uint8_t>(i * 31 + 7);
  for (size_t length = 0; length <= bytes.size(); ++length) {
    // Exactly as long as it is, so that AddressSanitizer sees reading beyond.
    const std::vector<uint8_t> exact(bytes.begin(), bytes.begin() + static_cast<long>(length));
    honeysift::Sha256 reference(true);
    reference.update(exact.data(), length);
    const auto expected = reference.finish();
    for (size_t cut = 0; cut <= length; cut += 1 + length / 16) {
      honeysift::Sha256 hash;
      hash.update(exact.data(), cut);
      hash.update(exact.data() + cut, length - cut);
      if (hash.finish() != expected) {
        std::printf("failed: length %zu cut at %zu\n", length, cut);
        return 1;
      }
    }
  }
  return 0;
}
