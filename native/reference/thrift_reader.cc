#include "reference/thrift_reader.h"

#include <stdexcept>

namespace honeysift::reference {

void demand(bool holds, const char* what) {
  if (!holds) throw std::runtime_error(what);
}

const ThriftValue& ThriftValue::at(int field) const {
  const auto found = fields.find(field);
  demand(found != fields.end(), "a field is missing");
  return found->second;
}

ByteReader::ByteReader(std::span<const uint8_t> bytes, size_t at) : bytes_(bytes), at_(at) {
  demand(at <= bytes.size(), "begins beyond the end");
}

std::span<const uint8_t> ByteReader::take(size_t count) {
  demand(count <= bytes_.size() - at_, "ends too early");
  at_ += count;
  return bytes_.subspan(at_ - count, count);
}

uint64_t ByteReader::little_endian(unsigned width) {
  uint64_t number = 0;
  for (unsigned i = 0; i < width; ++i) number |= uint64_t{byte()} << (8 * i);
  return number;
}

uint64_t ByteReader::varint() {
  uint64_t number = 0;
  for (unsigned shift = 0; shift < 70; shift += 7) {
    const uint8_t part = byte();
    if (shift < 64) number |= uint64_t{part & 127u} << shift;
    if (part < 128) return number;
  }
  throw std::runtime_error("a number that does not end");
}

int64_t ByteReader::zigzag() {
  const uint64_t number = varint();
  return static_cast<int64_t>(number >> 1 ^ (0 - (number & 1)));
}

std::vector<uint64_t> ByteReader::packed(size_t count, unsigned width) {
  const std::span<const uint8_t> bytes = take((count * width + 7) / 8);
  std::vector<uint64_t> numbers(count, 0);
  for (size_t bit = 0; bit < count * width; ++bit) {
    numbers[bit / width] |= uint64_t{bytes[bit / 8] >> bit % 8 & 1u} << bit % width;
  }
  return numbers;
}

ThriftValue ByteReader::thrift() {
  constexpr int kStruct = 12;
  return value(kStruct);
}

ThriftValue ByteReader::value(int type) {
  ThriftValue out;
  switch (type) {
    case 1:
    case 2:
      out.number = type == 1 ? 1 : 0;
      return out;
    case 3:
      out.number = byte();
      return out;
    case 4:
    case 5:
    case 6:
      out.number = zigzag();
      return out;
    case 8: {
      const std::span<const uint8_t> bytes = take(varint());
      out.bytes.assign(bytes.begin(), bytes.end());
      return out;
    }
    case 9: {
      const uint8_t head = byte();
      const uint64_t count = head >> 4 == 15 ? varint() : head >> 4;
      for (uint64_t i = 0; i < count; ++i) out.elements.push_back(value(head & 15));
      return out;
    }
    case 12: {
      int field = 0;
      for (uint8_t head = byte(); head != 0; head = byte()) {
        field = head >> 4 == 0 ? static_cast<int>(zigzag()) : field + (head >> 4);
        demand(!out.has(field), "a field stands twice");
        out.fields[field] = value(head & 15);
      }
      return out;
    }
    default:
      throw std::runtime_error("an unknown type");
  }
}

}  // namespace honeysift::reference
