// Thrift's compact protocol, read by the book into a tree. For tests only.
// https://github.com/apache/thrift/blob/master/doc/specs/thrift-compact-protocol.md
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <vector>

namespace honeysift::reference {

struct ThriftValue {
  int64_t number = 0;  // of booleans too
  std::string bytes;
  std::vector<ThriftValue> elements;
  std::map<int, ThriftValue> fields;

  bool has(int field) const { return fields.contains(field); }
  // Throws std::runtime_error where the field is missing.
  const ThriftValue& at(int field) const;
  int64_t number_at(int field) const { return at(field).number; }
};

// Bytes read from left to right. Throws std::runtime_error beyond their end.
class ByteReader {
 public:
  explicit ByteReader(std::span<const uint8_t> bytes, size_t at = 0);

  size_t at() const { return at_; }
  bool at_end() const { return at_ == bytes_.size(); }
  uint8_t byte() { return take(1)[0]; }
  std::span<const uint8_t> take(size_t count);
  uint64_t little_endian(unsigned width);
  uint64_t varint();
  int64_t zigzag();
  // Numbers of `width` bits each, the lowest bit first; ends at a whole byte.
  std::vector<uint64_t> packed(size_t count, unsigned width);
  ThriftValue thrift();

 private:
  ThriftValue value(int type);

  std::span<const uint8_t> bytes_;
  size_t at_;
};

// Throws std::runtime_error unless `holds`.
void demand(bool holds, const char* what);

}  // namespace honeysift::reference
