#include "packet/packet_row.h"

#include <type_traits>

namespace honeysift {

namespace {

// The two kinds of field that a row has: one number, or bytes.
template <typename T>
void copy_field(T* to, const T& from, size_t row) noexcept {
  to[row] = from;
}
template <typename T, size_t kWidth>
void copy_field(T* to, const T (&from)[kWidth], size_t row) noexcept {
  std::memcpy(to + kWidth * row, from, sizeof from);
}
template <typename T>
void fetch_field(T& to, const T* from, size_t row) noexcept {
  to = from[row];
}
template <typename T, size_t kWidth>
void fetch_field(T (&to)[kWidth], const T* from, size_t row) noexcept {
  std::memcpy(to, from + kWidth * row, sizeof to);
}

}  // namespace

// Column by column, so that each is written in one go.
void store_rows(std::span<const PacketRow> rows, PacketColumns& columns, size_t at) noexcept {
#define X(type, name, width, js)                                                       \
  {                                                                                    \
    type* const column = columns.name; /* NOLINT(bugprone-macro-parentheses) */        \
    for (size_t i = 0; i < rows.size(); ++i) copy_field(column, rows[i].name, at + i); \
  }
  HONEYSIFT_PACKET_COLUMNS(X)
#undef X
}

void load_rows(const PacketColumns& columns, size_t at, std::span<PacketRow> rows) noexcept {
#define X(type, name, width, js)                                                        \
  {                                                                                     \
    const type* const column = columns.name;                                            \
    for (size_t i = 0; i < rows.size(); ++i) fetch_field(rows[i].name, column, at + i); \
  }
  HONEYSIFT_PACKET_COLUMNS(X)
#undef X
}

}  // namespace honeysift
