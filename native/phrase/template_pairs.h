// Distances between phrases of two tools, where each tool's phrases agree but for a few places.
#pragma once

#include <cstdint>
#include <vector>

#include "phrase/phrase_costs.h"
#include "phrase/phrase_space.h"
#include "phrase/space_distance.h"
#include "phrase/varying_places.h"
#include "phrase/word_distances.h"
#include "phrase/word_lanes.h"

namespace honeysift::phrase {

// Who marries whom, and so the distance, depends on the words through their distances alone. Those
// between places that do not vary are the same for all pairs of a tile. What a row's varying words
// are apart from the columns' other words is its profile, and the other way round; rows share few
// profiles. What the varying words of both are apart from each other is computed in SIMD lanes. The
// three name a distance that was computed before, if it was: nothing is rounded, nothing assumed.
// Under `stable`, words that marry whatever the varying ones are stay out of the profiles: those of
// places that do not vary and that prefer each other to all others left, round by round.
class TemplatePairs {
 public:
  // False where that does not serve. Needs both costs above 0, c_exact = 0, not `module`; under
  // `assignment` rows before columns. Throws std::bad_alloc.
  bool prepare(const PhraseSpace& space, const Options& options, const TileBounds& tile,
               CancelFlag cancel);

  // As TileRows::row, distances not yet known from `pairs`. Sets serves() to false when too few are
  // known. Throws std::bad_alloc.
  Status row(size_t i, size_t from, SpaceDistance& pairs, double* out);

  bool serves() const noexcept { return serves_; }

 private:
  // Rows or columns.
  struct Side {
    size_t start;
    size_t end;
    std::vector<Place> varying;
    std::vector<uint32_t> words[2];   // distinct, at the other places; by Place::in_set
    std::vector<uint32_t> needed[2];  // those of them that do not marry each other for certain
    // Per phrase and varying place, distances to the other side's words of that kind; and their
    // least per place.
    std::vector<uint32_t> edits;
    std::vector<std::vector<uint32_t>> least;
    std::vector<uint64_t> profile;  // per phrase
    size_t profiles = 0;
  };
  // A varying place of the columns.
  struct Column {
    WordLanes lanes;
    std::vector<uint32_t> slots;  // per column
  };
  // A varying place of the rows and one of the columns, in lists of one kind.
  struct Meeting {
    Place of_rows;
    size_t column;
    unsigned shift;                // of the distance in a key
    std::vector<uint32_t> memory;  // distances of the words of some rows
  };
  struct Entry {
    uint64_t key = 0;  // + 1; 0: free
    double distance = 0;
  };

  bool find_varying(Side& side);
  void measure(Side& side, const Side& other, WordDistances& distances);
  void find_needed(bool in_set, WordDistances& distances);
  void add_profiles(Side& side, const Side& other);
  void add_columns();
  bool add_meetings();
  uint32_t longest_at(const Side& side, const Place& place) const;
  bool fetch_rows(size_t row);
  Entry& entry_of(uint64_t key) noexcept;
  void grow();

  PhraseSpace space_;
  Options options_;
  TileBounds tile_;
  CancelFlag cancel_ = nullptr;
  bool serves_ = false;
  Side rows_;
  Side columns_;
  std::vector<Column> lanes_;
  std::vector<Meeting> meetings_;
  size_t fetched_from_ = 0;
  size_t fetched_to_ = 0;
  std::vector<uint64_t> keys_;
  std::vector<WordLanes::Text> texts_;
  std::vector<Entry> entries_;
  unsigned entry_bits_ = 0;
  size_t known_ = 0;
  size_t asked_ = 0;
};

}  // namespace honeysift::phrase
