#include "reference/parquet_reader.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <string_view>

#include "reference/thrift_reader.h"
#include "table/bloom_filter.h"

namespace honeysift::reference {
namespace {

using Cells = std::vector<std::optional<std::string>>;
using Values = std::vector<std::string>;

enum Physical { kBoolean = 0, kInt32 = 1, kInt64 = 2, kByteArray = 6 };
enum PageEncoding { kPlain = 0, kRle = 3, kDelta = 5, kDictionary = 8 };

std::string decimal(uint64_t bits, int type) {
  return std::to_string(type == kInt32 ? static_cast<int32_t>(static_cast<uint32_t>(bits))
                                       : static_cast<int64_t>(bits));
}

Values read_plain(ByteReader& reader, size_t count, int type) {
  Values values;
  if (type == kBoolean) {
    for (const uint64_t bit : reader.packed(count, 1)) values.push_back(bit != 0 ? "1" : "0");
    return values;
  }
  while (values.size() < count) {
    if (type == kByteArray) {
      const std::span<const uint8_t> bytes = reader.take(reader.little_endian(4));
      values.emplace_back(bytes.begin(), bytes.end());
    } else {
      values.push_back(decimal(reader.little_endian(type == kInt32 ? 4 : 8), type));
    }
  }
  return values;
}

// The hybrid of runs and packed numbers; packed ones come in eights, so that some are too many.
std::vector<uint64_t> read_hybrid(ByteReader& reader, size_t count, unsigned width) {
  std::vector<uint64_t> numbers;
  while (numbers.size() < count) {
    const uint64_t head = reader.varint();
    demand(head >> 1 > 0 && head >> 1 <= count, "a run of a length that cannot be");
    if ((head & 1) != 0) {
      const std::vector<uint64_t> some = reader.packed((head >> 1) * 8, width);
      numbers.insert(numbers.end(), some.begin(), some.end());
    } else {
      numbers.insert(numbers.end(), head >> 1, reader.little_endian((width + 7) / 8));
    }
  }
  demand(numbers.size() < count + 8, "more numbers than rows");
  numbers.resize(count);
  return numbers;
}

Values read_delta(ByteReader& reader, size_t count, int type) {
  const uint64_t block = reader.varint();
  const uint64_t minis = reader.varint();
  demand(block % 128 == 0 && minis > 0 && block / minis % 32 == 0, "blocks of an odd size");
  demand(reader.varint() == count, "another number of deltas");
  Values values;
  auto value = static_cast<uint64_t>(reader.zigzag());
  if (count > 0) values.push_back(decimal(value, type));
  while (values.size() < count) {
    const auto least = static_cast<uint64_t>(reader.zigzag());
    const std::span<const uint8_t> widths = reader.take(minis);
    for (size_t i = 0; i < minis && values.size() < count; ++i) {
      demand(widths[i] <= 64, "numbers of too many bits");
      for (const uint64_t delta : reader.packed(block / minis, widths[i])) {
        if (values.size() == count) break;
        value += least + delta;
        values.push_back(decimal(value, type));
      }
    }
  }
  return values;
}

struct Page {
  ThriftValue head;
  ByteReader body;
};

Page read_page(ByteReader& reader) {
  ThriftValue head = reader.thrift();
  demand(head.number_at(2) == head.number_at(3) && head.number_at(2) >= 0, "a compressed page");
  const auto body = reader.take(static_cast<size_t>(head.number_at(2)));
  return {std::move(head), ByteReader(body)};
}

Values read_values(Page& page, size_t count, int type, const Values& dictionary) {
  const int64_t encoding = page.head.at(5).number_at(2);
  Values values;
  if (encoding == kPlain) {
    values = read_plain(page.body, count, type);
  } else if (encoding == kDelta) {
    values = read_delta(page.body, count, type);
  } else {
    demand(encoding == kDictionary, "an encoding that is not used");
    const unsigned width = page.body.byte();
    demand(width >= 1 && width <= 32, "indexes of an odd width");
    for (const uint64_t index : read_hybrid(page.body, count, width)) {
      demand(index < dictionary.size(), "an index beyond the dictionary");
      values.push_back(dictionary[index]);
    }
  }
  demand(page.body.at_end(), "more in a page than its values");
  return values;
}

bool is_less(const std::string& a, const std::string& b, int type) {
  return type == kByteArray ? a < b : std::stoll(a) < std::stoll(b);
}

void check_statistics(const ThriftValue& statistics, const Cells& cells, int type) {
  Values values;
  for (const auto& cell : cells) {
    if (cell) values.push_back(*cell);
  }
  demand(statistics.number_at(3) == static_cast<int64_t>(cells.size() - values.size()),
         "another number of nulls");
  demand(statistics.has(5) == statistics.has(6), "half a range");
  if (!statistics.has(5)) return;
  demand(!values.empty(), "a range of no values");
  const auto stored = [&](int field) {
    const std::string& bytes = statistics.at(field).bytes;
    if (type == kByteArray) return bytes;
    ByteReader reader({reinterpret_cast<const uint8_t*>(bytes.data()), bytes.size()});
    return type == kBoolean ? std::to_string(reader.byte()) : read_plain(reader, 1, type)[0];
  };
  const auto less = [&](const std::string& a, const std::string& b) { return is_less(a, b, type); };
  const auto [least, most] = std::minmax_element(values.begin(), values.end(), less);
  demand(stored(6) == *least && stored(5) == *most, "another range");
}

// https://parquet.apache.org/docs/file-format/bloomfilter/
void check_bloom(std::span<const uint8_t> file, const ThriftValue& facts, const Cells& cells) {
  constexpr std::array<uint32_t, 8> kSalt{0x47b6137b, 0x44974d91, 0x8824ad5b, 0xa2b7289d,
                                          0x705495c7, 0x2df1424b, 0x9efc4947, 0x5c6bfb31};
  ByteReader reader(file, static_cast<size_t>(facts.number_at(14)));
  const ThriftValue head = reader.thrift();
  const auto bits = reader.take(static_cast<size_t>(head.number_at(1)));
  demand(static_cast<int64_t>(reader.at()) == facts.number_at(14) + facts.number_at(15),
         "a filter of another size");
  for (const int choice : {2, 3, 4}) demand(head.at(choice).has(1), "another kind of filter");
  const uint64_t blocks = bits.size() / 32;
  demand(blocks > 0 && bits.size() % 32 == 0, "a filter of broken blocks");
  for (const auto& cell : cells) {
    if (!cell) continue;
    const uint64_t hash = xxh64(*cell);
    ByteReader block(bits.subspan(static_cast<size_t>((hash >> 32) * blocks >> 32) * 32, 32));
    for (const uint32_t salt : kSalt) {
      const uint32_t bit = static_cast<uint32_t>(hash) * salt >> 27;
      demand((block.little_endian(4) >> bit & 1) != 0, "a value that the filter denies");
    }
  }
}

Cells read_chunk(std::span<const uint8_t> file, const ThriftValue& chunk,
                 const ParquetColumn& column, bool nullable) {
  const ThriftValue& facts = chunk.at(3);
  demand(facts.number_at(1) == column.type && facts.at(3).elements.at(0).bytes == column.name,
         "a chunk of another column");
  demand(facts.number_at(4) == 0, "a compressed chunk");
  const bool has_dictionary = facts.has(11);
  const auto begin = static_cast<size_t>(facts.number_at(has_dictionary ? 11 : 9));
  demand(chunk.number_at(2) == static_cast<int64_t>(begin), "a chunk that begins elsewhere");
  ByteReader reader(file, begin);
  Values dictionary;
  if (has_dictionary) {
    Page page = read_page(reader);
    demand(page.head.number_at(1) == 2 && page.head.at(7).number_at(2) == kPlain, "no dictionary");
    const auto count = static_cast<size_t>(page.head.at(7).number_at(1));
    dictionary = read_plain(page.body, count, column.type);
    demand(page.body.at_end(), "more in a dictionary than its values");
  }
  demand(facts.number_at(9) == static_cast<int64_t>(reader.at()), "data that begin elsewhere");
  Page page = read_page(reader);
  demand(page.head.number_at(1) == 0, "no page of data");
  demand(facts.number_at(6) == static_cast<int64_t>(reader.at() - begin) &&
             facts.number_at(7) == facts.number_at(6),
         "a chunk of another size");
  const auto rows = static_cast<size_t>(facts.number_at(5));
  demand(page.head.at(5).number_at(1) == facts.number_at(5), "a page of other rows");
  std::vector<uint64_t> valid(rows, 1);
  if (nullable) {
    ByteReader levels(page.body.take(page.body.little_endian(4)));
    valid = read_hybrid(levels, rows, 1);
    demand(levels.at_end(), "more levels than rows");
  }
  const auto count = static_cast<size_t>(std::count(valid.begin(), valid.end(), 1u));
  const Values values = read_values(page, count, column.type, dictionary);
  Cells cells;
  auto next = values.begin();
  for (const uint64_t has : valid)
    cells.push_back(has != 0 ? std::optional(*next++) : std::nullopt);
  check_statistics(facts.at(12), cells, column.type);
  if (facts.has(14)) check_bloom(file, facts, cells);
  return cells;
}

}  // namespace

std::vector<ParquetColumn> read_parquet(std::span<const uint8_t> file) {
  constexpr size_t kTail = 8;
  const std::string_view text(reinterpret_cast<const char*>(file.data()), file.size());
  demand(text.size() >= 12 && text.starts_with("PAR1") && text.ends_with("PAR1"), "not Parquet");
  const uint64_t length = ByteReader(file, file.size() - kTail).little_endian(4);
  demand(length <= file.size() - 4 - kTail, "a footer beyond the beginning");
  ByteReader reader(file.first(file.size() - kTail), file.size() - kTail - length);
  const ThriftValue footer = reader.thrift();
  demand(reader.at_end(), "more behind the footer");

  const std::vector<ThriftValue>& schema = footer.at(2).elements;
  demand(!schema.empty() && schema[0].number_at(5) == static_cast<int64_t>(schema.size()) - 1,
         "another number of columns");
  demand(footer.at(7).elements.size() == schema.size() - 1, "another number of orders");
  std::vector<ParquetColumn> columns;
  for (size_t i = 1; i < schema.size(); ++i) {
    columns.push_back({schema[i].at(4).bytes, static_cast<int>(schema[i].number_at(1)), {}});
  }
  int64_t rows = 0;
  for (const ThriftValue& group : footer.at(4).elements) {
    const std::vector<ThriftValue>& chunks = group.at(1).elements;
    demand(chunks.size() == columns.size(), "another number of chunks");
    int64_t bytes = 0;
    for (size_t i = 0; i < chunks.size(); ++i) {
      const bool nullable = schema[i + 1].number_at(3) == 1;
      Cells cells = read_chunk(file, chunks[i], columns[i], nullable);
      demand(static_cast<int64_t>(cells.size()) == group.number_at(3), "a chunk of other rows");
      columns[i].cells.insert(columns[i].cells.end(), cells.begin(), cells.end());
      bytes += chunks[i].at(3).number_at(7);
    }
    demand(group.number_at(2) == bytes, "a row group of another size");
    rows += group.number_at(3);
  }
  demand(footer.number_at(3) == rows, "another number of rows");
  return columns;
}

}  // namespace honeysift::reference
