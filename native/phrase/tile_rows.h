// Distances of a tile, row by row, sharing work between the pairs of a row.
#pragma once

#include <cstdint>
#include <vector>

#include "phrase/phrase_costs.h"
#include "phrase/phrase_space.h"
#include "phrase/space_distance.h"
#include "phrase/template_pairs.h"
#include "phrase/varying_places.h"
#include "phrase/word_lanes.h"

namespace honeysift::phrase {

// Phrases of one tool agree but for a few places. There, the distance of a pair is that of its
// words place by place, unless two of its words would rather marry across places; and the words of
// a whole column of phrases are compared with the word of the row at once, one to a SIMD lane.
//
// Let M be the cost of a marriage, p and q two places where a pair differs, g = |p - q| *
// c_position.
// - stable: marrying everything in place is THE stable marriage unless some p, q prefer each other
// to their own places.
//   M(p,q) >= g, so only pairs with g <= min(M(p,p), M(q,q)) have to be looked at.
// - assignment: if M(p,q) >= (M(p,p) + M(q,q)) / 2 for all p, q, then marrying everything in place
// is cheapest, since
//   the sum of M(p, s(p)) over any permutation s is then at least the sum of M(p,p).
// Pairs that fail the test are computed one by one. Tiles with too many varying places are tried as
// template pairs; those, and the options this does not cover (`module`, c_exact, no positional
// cost), are computed one by one otherwise.
class TileRows {
 public:
  // Throws std::bad_alloc.
  TileRows(const PhraseSpace& space, const Options& options, const TileBounds& tile,
           CancelFlag cancel);

  // out[j - col_start] = D(i, j) for j in [from, col_end); what stands before is undefined. Throws
  // std::bad_alloc.
  Status row(size_t i, size_t from, double* out);

  Status between(size_t i, size_t j, double& result) { return pairs_.between(i, j, result); }

 private:
  // A varying place: the words of the tile's columns there.
  struct Column {
    Place place;
    uint32_t longest;             // of any word there, rows' included
    WordLanes lanes;              // distinct words
    std::vector<uint32_t> slots;  // per column of the tile
  };
  // Distances of the words of some rows at one place to the words of one column.
  struct Edits {
    size_t row_column;  // whose words of the rows
    size_t column;
    std::vector<uint32_t> memory;
    std::vector<const uint32_t*> of_row;  // per row at hand: distance by slot
  };
  // Two places of one list that may be married across, p before q.
  struct Crossing {
    size_t p;
    size_t q;
    uint64_t gap;
    size_t edits_pq;  // in edits_
    size_t edits_qp;
  };

  void add_column(const Place& place);
  void add_crossings();
  bool may_cross(uint32_t longest_p, uint32_t longest_q, uint64_t gap) const noexcept;
  bool is_crossed(const Crossing& crossing, size_t row, size_t j) const noexcept;
  // Brings the rows from `row` on to hand.
  bool fetch_rows(size_t row);
  bool fetch(Edits& edits, size_t rows);

  PhraseSpace space_;
  Options options_;
  CancelFlag cancel_;
  SpaceDistance pairs_;
  TemplatePairs templates_;
  TileBounds tile_;
  bool is_shared_ = false;  // whether the tile is done place by place
  std::vector<Place> places_;
  std::vector<Column> columns_;
  std::vector<Edits> edits_;  // the first columns_.size() are those in place
  std::vector<Crossing> crossings_;
  size_t fetched_from_ = 0;
  size_t fetched_to_ = 0;
  std::vector<WordLanes::Text> texts_;
  std::vector<uint32_t> sums_;
  std::vector<uint32_t> local_of_;  // scratch: per word of the space
};

// out[(i - row_start) * columns + j - col_start] = D(i, j).
Status distance_tile(const PhraseSpace& space, const Options& options, const TileBounds& tile,
                     CancelFlag cancel, double* out) noexcept;

}  // namespace honeysift::phrase
