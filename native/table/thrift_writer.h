// Writes structures in Thrift's compact protocol, which Parquet uses for its headers and footer.
// https://github.com/apache/thrift/blob/master/doc/specs/thrift-compact-protocol.md
#pragma once

#include <cstdint>
#include <string_view>

#include "table/encodings.h"

namespace honeysift {

class ThriftWriter {
 public:
  enum class Type : uint8_t { kTrue = 1, kFalse, kByte, kI16, kI32, kI64, kDouble, kBinary, kList };
  static constexpr auto kStruct = static_cast<Type>(12);

  explicit ThriftWriter(Bytes& out) : out_(out) {}

  // Fields of a structure must come in ascending order.
  void i32(int field, int32_t value) { number(field, Type::kI32, value); }
  void i64(int field, int64_t value) { number(field, Type::kI64, value); }
  void boolean(int field, bool value) { head(field, value ? Type::kTrue : Type::kFalse); }
  void binary(int field, std::string_view text) {
    head(field, Type::kBinary);
    bare_binary(text);
  }

  // Begins a structure in a field; end() ends it.
  void begin(int field) {
    head(field, kStruct);
    begin_element();
  }
  void begin_element() { open_[depth_++] = 0; }  // of a list, or the outermost
  void end() {
    out_.push_back(0);
    --depth_;
  }

  void list(int field, Type element, size_t count) {
    head(field, Type::kList);
    if (count < 15) {
      out_.push_back(static_cast<uint8_t>(count << 4 | static_cast<uint8_t>(element)));
    } else {
      out_.push_back(static_cast<uint8_t>(0xf0 | static_cast<uint8_t>(element)));
      append_varint(out_, count);
    }
  }
  void bare_i32(int32_t value) { append_varint(out_, zigzag(value)); }
  void bare_binary(std::string_view text) {
    append_varint(out_, text.size());
    out_.insert(out_.end(), text.begin(), text.end());
  }

 private:
  static constexpr int kDepth = 12;  // of FileMetaData: 6

  void head(int field, Type type) {
    int& last = open_[depth_ - 1];
    // Every structure of Parquet has fewer than 16 fields between two that are written.
    out_.push_back(static_cast<uint8_t>((field - last) << 4 | static_cast<int>(type)));
    last = field;
  }
  void number(int field, Type type, int64_t value) {
    head(field, type);
    append_varint(out_, zigzag(value));
  }

  Bytes& out_;
  int open_[kDepth] = {};
  int depth_ = 0;
};

}  // namespace honeysift
