#include "table/parquet_file.h"

#include "table/thrift_writer.h"

namespace honeysift {

namespace {

using Type = ThriftWriter::Type;

constexpr std::string_view kMagic = "PAR1";
constexpr int kDataPage = 0;
constexpr int kDictionaryPage = 2;

// Physical types of the format.
int physical_type(ColumnType type) noexcept {
  switch (type) {
    case ColumnType::kBoolean:
      return 0;
    case ColumnType::kInteger:
    case ColumnType::kDate:
      return 1;
    case ColumnType::kBigint:
    case ColumnType::kTimestamp:
      return 2;
    case ColumnType::kText:
    case ColumnType::kBlob:
      return 6;
  }
  return 0;
}

void append(Bytes& out, const Bytes& bytes) { out.insert(out.end(), bytes.begin(), bytes.end()); }

void begin_page(ThriftWriter& thrift, int type, size_t size) {
  thrift.begin_element();
  thrift.i32(1, type);
  thrift.i32(2, static_cast<int32_t>(size));
  thrift.i32(3, static_cast<int32_t>(size));
}

}  // namespace

void Chunk::clear() {
  rows = nulls = dictionary_count = 0;
  levels.clear();
  data.clear();
  dictionary.clear();
  has_range = false;
  least.clear();
  most.clear();
  bloom.clear();
}

ParquetFile::ParquetFile(std::span<const ColumnSpec> columns)
    : columns_(columns), pending_(kMagic.begin(), kMagic.end()) {}

uint64_t ParquetFile::add_chunk(const Chunk& chunk) {
  if (chunks_.size() % columns_.size() == 0) rows_ += chunk.rows;
  ChunkFacts facts;
  facts.rows = chunk.rows;
  facts.nulls = chunk.nulls;
  facts.encoding = chunk.encoding;
  facts.has_range = chunk.has_range;
  facts.least = chunk.least;
  facts.most = chunk.most;
  const uint64_t begin = size();
  uint64_t values_at = 0;
  ThriftWriter thrift(pending_);
  if (chunk.dictionary_count > 0) {
    facts.dictionary_at = begin;
    begin_page(thrift, kDictionaryPage, chunk.dictionary.size());
    thrift.begin(7);
    thrift.i32(1, static_cast<int32_t>(chunk.dictionary_count));
    thrift.i32(2, static_cast<int32_t>(Encoding::kPlain));
    thrift.end();
    thrift.end();
    values_at = size();
    append(pending_, chunk.dictionary);
  }
  facts.data_at = size();
  const size_t levels = chunk.levels.empty() ? 0 : chunk.levels.size() + 4;
  begin_page(thrift, kDataPage, levels + chunk.data.size());
  thrift.begin(5);
  thrift.i32(1, static_cast<int32_t>(chunk.rows));
  thrift.i32(2, static_cast<int32_t>(chunk.encoding));
  thrift.i32(3, static_cast<int32_t>(Encoding::kRle));
  thrift.i32(4, static_cast<int32_t>(Encoding::kRle));
  thrift.end();
  thrift.end();
  if (chunk.dictionary_count == 0) values_at = size();
  if (levels > 0) append_byte_array(pending_, chunk.levels);
  append(pending_, chunk.data);
  facts.bytes = size() - begin;
  facts.bloom = chunk.bloom.bytes();
  chunks_.push_back(std::move(facts));
  if (chunks_.size() % columns_.size() == 0) write_blooms();
  return values_at;
}

// Those of a row group stand behind it.
void ParquetFile::write_blooms() {
  for (size_t i = chunks_.size() - columns_.size(); i < chunks_.size(); ++i) {
    ChunkFacts& facts = chunks_[i];
    if (facts.bloom.empty()) continue;
    facts.bloom_at = size();
    ThriftWriter thrift(pending_);
    thrift.begin_element();
    thrift.i32(1, static_cast<int32_t>(facts.bloom.size()));
    for (const int choice : {2, 3, 4}) {  // of algorithm, hash and compression, the only ones
      thrift.begin(choice);
      thrift.begin(1);
      thrift.end();
      thrift.end();
    }
    thrift.end();
    append(pending_, facts.bloom);
    facts.bloom_bytes = size() - facts.bloom_at;
    Bytes().swap(facts.bloom);
  }
}

void ParquetFile::set_range(size_t column, const std::string& value) {
  for (size_t at = column; at < chunks_.size(); at += columns_.size()) {
    chunks_[at].has_range = true;
    chunks_[at].least = chunks_[at].most = value;
  }
}

void ParquetFile::take() noexcept {
  taken_ += pending_.size();
  Bytes().swap(pending_);
}

void ParquetFile::finish() {
  const size_t begin = pending_.size();
  ThriftWriter thrift(pending_);
  thrift.begin_element();
  thrift.i32(1, 2);  // version
  write_schema(thrift);
  thrift.i64(3, static_cast<int64_t>(rows_));
  write_groups(thrift);
  thrift.binary(6, "honeysift");
  // Without an order of values, readers ignore least and greatest values.
  thrift.list(7, ThriftWriter::kStruct, columns_.size());
  for (size_t i = 0; i < columns_.size(); ++i) {
    thrift.begin_element();
    thrift.begin(1);
    thrift.end();
    thrift.end();
  }
  thrift.end();
  const auto length = static_cast<uint32_t>(pending_.size() - begin);
  for (unsigned i = 0; i < 4; ++i) pending_.push_back(static_cast<uint8_t>(length >> (8 * i)));
  pending_.insert(pending_.end(), kMagic.begin(), kMagic.end());
}

void ParquetFile::write_schema(ThriftWriter& thrift) const {
  thrift.list(2, ThriftWriter::kStruct, columns_.size() + 1);
  thrift.begin_element();
  thrift.binary(4, "schema");
  thrift.i32(5, static_cast<int32_t>(columns_.size()));
  thrift.end();
  for (const ColumnSpec& column : columns_) {
    thrift.begin_element();
    thrift.i32(1, physical_type(column.type));
    thrift.i32(3, column.nullable ? 1 : 0);
    thrift.binary(4, column.name);
    if (column.type == ColumnType::kText) {
      thrift.i32(6, 0);  // UTF8, for older readers
      thrift.begin(10);
      thrift.begin(1);  // STRING
      thrift.end();
      thrift.end();
    } else if (column.type == ColumnType::kDate) {
      thrift.i32(6, 6);  // DATE, for older readers
      thrift.begin(10);
      thrift.begin(6);  // DATE
      thrift.end();
      thrift.end();
    } else if (column.type == ColumnType::kTimestamp) {
      thrift.begin(10);
      thrift.begin(8);           // TIMESTAMP
      thrift.boolean(1, false);  // without time zone, as the other tables have it; it is UTC
      thrift.begin(2);
      thrift.begin(2);  // MICROS
      thrift.end();
      thrift.end();
      thrift.end();
      thrift.end();
    }
    thrift.end();
  }
}

void ParquetFile::write_groups(ThriftWriter& thrift) const {
  const size_t width = columns_.size();
  const size_t groups = chunks_.size() / width;
  thrift.list(4, ThriftWriter::kStruct, groups);
  for (size_t group = 0; group < groups; ++group) {
    const ChunkFacts* chunks = chunks_.data() + group * width;
    uint64_t bytes = 0;
    for (size_t i = 0; i < width; ++i) bytes += chunks[i].bytes;
    thrift.begin_element();
    thrift.list(1, ThriftWriter::kStruct, width);
    for (size_t i = 0; i < width; ++i) write_chunk(thrift, columns_[i], chunks[i]);
    thrift.i64(2, static_cast<int64_t>(bytes));
    thrift.i64(3, static_cast<int64_t>(chunks[0].rows));
    thrift.i64(6, static_cast<int64_t>(bytes));
    thrift.end();
  }
}

void ParquetFile::write_chunk(ThriftWriter& thrift, const ColumnSpec& column,
                              const ChunkFacts& facts) const {
  const bool has_dictionary = facts.dictionary_at > 0;
  thrift.begin_element();
  thrift.i64(2, static_cast<int64_t>(has_dictionary ? facts.dictionary_at : facts.data_at));
  thrift.begin(3);
  thrift.i32(1, physical_type(column.type));
  thrift.list(2, Type::kI32, has_dictionary ? 3 : 2);
  thrift.bare_i32(static_cast<int32_t>(facts.encoding));
  thrift.bare_i32(static_cast<int32_t>(Encoding::kRle));  // levels
  if (has_dictionary) thrift.bare_i32(static_cast<int32_t>(Encoding::kPlain));
  thrift.list(3, Type::kBinary, 1);
  thrift.bare_binary(column.name);
  thrift.i32(4, 0);  // not compressed
  thrift.i64(5, static_cast<int64_t>(facts.rows));
  thrift.i64(6, static_cast<int64_t>(facts.bytes));
  thrift.i64(7, static_cast<int64_t>(facts.bytes));
  thrift.i64(9, static_cast<int64_t>(facts.data_at));
  if (has_dictionary) thrift.i64(11, static_cast<int64_t>(facts.dictionary_at));
  thrift.begin(12);
  thrift.i64(3, static_cast<int64_t>(facts.nulls));
  if (facts.has_range) {
    thrift.binary(5, facts.most);
    thrift.binary(6, facts.least);
  }
  thrift.end();
  if (facts.bloom_at > 0) {
    thrift.i64(14, static_cast<int64_t>(facts.bloom_at));
    thrift.i32(15, static_cast<int32_t>(facts.bloom_bytes));
  }
  thrift.end();
  thrift.end();
}

}  // namespace honeysift
