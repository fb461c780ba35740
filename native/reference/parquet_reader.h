// Parquet files as the tables write them, read by the book: uncompressed, one data page a chunk,
// flat columns. For tests only. https://parquet.apache.org/docs/file-format/
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace honeysift::reference {

struct ParquetColumn {
  std::string name;
  int type;                                       // physical: 0 boolean, 1 and 2 integers, 6 bytes
  std::vector<std::optional<std::string>> cells;  // numbers in decimal; nothing for null
};

// All rows. What else the file says of them is checked: counts, sizes, nulls, least and greatest
// values, Bloom filters. Throws std::runtime_error where it is not true, or the bytes are no such
// file.
std::vector<ParquetColumn> read_parquet(std::span<const uint8_t> file);

}  // namespace honeysift::reference
