#include "fingerprint/row_index.h"

#include <algorithm>
#include <tuple>

namespace honeysift {

int64_t RowIndex::find(const Address& address, uint16_t group, int32_t day) {
  const Key key{day, address, group};
  const size_t row = seek(key);
  if (row < rows_.first_day.size() && holds(row, key)) {
    last_ = row;
    return static_cast<int64_t>(row);
  }
  if (!stays_) stays_.emplace(rows_);
  return stays_->find(address, group, day);
}

bool RowIndex::lies_before(size_t row, const Key& key) const noexcept {
  if (rows_.first_day[row] != key.day) return rows_.first_day[row] < key.day;
  const Address address = load_address(rows_.addresses.data() + 16 * row);
  const auto order_of = [](const Address& some, uint16_t group) {
    return std::tuple(ascending(some.high), ascending(some.low), group);
  };
  return order_of(address, rows_.group[row]) < order_of(key.address, key.group);
}

bool RowIndex::holds(size_t row, const Key& key) const noexcept {
  return load_address(rows_.addresses.data() + 16 * row) == key.address &&
         rows_.group[row] == key.group && rows_.first_day[row] <= key.day &&
         key.day <= rows_.last_day[row];
}

// The first row that does not lie before the key, if the rows are in order.
size_t RowIndex::seek(const Key& key) const noexcept {
  const size_t rows = rows_.first_day.size();
  size_t begin = 0;
  size_t end = last_;
  if (last_ < rows && lies_before(last_, key)) {
    size_t step = 1;
    while (last_ + step < rows && lies_before(last_ + step, key)) step *= 2;
    begin = last_ + step / 2 + 1;
    end = std::min(last_ + step, rows);
  } else if (last_ < rows && holds(last_, key)) {
    return last_;
  }
  while (begin < end) {
    const size_t middle = begin + (end - begin) / 2;
    if (lies_before(middle, key)) {
      begin = middle + 1;
    } else {
      end = middle;
    }
  }
  return begin;
}

}  // namespace honeysift
