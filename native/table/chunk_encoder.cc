#include "table/chunk_encoder.h"

namespace honeysift {

namespace {

std::string little_endian(int64_t value, unsigned width) {
  std::string text;
  for (unsigned i = 0; i < width; ++i)
    text.push_back(static_cast<char>(static_cast<uint64_t>(value) >> (8 * i)));
  return text;
}

// Some readers do not expect indexes of no bits.
unsigned index_width(size_t dictionary_count) noexcept {
  return std::max(1u, bit_width(dictionary_count - 1));
}

// Where a dictionary is that small beside its values, nothing else is tried.
bool dictionary_pays(size_t dictionary_count, size_t values) noexcept {
  return dictionary_count * 16 <= values;
}

}  // namespace

void Validity::set(std::vector<uint32_t>&& valid) {
  valid_ = std::move(valid);
  nulls_ = static_cast<size_t>(std::count(valid_.begin(), valid_.end(), 0u));
  levels_.clear();
  append_hybrid(levels_, valid_, 1);
}

void ChunkEncoder::begin(size_t values, const Validity* validity) {
  chunk_.clear();
  chunk_.rows = values;
  if (validity == nullptr) return;
  chunk_.rows = validity->rows();
  chunk_.nulls = validity->nulls();
  chunk_.levels = validity->levels();
}

const Chunk& ChunkEncoder::integers(std::span<const int64_t> values, const Validity* validity,
                                    ColumnType type, bool rising) {
  begin(values.size(), validity);
  const bool narrow = type == ColumnType::kInteger || type == ColumnType::kDate;
  const unsigned width = narrow ? 4 : 8;
  if (values.empty()) {
    chunk_.encoding = Encoding::kPlain;
    return chunk_;
  }
  const auto [least, most] = std::minmax_element(values.begin(), values.end());
  set_integer_range(*least, *most, width);
  const bool has_dictionary = !rising && number_integers(values, *least, *most);
  if (has_dictionary) {
    for (const uint32_t offset : used_) {
      const int64_t value = *least + offset;
      append_plain(chunk_.dictionary, {&value, 1}, width);
    }
    chunk_.dictionary_count = used_.size();
    end_dictionary();
    if (dictionary_pays(used_.size(), values.size())) return chunk_;
  }
  deltas_.clear();
  append_delta(deltas_, values);
  if (has_dictionary && chunk_.dictionary.size() + chunk_.data.size() <= deltas_.size())
    return chunk_;
  chunk_.dictionary_count = 0;
  chunk_.dictionary.clear();
  chunk_.encoding = Encoding::kDelta;
  chunk_.data.swap(deltas_);
  return chunk_;
}

void ChunkEncoder::set_integer_range(int64_t least, int64_t most, unsigned width) {
  chunk_.has_range = true;
  chunk_.least = little_endian(least, width);
  chunk_.most = little_endian(most, width);
}

// False when the values lie too far apart.
bool ChunkEncoder::number_integers(std::span<const int64_t> values, int64_t least, int64_t most) {
  if (static_cast<uint64_t>(most) - static_cast<uint64_t>(least) >= kDirectRange) return false;
  used_.clear();
  numbers_.resize(values.size());
  for (size_t i = 0; i < values.size(); ++i) {
    const auto offset = static_cast<uint32_t>(values[i] - least);
    uint32_t& place = places_[offset];
    if (place == 0) {
      used_.push_back(offset);
      place = static_cast<uint32_t>(used_.size());
    }
    numbers_[i] = place - 1;
  }
  for (const uint32_t offset : used_) places_[offset] = 0;
  return true;
}

void ChunkEncoder::number_codes(std::span<const uint32_t> codes, size_t code_count) {
  if (code_places_.size() < code_count) code_places_.resize(code_count, 0);
  used_.clear();
  numbers_.resize(codes.size());
  for (size_t i = 0; i < codes.size(); ++i) {
    uint32_t& place = code_places_[codes[i]];
    if (place == 0) {
      used_.push_back(codes[i]);
      place = static_cast<uint32_t>(used_.size());
    }
    numbers_[i] = place - 1;
  }
  for (const uint32_t code : used_) code_places_[code] = 0;
  chunk_.dictionary_count = used_.size();
}

void ChunkEncoder::add_dictionary_text(std::string_view text, bool first) {
  append_byte_array(chunk_.dictionary,
                    {reinterpret_cast<const uint8_t*>(text.data()), text.size()});
  if (first || text < std::string_view(chunk_.least)) chunk_.least = text;
  if (first || text > std::string_view(chunk_.most)) chunk_.most = text;
  if (!chunk_.bloom.empty()) chunk_.bloom.add(text);
  chunk_.has_range = true;
}

void ChunkEncoder::end_dictionary() {
  if (chunk_.dictionary_count == 0) {
    chunk_.encoding = Encoding::kPlain;
    return;
  }
  chunk_.encoding = Encoding::kDictionary;
  const unsigned width = index_width(chunk_.dictionary_count);
  chunk_.data.push_back(static_cast<uint8_t>(width));
  append_hybrid(chunk_.data, numbers_, width);
}

const Chunk& ChunkEncoder::booleans(std::span<const uint8_t> values) {
  begin(values.size(), nullptr);
  chunk_.encoding = Encoding::kPlain;
  append_bits(chunk_.data, values);
  const bool all = std::find(values.begin(), values.end(), 0) == values.end();
  const bool none = std::find(values.begin(), values.end(), 1) == values.end();
  chunk_.has_range = !values.empty();
  chunk_.least = std::string(1, all ? '\1' : '\0');
  chunk_.most = std::string(1, none ? '\0' : '\1');
  return chunk_;
}

}  // namespace honeysift
