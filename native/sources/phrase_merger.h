// Unites phrase dictionaries: bytes come in with their own numbering and leave sorted, each once.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "sources/blob_store.h"
#include "sources/status.h"

namespace honeysift {

class PhraseMerger {
 public:
  // One dictionary: phrase i is bytes[offsets[i] .. offsets[i + 1]). `ids` gets a number per
  // phrase, good until fill().
  SourceStatus add(std::span<const uint8_t> bytes, std::span<const double> offsets,
                   std::span<uint32_t> ids) noexcept;

  uint32_t size() const noexcept { return store_.size(); }
  uint64_t byte_size() const noexcept { return store_.byte_size(); }

  // The united dictionary, and for each number given out by add() its position there.
  SourceStatus fill(std::span<uint8_t> bytes, std::span<double> offsets,
                    std::span<uint32_t> positions) noexcept;

 private:
  BlobStore store_;
};

}  // namespace honeysift
