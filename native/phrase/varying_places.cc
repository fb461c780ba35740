#include "phrase/varying_places.h"

#include <algorithm>

namespace honeysift::phrase {
namespace {

template <typename ListOf>
bool add_places(bool in_set, const ListOf& list_of, const TileBounds& tile, size_t most,
                std::vector<Place>& places) {
  const WordList first = list_of(tile.row_start);
  std::vector<uint8_t> varies(first.size, 0);
  const auto compare = [&](size_t phrase) {
    const WordList list = list_of(phrase);
    if (list.size > varies.size()) varies.resize(list.size, 0);
    const size_t all = std::max(list.size, first.size);
    for (size_t i = 0; i < all; ++i) varies[i] |= list.at(i) != first.at(i) ? 1 : 0;
  };
  for (size_t i = tile.row_start; i < tile.row_end; ++i) compare(i);
  for (size_t j = tile.col_start; j < tile.col_end; ++j) compare(j);
  for (size_t i = 0; i < varies.size(); ++i) {
    if (varies[i] == 0) continue;
    if (places.size() == most) return false;
    places.push_back({in_set, static_cast<uint32_t>(i)});
  }
  return true;
}

}  // namespace

bool find_varying_places(const PhraseSpace& space, Mode mode, const TileBounds& tile, size_t most,
                         std::vector<Place>& places) {
  places.clear();
  if (mode != Mode::kComplementary &&
      !add_places(
          true, [&](size_t k) { return space.set_list(k); }, tile, most, places)) {
    return false;
  }
  return mode == Mode::kSet ||
         add_places(
             false, [&](size_t k) { return space.complement_list(k); }, tile, most, places);
}

}  // namespace honeysift::phrase
