// The options of a phrase distance, and a distance before its costs are applied.
#pragma once

#include <cstddef>
#include <cstdint>
#include <numeric>

namespace honeysift::phrase {

// Values are shared with src/native/phrase-matcher.ts.
enum class Matching : uint32_t { kStable = 0, kAssignment = 1, kModule = 2 };
enum class Mode : uint32_t { kBoth = 0, kSet = 1, kComplementary = 2 };

struct Options {
  Matching matching = Matching::kStable;
  Mode mode = Mode::kBoth;
  double string_cost = 1;
  double position_cost = 1;
  double exact_cost = 0;
};

// Sums over married pairs, as whole numbers: they do not depend on the order of adding, so neither
// does the distance.
struct Tally {
  uint64_t edits = 0;       // Levenshtein distances of married words
  uint64_t moves = 0;       // |i - j| of married words
  uint64_t mismatches = 0;  // |shorter length - words of A found in B|

  void add(const Tally& other) noexcept {
    edits += other.edits;
    moves += other.moves;
    mismatches += other.mismatches;
  }
};

// A marriage, by positions.
struct Couple {
  uint32_t i;
  uint32_t j;
  uint32_t edits;
};

// No fused multiply-add here (-ffp-contract=off): ties between marriages are decided on these very
// doubles.
inline double marriage_cost(const Options& options, uint64_t edits, uint64_t moves) noexcept {
  const double string_part = static_cast<double>(edits) * options.string_cost;
  const double position_part = static_cast<double>(moves) * options.position_cost;
  return string_part + position_part;
}

// Costs as whole multiples of one unit, so that sums of them are exact in doubles too.
struct UnitCosts {
  size_t edit = 0;
  size_t move = 0;
};

// Both 0 unless both costs are multiples of 1/64 from 1/64 to 1,024.
inline UnitCosts unit_costs(const Options& options) noexcept {
  constexpr double kUnitsPerOne = 64;
  constexpr double kDearest = 1024 * kUnitsPerOne;
  const auto units_of = [](double cost) -> size_t {
    const double scaled = cost * kUnitsPerOne;
    if (!(scaled >= 1 && scaled <= kDearest)) return 0;
    const size_t units = static_cast<size_t>(scaled);
    return static_cast<double>(units) == scaled ? units : 0;
  };
  const size_t edit = units_of(options.string_cost);
  const size_t move = units_of(options.position_cost);
  if (edit == 0 || move == 0) return {};
  const size_t common = std::gcd(edit, move);
  return {edit / common, move / common};
}

inline double distance(const Options& options, const Tally& tally) noexcept {
  return marriage_cost(options, tally.edits, tally.moves) +
         static_cast<double>(tally.mismatches) * options.exact_cost;
}

// Whether D(a, b) may differ from D(b, a).
inline bool is_asymmetric(const Options& options) noexcept {
  return options.matching == Matching::kModule || options.exact_cost != 0;
}

}  // namespace honeysift::phrase
