// Where V8 holds the characters of a string, for functions that its optimised code enters directly
// and that may not ask it: they must not allocate.
//
// The layout is that of V8 11.3 to 13.6 on 64 bits without compressed pointers. fast_call.h tries
// it on strings of every make before anything is read this way.
#pragma once

#include <cstdint>
#include <cstring>
#include <span>

namespace honeysift::phrase {

// Characters U+0000..U+00FF as bytes, or UTF-16 units. Good until V8 may move objects: as long as
// nothing is allocated in its heap.
struct HeldString {
  const void* characters = nullptr;
  uint32_t length = 0;
  bool is_wide = false;

  std::span<const uint8_t> bytes() const noexcept {
    return {static_cast<const uint8_t*>(characters), length};
  }
  std::span<const char16_t> units() const noexcept {
    return {static_cast<const char16_t*>(characters), length};
  }
};

// The answer of functions over strings that they cannot read where they are.
constexpr int32_t kNotHeld = INT32_MIN;

// A value as V8 has it, which may be no object.
using TaggedPointer = const char*;

namespace held_string {

// Offsets in objects, bits of instance types.
constexpr uintptr_t kHeapObjectTag = 1;
constexpr uintptr_t kTagMask = 3;
constexpr size_t kInstanceType = 12;  // of a map
constexpr size_t kLength = 12;
constexpr size_t kCharacters = 16;
constexpr size_t kFirst = 16;   // of a joined string; the whole one, once it was written out
constexpr size_t kSecond = 24;  // of a joined string
constexpr size_t kParent = 16;  // of a part of another, or of a string that stands for another
constexpr size_t kOffset = 24;  // of a part
constexpr unsigned kNoString = 0xff80;
constexpr unsigned kOneByte = 8;
constexpr unsigned kRepresentation = 7;
enum Representation : unsigned { kFlat = 0, kJoined = 1, kPart = 3, kOtherName = 5 };

template <typename T>
T field(TaggedPointer object, size_t offset) noexcept {
  T value;
  std::memcpy(&value, object - kHeapObjectTag + offset, sizeof value);
  return value;
}

inline unsigned instance_type(TaggedPointer object) noexcept {
  return field<uint16_t>(field<TaggedPointer>(object, 0), kInstanceType);
}

inline HeldString characters_of(TaggedPointer flat, unsigned type, size_t start,
                                uint32_t length) noexcept {
  const bool is_wide = (type & kOneByte) == 0;
  return {flat - kHeapObjectTag + kCharacters + (is_wide ? 2 * start : start), length, is_wide};
}

inline bool is_object(TaggedPointer value) noexcept {
  return (reinterpret_cast<uintptr_t>(value) & kTagMask) == kHeapObjectTag;
}

}  // namespace held_string

// Of flat strings; false for all others.
inline bool find_flat(TaggedPointer value, HeldString& out) noexcept {
  using namespace held_string;
  if (!is_object(value)) return false;
  const unsigned type = instance_type(value);
  if ((type & (kNoString | kRepresentation)) != kFlat) return false;
  out = characters_of(value, type, 0, field<uint32_t>(value, kLength));
  return true;
}

// False for what is no string, lies outside of V8's heap or is joined and not yet written out.
inline bool find_characters(TaggedPointer value, HeldString& out) noexcept {
  using namespace held_string;
  if (!is_object(value)) return false;
  unsigned type = instance_type(value);
  if ((type & kNoString) != 0) return false;
  const uint32_t length = field<uint32_t>(value, kLength);
  size_t start = 0;
  while ((type & kRepresentation) != kFlat) {
    switch (type & kRepresentation) {
      case kJoined:
        if (field<uint32_t>(field<TaggedPointer>(value, kSecond), kLength) != 0) return false;
        value = field<TaggedPointer>(value, kFirst);
        break;
      case kPart:
        start += field<uint64_t>(value, kOffset) >> 32;
        value = field<TaggedPointer>(value, kParent);
        break;
      case kOtherName:
        value = field<TaggedPointer>(value, kParent);
        break;
      default:
        return false;
    }
    type = instance_type(value);
  }
  out = characters_of(value, type, start, length);
  return true;
}

}  // namespace honeysift::phrase
