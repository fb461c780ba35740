#include "packet/zstd_decoder.h"

#include <algorithm>
#include <cstring>

#include "packet/wire.h"

namespace honeysift {

namespace {

constexpr uint32_t kMagic = 0xfd2fb528;
constexpr uint32_t kSkippable = 0x184d2a50;  // and the fifteen numbers behind it

}  // namespace

bool ZstdDecoder::has_magic(const uint8_t* bytes) noexcept {
  const uint32_t magic = load_le32(bytes);
  return magic == kMagic || (magic & 0xfffffff0) == kSkippable;
}

ZstdDecoder::Step ZstdDecoder::fail(ZstdStatus status) noexcept {
  expect_ = Expect::kNothing;
  failure_ = status;
  return {0, 0};
}

ZstdDecoder::Step ZstdDecoder::read_frame_header(const uint8_t* bytes, size_t length) noexcept {
  if (length < 5) return {0, 5};
  const uint32_t magic = load_le32(bytes);
  if ((magic & 0xfffffff0) == kSkippable) {
    if (length < 8) return {0, 8};
    skip_ = load_le32(bytes + 4);
    expect_ = Expect::kSkip;
    return {8, 0};
  }
  if (magic != kMagic) return fail(ZstdStatus::kCorrupt);
  const uint8_t descriptor = bytes[4];
  const bool single_segment = (descriptor & 0x20) != 0;
  const size_t dictionary_bytes = (descriptor & 3) == 3 ? 4 : descriptor & 3u;
  const size_t size_flag = descriptor >> 6;
  const size_t size_bytes = size_flag == 0 ? (single_segment ? 1 : 0) : size_t{1} << size_flag;
  const size_t header = 5 + (single_segment ? 0 : 1) + dictionary_bytes + size_bytes;
  if (length < header) return {0, header};
  if (descriptor & 0x08) return fail(ZstdStatus::kCorrupt);

  const uint8_t* at = bytes + 5;
  if (!single_segment) {
    const uint64_t base = uint64_t{1} << (10 + (*at >> 3));
    window_ = base + base / 8 * (*at & 7);
    ++at;
  }
  for (size_t i = 0; i < dictionary_bytes; ++i) {
    if (at[i] != 0) return fail(ZstdStatus::kUnsupported);
  }
  at += dictionary_bytes;
  uint64_t content_size = 0;
  for (size_t i = 0; i < size_bytes; ++i) content_size |= uint64_t{at[i]} << (8 * i);
  if (size_flag == 1) content_size += 256;
  if (single_segment) window_ = content_size;
  if (window_ > kMaxWindow) return fail(ZstdStatus::kUnsupported);
  has_checksum_ = (descriptor & 4) != 0;
  has_size_ = size_bytes != 0;
  stated_size_ = content_size;
  size_ = 0;
  checksum_ = XxHash64{};
  if (!block_) block_ = std::make_unique<zstd::BlockDecoder>();
  block_->reset();
  content_.clear();
  handed_out_ = 0;
  expect_ = Expect::kBlock;
  return {header, 0};
}

// Forgets history beyond the window, seldom enough that moving the rest costs little.
void ZstdDecoder::make_room() noexcept {
  const size_t keep = static_cast<size_t>(std::min<uint64_t>(window_, content_.size()));
  const size_t forget = content_.size() - keep;
  if (forget < std::max(keep, size_t{1} << 20)) return;
  std::memmove(content_.data(), content_.data() + forget, keep);
  content_.resize(keep);
  handed_out_ = keep;
}

// Called when all content was handed out.
ZstdDecoder::Step ZstdDecoder::read_block(const uint8_t* bytes, size_t length) noexcept {
  if (length < 3) return {0, 3};
  const uint32_t header = load_le16(bytes) | uint32_t{bytes[2]} << 16;
  const bool is_last = (header & 1) != 0;
  const uint32_t type = (header >> 1) & 3;
  const size_t size = header >> 3;
  if (type == 3 || size > zstd::kMaxBlock) return fail(ZstdStatus::kCorrupt);
  const size_t stored = type == 1 ? 1 : size;
  if (length < 3 + stored) return {0, 3 + stored};

  make_room();
  const size_t before = content_.size();
  const uint8_t* block = bytes + 3;
  if (type == 2) {
    content_.resize(before + zstd::kMaxBlock);
    const size_t history = static_cast<size_t>(std::min<uint64_t>(window_, before));
    const size_t made = block_->decode(block, size, content_.data() + before, history);
    content_.resize(before + (made == zstd::BlockDecoder::kCorrupt ? 0 : made));
    if (made == zstd::BlockDecoder::kCorrupt) return fail(ZstdStatus::kCorrupt);
  } else if (type == 1) {
    content_.insert(content_.end(), size, block[0]);
  } else {
    content_.insert(content_.end(), block, block + size);
  }
  if (has_checksum_) checksum_.update(content_.data() + before, content_.size() - before);
  size_ += content_.size() - before;
  if (is_last && has_size_ && size_ != stated_size_) return fail(ZstdStatus::kCorrupt);
  if (is_last) expect_ = has_checksum_ ? Expect::kChecksum : Expect::kFrame;
  return {3 + stored, 0};
}

ZstdDecoder::Step ZstdDecoder::advance(const uint8_t* bytes, size_t length) noexcept {
  switch (expect_) {
    case Expect::kFrame:
      return read_frame_header(bytes, length);
    case Expect::kSkip: {
      const size_t passed = static_cast<size_t>(std::min<uint64_t>(skip_, length));
      skip_ -= passed;
      if (skip_ == 0) expect_ = Expect::kFrame;
      return {passed, skip_ == 0 ? 0 : size_t{1}};
    }
    case Expect::kBlock:
      return read_block(bytes, length);
    case Expect::kChecksum:
      if (length < 4) return {0, 4};
      if (load_le32(bytes) != static_cast<uint32_t>(checksum_.value())) {
        return fail(ZstdStatus::kCorrupt);
      }
      expect_ = Expect::kFrame;
      return {4, 0};
    case Expect::kNothing:
      break;
  }
  return {0, 0};
}

ZstdResult ZstdDecoder::decode(const uint8_t* bytes, size_t length, bool end_of_stream,
                               uint8_t* output, size_t capacity) noexcept {
  ZstdResult result{0, 0, 0, ZstdStatus::kOutputFull};
  for (;;) {
    const size_t ready = content_.size() - handed_out_;
    const size_t given = std::min(ready, capacity - result.produced);
    if (given != 0) std::memcpy(output + result.produced, content_.data() + handed_out_, given);
    result.produced += given;
    handed_out_ += given;
    if (given < ready) return result;
    if (expect_ == Expect::kNothing) {
      result.status = failure_;
      return result;
    }
    const size_t left = length - result.consumed;
    if (left == 0 && end_of_stream) {
      result.status = expect_ == Expect::kFrame ? ZstdStatus::kEnd : ZstdStatus::kTruncated;
      return result;
    }
    const Step step = advance(bytes + result.consumed, left);
    result.consumed += step.consumed;
    if (step.needed == 0) continue;
    result.needed = step.needed;
    result.status = end_of_stream ? ZstdStatus::kTruncated : ZstdStatus::kNeedBytes;
    return result;
  }
}

}  // namespace honeysift
