// SHA-256 in pieces: with and without the processor's own instructions, and however the bytes are
// cut, the digest is that of the whole. The first byte of the input says where to cut.
#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <memory>

#include "packet/sha256.h"

namespace {

using honeysift::Sha256;

Sha256::Digest digest_of(const uint8_t* data, size_t size, size_t piece, bool portable) {
  Sha256 sha(portable);
  for (size_t at = 0; at < size;) {
    const size_t length = std::min(piece, size - at);
    // Exactly as long as the piece, for AddressSanitizer.
    const std::unique_ptr<uint8_t[]> bytes(new uint8_t[length]);
    std::memcpy(bytes.get(), data + at, length);
    sha.update(bytes.get(), length);
    at += length;
    // Pieces of many lengths: whole blocks after broken ones.
    piece = piece * 5 % 257 + 1;
  }
  return sha.finish();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  if (size == 0) return 0;
  const Sha256::Digest whole = digest_of(data + 1, size - 1, size, true);
  for (const bool portable : {false, true}) {
    if (digest_of(data + 1, size - 1, 1 + data[0], portable) != whole) std::abort();
    if (digest_of(data + 1, size - 1, size, portable) != whole) std::abort();
  }
  return 0;
}
