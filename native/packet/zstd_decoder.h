// zstd streams (RFC 8878), pushed through: compressed bytes in, content out. Frames may follow each
// other, skippable ones are passed over. Dictionaries and windows above kMaxWindow are refused.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

#include "packet/xxhash64.h"
#include "packet/zstd_block.h"

namespace honeysift {

enum class ZstdStatus : uint8_t {
  kNeedBytes = 0,    // feed at least `needed` bytes from `consumed` on
  kOutputFull = 1,   // call again with more room
  kEnd = 2,          // the stream ended between two frames
  kTruncated = 3,    // it ended within one
  kCorrupt = 4,      // no more can be made of it
  kUnsupported = 5,  // a dictionary is needed, or a larger window than the bound
};

struct ZstdResult {
  size_t consumed;
  size_t produced;
  size_t needed;
  ZstdStatus status;
};

class ZstdDecoder {
 public:
  // What the zstd command allows without being told otherwise.
  static constexpr uint64_t kMaxWindow = uint64_t{128} << 20;

  static bool has_magic(const uint8_t* bytes) noexcept;

  ZstdResult decode(const uint8_t* bytes, size_t length, bool end_of_stream, uint8_t* output,
                    size_t capacity) noexcept;

 private:
  enum class Expect : uint8_t { kFrame, kSkip, kBlock, kChecksum, kNothing };

  struct Step {
    size_t consumed;
    size_t needed;
  };
  // One header, block or checksum, when the bytes hold it whole.
  Step advance(const uint8_t* bytes, size_t length) noexcept;
  Step read_frame_header(const uint8_t* bytes, size_t length) noexcept;
  Step read_block(const uint8_t* bytes, size_t length) noexcept;
  Step fail(ZstdStatus status) noexcept;
  void make_room() noexcept;

  Expect expect_ = Expect::kFrame;
  ZstdStatus failure_ = ZstdStatus::kEnd;
  uint64_t skip_ = 0;
  uint64_t window_ = 0;
  bool has_checksum_ = false;
  // What the frame header says its content will be long, when it says so, and what it was so far.
  bool has_size_ = false;
  uint64_t stated_size_ = 0;
  uint64_t size_ = 0;
  XxHash64 checksum_;
  std::unique_ptr<zstd::BlockDecoder> block_;
  // History of the frame, then what was not handed out yet: [handed_out_, size()).
  std::vector<uint8_t> content_;
  size_t handed_out_ = 0;
};

}  // namespace honeysift
