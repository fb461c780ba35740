// Values of one column of one row group -> a chunk: which encoding, dictionary, least and greatest.
// The choice depends on the values alone. May throw std::bad_alloc.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "table/encodings.h"
#include "table/parquet_file.h"

namespace honeysift {

// Which rows have a value; made once for the columns that share it.
class Validity {
 public:
  // `valid`: 0 or 1 a row.
  void set(std::vector<uint32_t>&& valid);
  bool has(size_t row) const noexcept { return nulls_ == 0 || valid_[row] != 0; }
  size_t rows() const noexcept { return valid_.size(); }
  size_t nulls() const noexcept { return nulls_; }
  const Bytes& levels() const noexcept { return levels_; }

 private:
  std::vector<uint32_t> valid_;
  size_t nulls_ = 0;
  Bytes levels_;
};

class ChunkEncoder {
 public:
  ChunkEncoder() : places_(kDirectRange, 0) {}

  // `values` are those of the valid rows. `rising`: deltas will do better than a dictionary.
  // Without `validity` the column is not nullable.
  const Chunk& integers(std::span<const int64_t> values, const Validity* validity, ColumnType type,
                        bool rising = false);

  const Chunk& booleans(std::span<const uint8_t> values);

  // `codes` of the valid rows, all below `code_count`; `text_of(code)` is the value.
  // `sought`: for columns in which readers look for one value.
  template <typename TextOf>
  const Chunk& texts(std::span<const uint32_t> codes, size_t code_count, const Validity* validity,
                     const TextOf& text_of, bool sought = false) {
    begin(codes.size(), validity);
    number_codes(codes, code_count);
    if (sought && !used_.empty()) chunk_.bloom.reset(used_.size());
    for (size_t i = 0; i < used_.size(); ++i) {
      const std::string_view text = text_of(used_[i]);
      add_dictionary_text(text, i == 0);
    }
    end_dictionary();
    return chunk_;
  }

  // Values stand for themselves, without a dictionary. `value_of(i)` is a span of bytes.
  template <typename ValueOf>
  const Chunk& byte_arrays(size_t count, const ValueOf& value_of) {
    begin(count, nullptr);
    chunk_.encoding = Encoding::kPlain;
    for (size_t i = 0; i < count; ++i) append_byte_array(chunk_.data, value_of(i));
    return chunk_;
  }

 private:
  // Values no further apart than this get their place in the dictionary from a table.
  static constexpr size_t kDirectRange = size_t{1} << 16;

  void begin(size_t values, const Validity* validity);
  void set_integer_range(int64_t least, int64_t most, unsigned width);
  bool number_integers(std::span<const int64_t> values, int64_t least, int64_t most);
  void number_codes(std::span<const uint32_t> codes, size_t code_count);
  void add_dictionary_text(std::string_view text, bool first);
  void end_dictionary();

  Chunk chunk_;
  std::vector<uint32_t> places_;  // value - least -> place + 1; 0 where not seen
  std::vector<uint32_t> code_places_;
  std::vector<uint32_t> used_;     // by place
  std::vector<uint32_t> numbers_;  // places of the values
  Bytes deltas_;
};

}  // namespace honeysift
