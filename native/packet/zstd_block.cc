#include "packet/zstd_block.h"

#include <algorithm>
#include <cstring>

#include "packet/wire.h"

namespace honeysift::zstd {

namespace {

constexpr int16_t kLiteralLengthDefault[] = {4, 3, 2, 2, 2, 2, 2, 2, 2,  2,  2,  2,
                                             2, 1, 1, 1, 2, 2, 2, 2, 2,  2,  2,  2,
                                             2, 3, 2, 1, 1, 1, 1, 1, -1, -1, -1, -1};
constexpr int16_t kMatchLengthDefault[] = {
    1, 4, 3, 2, 2, 2, 2, 2, 2, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1,  1,  1,  1,  1,  1,  1, 1,
    1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, -1, -1, -1, -1, -1, -1, -1};
constexpr int16_t kOffsetDefault[] = {1, 1, 1, 1, 1, 1, 2, 2, 2, 1,  1,  1,  1,  1, 1,
                                      1, 1, 1, 1, 1, 1, 1, 1, 1, -1, -1, -1, -1, -1};

struct Code {
  uint32_t base;
  int bits;
};
constexpr Code kLiteralLengths[36] = {
    {0, 0},     {1, 0},      {2, 0},      {3, 0},     {4, 0},   {5, 0},     {6, 0},     {7, 0},
    {8, 0},     {9, 0},      {10, 0},     {11, 0},    {12, 0},  {13, 0},    {14, 0},    {15, 0},
    {16, 1},    {18, 1},     {20, 1},     {22, 1},    {24, 2},  {28, 2},    {32, 3},    {40, 3},
    {48, 4},    {64, 6},     {128, 7},    {256, 8},   {512, 9}, {1024, 10}, {2048, 11}, {4096, 12},
    {8192, 13}, {16384, 14}, {32768, 15}, {65536, 16}};
constexpr Code kMatchLengths[53] = {
    {3, 0},     {4, 0},     {5, 0},      {6, 0},      {7, 0},     {8, 0},   {9, 0},     {10, 0},
    {11, 0},    {12, 0},    {13, 0},     {14, 0},     {15, 0},    {16, 0},  {17, 0},    {18, 0},
    {19, 0},    {20, 0},    {21, 0},     {22, 0},     {23, 0},    {24, 0},  {25, 0},    {26, 0},
    {27, 0},    {28, 0},    {29, 0},     {30, 0},     {31, 0},    {32, 0},  {33, 0},    {34, 0},
    {35, 1},    {37, 1},    {39, 1},     {41, 1},     {43, 2},    {47, 2},  {51, 3},    {59, 3},
    {67, 4},    {83, 4},    {99, 5},     {131, 7},    {259, 8},   {515, 9}, {1027, 10}, {2051, 11},
    {4099, 12}, {8195, 13}, {16387, 14}, {32771, 15}, {65539, 16}};

// The three kinds of codes, in the order in which their tables stand.
struct Kind {
  std::span<const int16_t> defaults;
  int default_accuracy;
  int max_accuracy;
  size_t symbols;
};
constexpr Kind kKinds[3] = {
    {kLiteralLengthDefault, 6, 9, 36}, {kOffsetDefault, 5, 8, 32}, {kMatchLengthDefault, 6, 9, 53}};

}  // namespace

void BlockDecoder::reset() noexcept {
  huffman_ = HuffmanTable{};
  codes_ = Codes{};
  repeated_ = {1, 4, 8};
}

size_t BlockDecoder::read_literals(const uint8_t* bytes, size_t length) noexcept {
  if (length == 0) return 0;
  const int type = bytes[0] & 3;
  if (type >= 2) return read_coded_literals(bytes, length);
  const int format = (bytes[0] >> 2) & 3;
  const size_t header = format == 1 ? 2 : format == 3 ? 3 : 1;
  if (length < header) return 0;
  size_t count = bytes[0] >> 3;
  if (header == 2) count = load_le16(bytes) >> 4;
  if (header == 3) count = (load_le16(bytes) | size_t{bytes[2]} << 16) >> 4;
  const size_t stored = type == 0 ? count : 1;
  if (count > kMaxBlock || length - header < stored) return 0;
  if (type == 0) {
    std::memcpy(literals_.data(), bytes + header, count);
  } else {
    std::memset(literals_.data(), bytes[header], count);
  }
  literal_count_ = count;
  return header + stored;
}

size_t BlockDecoder::read_coded_literals(const uint8_t* bytes, size_t length) noexcept {
  const bool new_tree = (bytes[0] & 3) == 2;
  const int format = (bytes[0] >> 2) & 3;
  const size_t header = format < 2 ? 3 : static_cast<size_t>(format) + 2;
  if (length < header) return 0;
  uint64_t fields = 0;
  for (size_t i = 0; i < header; ++i) fields |= uint64_t{bytes[i]} << (8 * i);
  const int width = format < 2 ? 10 : format == 2 ? 14 : 18;
  const uint64_t mask = (uint64_t{1} << width) - 1;
  const size_t count = (fields >> 4) & mask;
  const size_t stored = (fields >> (4 + width)) & mask;
  if (count > kMaxBlock || length - header < stored) return 0;

  const uint8_t* at = bytes + header;
  size_t left = stored;
  if (new_tree) {
    const size_t tree = huffman_.read(at, left);
    if (tree == 0) return 0;
    at += tree;
    left -= tree;
  }
  if (!huffman_.usable()) return 0;
  literal_count_ = count;
  if (format == 0) return huffman_.decode(at, left, literals_.data(), count) ? header + stored : 0;

  // Four streams; the sizes of three are stated.
  if (left < 6) return 0;
  const size_t sizes[3] = {load_le16(at), load_le16(at + 2), load_le16(at + 4)};
  at += 6;
  left -= 6;
  const size_t each = (count + 3) / 4;
  if (each * 3 > count) return 0;
  for (size_t stream = 0; stream < 4; ++stream) {
    const size_t size = stream < 3 ? sizes[stream] : left;
    const size_t symbols = stream < 3 ? each : count - 3 * each;
    if (size > left || !huffman_.decode(at, size, literals_.data() + stream * each, symbols))
      return 0;
    at += size;
    left -= size;
  }
  return header + stored;
}

bool BlockDecoder::read_table(FseTable& table, int mode, const uint8_t*& at, const uint8_t* end,
                              int which) noexcept {
  const Kind& kind = kKinds[which];
  const auto left = static_cast<size_t>(end - at);
  switch (mode) {
    case 0:
      return table.build(kind.defaults, kind.default_accuracy);
    case 1:
      if (left == 0 || *at >= kind.symbols) return false;
      table.repeat(*at++);
      return true;
    case 2: {
      const size_t taken = table.read(at, left, kind.max_accuracy, kind.symbols);
      at += taken;
      return taken != 0;
    }
    default:
      return table.usable();
  }
}

// Offset values 1 to 3 stand for offsets used last, shifted by one where no literals come first.
uint32_t BlockDecoder::offset_of(uint32_t value, bool no_literals) noexcept {
  if (value > 3) {
    repeated_ = {value - 3, repeated_[0], repeated_[1]};
    return repeated_[0];
  }
  const uint32_t index = value - 1 + (no_literals ? 1 : 0);
  if (index == 0) return repeated_[0];
  const uint32_t offset = index == 3 ? repeated_[0] - 1 : repeated_[index];
  if (index != 1) repeated_[2] = repeated_[1];
  repeated_[1] = repeated_[0];
  repeated_[0] = offset;
  return offset;
}

size_t BlockDecoder::run_sequences(const uint8_t* bytes, size_t length, size_t count, uint8_t* to,
                                   size_t history) noexcept {
  BackwardBits bits(bytes, length);
  uint32_t literal_state = bits.read(codes_.literal_lengths.accuracy());
  uint32_t offset_state = bits.read(codes_.offsets.accuracy());
  uint32_t match_state = bits.read(codes_.match_lengths.accuracy());
  if (bits.left() < 0) return kCorrupt;
  size_t produced = 0;
  size_t literals_used = 0;
  for (size_t sequence = 0; sequence < count; ++sequence) {
    const uint8_t offset_code = codes_.offsets.symbol(offset_state);
    const Code match = kMatchLengths[codes_.match_lengths.symbol(match_state)];
    const Code literal = kLiteralLengths[codes_.literal_lengths.symbol(literal_state)];
    const uint32_t offset_value = (1u << offset_code) + bits.read(offset_code);
    const size_t match_length = match.base + bits.read(match.bits);
    const size_t literal_length = literal.base + bits.read(literal.bits);
    if (sequence + 1 < count) {
      literal_state = codes_.literal_lengths.next(literal_state, bits);
      match_state = codes_.match_lengths.next(match_state, bits);
      offset_state = codes_.offsets.next(offset_state, bits);
    }
    if (bits.left() < 0) return kCorrupt;
    const size_t offset = offset_of(offset_value, literal_length == 0);
    if (literal_length > literal_count_ - literals_used ||
        literal_length + match_length > kMaxBlock - produced || offset == 0 ||
        offset > history + produced + literal_length) {
      return kCorrupt;
    }
    std::memcpy(to + produced, literals_.data() + literals_used, literal_length);
    literals_used += literal_length;
    produced += literal_length;
    uint8_t* copy = to + produced;
    const uint8_t* from = copy - offset;
    if (offset >= match_length) {
      std::memcpy(copy, from, match_length);
    } else {
      for (size_t i = 0; i < match_length; ++i) copy[i] = from[i];
    }
    produced += match_length;
  }
  if (bits.left() != 0) return kCorrupt;
  const size_t rest = literal_count_ - literals_used;
  if (rest > kMaxBlock - produced) return kCorrupt;
  std::memcpy(to + produced, literals_.data() + literals_used, rest);
  return produced + rest;
}

size_t BlockDecoder::decode(const uint8_t* block, size_t length, uint8_t* to,
                            size_t history) noexcept {
  const size_t literals = read_literals(block, length);
  if (literals == 0 || literals == length) return kCorrupt;
  const uint8_t* at = block + literals;
  const uint8_t* const end = block + length;
  size_t count = *at++;
  if (count >= 128) {
    const ptrdiff_t more = count == 255 ? 2 : 1;
    if (end - at < more) return kCorrupt;
    count = count == 255 ? load_le16(at) + size_t{0x7f00} : ((count - 128) << 8) + at[0];
    at += more;
  }
  if (count == 0) {
    if (at != end) return kCorrupt;
    std::memcpy(to, literals_.data(), literal_count_);
    return literal_count_;
  }
  if (at == end) return kCorrupt;
  const int modes = *at++;
  if ((modes & 3) != 0 || !read_table(codes_.literal_lengths, modes >> 6, at, end, 0) ||
      !read_table(codes_.offsets, (modes >> 4) & 3, at, end, 1) ||
      !read_table(codes_.match_lengths, (modes >> 2) & 3, at, end, 2)) {
    return kCorrupt;
  }
  return run_sequences(at, static_cast<size_t>(end - at), count, to, history);
}

}  // namespace honeysift::zstd
