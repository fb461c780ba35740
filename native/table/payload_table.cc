#include "table/payload_table.h"

#include "packet/sha256.h"
#include "sources/phrase_render.h"

namespace honeysift {

namespace {

constexpr ColumnSpec kColumns[] = {
    {"payload_id", ColumnType::kText, false},  {"length", ColumnType::kBigint, false},
    {"payload", ColumnType::kBlob, false},     {"text", ColumnType::kText, false},
    {"text_cut", ColumnType::kBoolean, false}, {"packets", ColumnType::kBigint, false},
};

// Bytes of the rendering that are stored; the payload itself is always whole.
constexpr size_t kTextBound = 1024;

constexpr char kHex[] = "0123456789abcdef";

}  // namespace

std::span<const ColumnSpec> payload_columns() noexcept { return kColumns; }

uint32_t PayloadTable::add(std::span<const uint8_t> payload) {
  const uint32_t number = payloads_.intern(payload);
  if (number == packets_.size()) packets_.push_back(0);
  ++packets_[number];
  return number;
}

void PayloadTable::identify() {
  ids_.clear();
  ids_.reserve(size() * kIdLength);
  for (uint32_t number = 0; number < size(); ++number) {
    const auto payload = payloads_.view(number);
    Sha256 hash;
    hash.update(payload.data(), payload.size());
    const Sha256::Digest digest = hash.finish();
    for (size_t i = 0; i < kIdLength / 2; ++i) {
      ids_.push_back(kHex[digest[i] >> 4]);
      ids_.push_back(kHex[digest[i] & 15]);
    }
  }
}

void PayloadTable::write(ParquetFile& file, ChunkEncoder& encoder) const {
  const size_t count = size();
  if (count == 0) return;
  std::vector<int64_t> lengths(count);
  std::vector<uint8_t> cut(count);
  Bytes texts;
  std::vector<size_t> ends(count);
  for (uint32_t number = 0; number < count; ++number) {
    const auto payload = payloads_.view(number);
    lengths[number] = static_cast<int64_t>(payload.size());
    cut[number] = render_text(payload, texts, kTextBound) < payload.size() ? 1 : 0;
    ends[number] = texts.size();
  }
  const auto text_of = [&](size_t i) {
    const size_t begin = i == 0 ? 0 : ends[i - 1];
    return std::span<const uint8_t>(texts.data() + begin, ends[i] - begin);
  };
  const auto id_of = [&](size_t i) {
    return std::span<const uint8_t>(reinterpret_cast<const uint8_t*>(ids_.data()) + i * kIdLength,
                                    kIdLength);
  };
  const auto payload_of = [&](size_t i) { return payloads_.view(static_cast<uint32_t>(i)); };
  file.add_chunk(encoder.byte_arrays(count, id_of));
  file.add_chunk(encoder.integers(lengths, nullptr, ColumnType::kBigint));
  file.add_chunk(encoder.byte_arrays(count, payload_of));
  file.add_chunk(encoder.byte_arrays(count, text_of));
  file.add_chunk(encoder.booleans(cut));
  file.add_chunk(encoder.integers(packets_, nullptr, ColumnType::kBigint));
}

void PayloadTable::clear() {
  payloads_ = BlobStore();
  packets_.clear();
  ids_.clear();
}

}  // namespace honeysift
