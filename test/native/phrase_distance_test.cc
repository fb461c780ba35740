// Every way to a phrase distance, through one wrapper, against the definition.
#include "reference/phrase_distance.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <random>
#include <string>
#include <vector>

#include "phrase/coherence_tile.h"
#include "phrase/phrase_space.h"
#include "phrase/placewise_marriage.h"
#include "phrase/space_distance.h"
#include "phrase/stable_matching.h"
#include "phrase/template_pairs.h"
#include "phrase/text_distance.h"
#include "phrase/tile_rows.h"

namespace {

using namespace honeysift::phrase;

int failures = 0;
int served_in_place = 0;
int served_by_templates = 0;

void expect(bool holds, const char* what) {
  if (holds) return;
  ++failures;
  std::printf("failed: %s\n", what);
}

std::vector<uint32_t> points_of(const std::string& text, uint32_t above) {
  std::vector<uint32_t> points;
  for (const char c : text) points.push_back(static_cast<uint8_t>(c) + above);
  return points;
}

std::span<const uint8_t> bytes_of(const std::string& text) {
  return {reinterpret_cast<const uint8_t*>(text.data()), text.size()};
}

// A space of these phrases, with the memory it lies over.
struct OwnedSpace {
  std::vector<double> offsets{0};
  std::vector<uint8_t> bytes, word_bytes;
  std::vector<uint32_t> ids, set_offsets, set_words, complement_offsets, complement_words,
      word_offsets;
  PhraseSpace space;

  OwnedSpace(const std::vector<std::string>& phrases, const std::string& set,
             const Options& options) {
    for (const std::string& phrase : phrases) {
      ids.push_back(static_cast<uint32_t>(ids.size()));
      bytes.insert(bytes.end(), phrase.begin(), phrase.end());
      offsets.push_back(static_cast<double>(bytes.size()));
    }
    const PhraseSource source{bytes.data(), offsets.data(), ids};
    std::vector<uint32_t> members = points_of(set, 0);
    std::sort(members.begin(), members.end());
    const bool drop_zero = options.matching == Matching::kModule;
    set_offsets.resize(ids.size() + 1);
    complement_offsets.resize(ids.size() + 1);
    expect(count_words(source, members, drop_zero,
                       {set_offsets.data(), nullptr, complement_offsets.data(), nullptr}) ==
               Status::kOk,
           "counts words");
    set_words.resize(set_offsets.back());
    complement_words.resize(complement_offsets.back());
    std::vector<double> starts(set_words.size() + complement_words.size() + 1);
    std::vector<uint32_t> lengths(starts.size());
    size_t distinct = 0;
    size_t size = 0;
    expect(intern_words(source, members, drop_zero,
                        {nullptr, set_words.data(), nullptr, complement_words.data()},
                        starts.data(), lengths.data(), distinct, size) == Status::kOk,
           "interns words");
    word_bytes.resize(size);
    word_offsets.resize(distinct + 1);
    copy_words(source, starts.data(), lengths.data(), distinct, word_bytes.data(),
               word_offsets.data());
    space.words.bytes = word_bytes.data();
    space.words.starts = word_offsets.data();
    space.words.ends = word_offsets.data() + 1;
    space.words.size = distinct;
    space.set_offsets = set_offsets.data();
    space.set_words = set_words.data();
    space.complement_offsets = complement_offsets.data();
    space.complement_words = complement_words.data();
    space.phrases = ids.size();
  }
};

double alone(const std::string& a, const std::string& b, const std::string& set,
             const Options& options, uint32_t above) {
  std::vector<uint32_t> members = points_of(set, above);
  std::sort(members.begin(), members.end());
  double result = -1;
  const Status status =
      above == 0 ? text_distance(bytes_of(a), bytes_of(b), members, options, nullptr, result)
                 : text_distance(points_of(a, above), points_of(b, above), members, options,
                                 nullptr, result);
  expect(status == Status::kOk, "is computed");
  return result;
}

// All phrases against each other, every way.
void check(const std::vector<std::string>& phrases, const std::string& set,
           const Options& options) {
  const OwnedSpace owned(phrases, set, options);
  const size_t n = phrases.size();
  std::vector<double> wanted(n * n), tile(n * n), row(n);
  for (size_t i = 0; i < n; ++i) {
    for (size_t j = 0; j < n; ++j) {
      wanted[i * n + j] =
          honeysift::reference::phrase_distance(phrases[i], phrases[j], set, options);
    }
  }
  const auto agrees = [&](double got, size_t i, size_t j, const char* what) {
    if (std::abs(got - wanted[i * n + j]) < 1e-9) return;
    ++failures;
    std::printf("%s: got %.17g, wanted %.17g, matching %u, costs %g %g %g\n  %s\n  %s\n", what, got,
                wanted[i * n + j], static_cast<unsigned>(options.matching), options.string_cost,
                options.position_cost, options.exact_cost, phrases[i].c_str(), phrases[j].c_str());
  };
  expect(distance_tile(owned.space, options, {0, n, 0, n}, nullptr, tile.data()) == Status::kOk,
         "a tile");
  for (size_t i = 0; i < n; ++i) {
    expect(distances_from(owned.space, options, i, owned.ids, INFINITY, nullptr, row.data()) ==
               Status::kOk,
           "a row");
    for (size_t j = 0; j < n; ++j) {
      agrees(tile[i * n + j], i, j, "tile");
      agrees(row[j], i, j, "row");
      if ((i + j) % 3 != 0) continue;
      agrees(alone(phrases[i], phrases[j], set, options, 0), i, j, "bytes");
      // "0" is a digit the module knows: only code points as they are stay comparable under it.
      if (options.matching != Matching::kModule) {
        agrees(alone(phrases[i], phrases[j], set, options, 0x3000), i, j, "code points");
      }
    }
  }
  std::vector<double> counts(n), row_sums(n), column_sums(n);
  for (size_t i = 0; i < n; ++i) counts[i] = static_cast<double>(1 + i % 3);
  double squares = 0;
  expect(coherence_tile(owned.space, options, {0, n, 0, n}, counts, nullptr, row_sums.data(),
                        column_sums.data(), squares) == Status::kOk,
         "a coherence tile");
  double wanted_squares = 0;
  for (size_t i = 0; i < n; ++i) {
    double sum = 0;
    for (size_t j = 0; j < n; ++j) {
      if (i == j) continue;
      const double both =
          is_asymmetric(options) ? wanted[i * n + j] + wanted[j * n + i] : wanted[i * n + j];
      sum += counts[j] * both;
      if (j > i) wanted_squares += counts[i] * counts[j] * both * both;
    }
    expect(std::abs(row_sums[i] + column_sums[i] - sum) < 1e-6, "sums of a coherence tile");
  }
  expect(std::abs(squares - wanted_squares) <= 1e-9 * (1 + wanted_squares),
         "squares of a coherence tile");
}

// Two tools, row by row against each other.
void check_templates(const std::vector<std::string>& phrases, size_t middle, const std::string& set,
                     const Options& options) {
  const OwnedSpace owned(phrases, set, options);
  const size_t n = phrases.size();
  const TileBounds tile{0, middle, middle, n};
  TemplatePairs templates;
  if (!templates.prepare(owned.space, options, tile, nullptr)) return;
  ++served_by_templates;
  SpaceDistance pairs(owned.space, options, nullptr);
  std::vector<double> row(tile.columns());
  for (size_t i = 0; i < middle; ++i) {
    expect(templates.row(i, middle, pairs, row.data()) == Status::kOk, "a row of templates");
    for (size_t j = middle; j < n; ++j) {
      double wanted = 0;
      pairs.between(i, j, wanted);
      expect(row[j - middle] == wanted, "templates agree with pairs");
      if (n > 20 && (i + j) % 16 != 0) continue;
      wanted = honeysift::reference::phrase_distance(phrases[i], phrases[j], set, options);
      expect(std::abs(row[j - middle] - wanted) < 1e-9, "templates agree with the textbook");
    }
  }
}

// Chains, buckets and places must marry alike.
void check_chains(const std::vector<std::string>& phrases, const std::string& set,
                  const Options& options) {
  const OwnedSpace owned(phrases, set, options);
  WordDistances distances(owned.space.words, nullptr, 100);
  StableMatching stable;
  PlacewiseMarriage placewise;
  Residual residual;
  for (size_t i = 0; i + 1 < phrases.size(); ++i) {
    take_out_equal_words(options, owned.space.set_list(i), owned.space.set_list(i + 1),
                         owned.space.words.size, residual);
    if (residual.size() == 0) continue;
    Tally one, other;
    stable.solve(options, residual, distances, one);
    stable.solve_by_chains(options, residual, distances, other);
    expect(one.edits == other.edits && one.moves == other.moves, "chains agree with buckets");
    if (!PlacewiseMarriage::serves(options)) continue;
    Tally in_place;
    bool has_given_up = false;
    placewise.solve(options, owned.space.set_list(i), owned.space.set_list(i + 1), distances,
                    in_place, has_given_up);
    if (has_given_up) continue;
    ++served_in_place;
    expect(one.edits == in_place.edits && one.moves == in_place.moves, "places agree with buckets");
  }
}

class Phrases {
 public:
  explicit Phrases(uint32_t seed) : random_(seed) {}

  uint32_t below(uint32_t bound) { return random_() % bound; }
  std::string word(uint32_t longest, uint32_t alphabet) {
    std::string out(below(longest + 1), ' ');
    for (char& c : out) c = static_cast<char>('a' + below(alphabet));
    return out;
  }
  // Anything goes.
  std::string wild(uint32_t words) {
    static const char* const kGaps[] = {" ", "||", "0", ". ", "\xff"};
    std::string out = below(2) == 0 ? "" : "||";
    for (uint32_t k = below(words + 1); k > 0; --k) out += word(6, 3) + kGaps[below(5)];
    return out;
  }
  // About as many words as a machine word has bits, the longer ones at times as long as 16 bytes.
  std::string few_words(uint32_t words, uint32_t longest) {
    std::string out;
    for (uint32_t k = 0; k < words; ++k) {
      out += word(longest, 2 + below(8));
      out += below(20) == 0 ? std::string(1 + below(longest), '\0') : below(9) == 0 ? "\xff." : " ";
    }
    return out;
  }
  // One tool: only some fields vary.
  std::string templated(uint32_t longest) {
    return "user " + word(longest, 4) + "\\r\\n||pass " + word(longest, 4) + " " + word(3, 2) +
           "||port " + word(2, 3) + "," + word(2, 3) + "," + word(2, 3) + "||cwd a||quit " +
           word(70, 26);
  }
  std::string tool() {
    return "user anonymous||pass x" + word(8, 4) + "||cwd /a/b.c" + word(1, 2) + "||quit";
  }
  // Another tool, of fewer words or more.
  std::string other_tool(uint32_t words) {
    std::string out = word(9, 3) + "||get ";
    for (uint32_t k = 0; k < words; ++k)
      out += "/" + std::string(1 + k % 5, static_cast<char>('a' + k % 7));
    return out + " http.z" + word(2, 2) + ".end";
  }
  // A scan whose packets may be lost or repeated; entries of one length, or not.
  std::string scan(uint32_t entries, bool is_even, uint32_t damage) {
    std::mt19937 names(7);
    std::string out;
    for (uint32_t k = 0; k < entries; ++k) {
      std::string entry = "get cgi";
      for (uint32_t words = is_even ? 1 : names() % 4; words > 0; --words) {
        entry += "/" + std::string(1 + names() % 6, static_cast<char>('a' + names() % 5));
      }
      entry += ".pl http||";
      const uint32_t fate = below(1000);
      for (uint32_t copies = fate < damage ? 0 : fate < 2 * damage ? 2 : 1; copies > 0; --copies)
        out += entry;
    }
    return out;
  }

 private:
  std::mt19937 random_;
};

}  // namespace

int main() {
  Phrases make(2004);
  const std::string set = "abcdefghijklmnopqrstuvwxyz";
  const double costs[][3] = {{1, 1, 0},  {1, 1, 2},    {0.5, 1, 0},   {2, 1, 0},
                             {1, 10, 0}, {1, 0.25, 0}, {1, 0, 0},     {0, 1, 1},
                             {0, 0, 1},  {3, 2, 0},    {0.7, 0.2, 0}, {0.1, 0.3, 0.1}};
  for (const auto& cost : costs) {
    for (const Matching matching : {Matching::kStable, Matching::kAssignment, Matching::kModule}) {
      for (const Mode mode : {Mode::kBoth, Mode::kSet, Mode::kComplementary}) {
        const Options options{matching, mode, cost[0], cost[1], cost[2]};
        std::vector<std::string> wild, templated;
        for (int k = 0; k < 10; ++k) {
          wild.push_back(make.wild(mode == Mode::kBoth ? 9 : 4));
          templated.push_back(make.templated(1 + make.below(12)));
        }
        check(wild, set, options);
        check(templated, set, options);
      }
    }
  }
  // Lists long enough for packed words.
  for (const auto& cost : {std::pair{1.0, 1.0}, {0.5, 0.25}, {1.0, 0.0}, {0.3, 0.1}}) {
    for (const Matching matching : {Matching::kStable, Matching::kAssignment, Matching::kModule}) {
      const Options options{matching, Mode::kSet, cost.first, cost.second, 0};
      check({make.wild(160), make.wild(160), make.wild(100)}, set, options);
    }
  }
  for (const auto& cost : {std::pair{1.0, 1.0}, {3.0, 2.0}, {2.0, 3.5}, {8.0, 1.0}, {0.25, 16.0}}) {
    for (const uint32_t longest : {2u, 8u, 9u, 15u, 16u}) {
      const Mode mode = static_cast<Mode>(make.below(3));
      const Options options{Matching::kStable, mode, cost.first, cost.second, 0};
      std::vector<std::string> phrases;
      for (const uint32_t words : {2u, 5u, 12u, 30u, 60u, 63u, 64u, 65u, 66u})
        phrases.push_back(make.few_words(words, longest));
      check(phrases, set, options);
    }
  }
  for (const auto& cost : {std::pair{1.0, 1.0}, {3.0, 2.0}, {1.0, 64.0}, {8.0, 1.0}, {0.25, 1.5}}) {
    const Options options{Matching::kStable, Mode::kBoth, cost.first, cost.second, 0};
    std::vector<std::string> phrases;
    for (int k = 0; k < 12; ++k) phrases.push_back(make.wild(k % 3 == 0 ? 400 : 80));
    check_chains(phrases, set, options);
  }
  for (const auto& cost : {std::pair{1.0, 1.0}, {3.0, 2.0}, {1.0, 64.0}, {8.0, 1.0}, {0.7, 0.2}}) {
    for (const bool is_even : {true, false}) {
      for (const uint32_t damage : {10u, 60u, 250u}) {
        const Options options{Matching::kStable, Mode::kBoth, cost.first, cost.second, 0};
        std::vector<std::string> scans;
        for (int k = 0; k < 6; ++k) scans.push_back(make.scan(k < 2 ? 40 : 70, is_even, damage));
        check_chains(scans, set, options);
        for (std::string& scan : scans) scan = make.scan(3 + make.below(4), is_even, damage);
        check(scans, set, options);
      }
    }
  }
  expect(served_in_place > 100, "places serve damaged scans");
  for (const auto& cost : {std::pair{1.0, 1.0}, {3.0, 2.0}, {1.0, 16.0}, {8.0, 1.0}, {0.7, 0.2}}) {
    for (const Matching matching : {Matching::kStable, Matching::kAssignment}) {
      for (const uint32_t words : {1u, 4u, 9u, 70u}) {
        const Options options{matching, static_cast<Mode>(make.below(3)), cost.first, cost.second,
                              0};
        std::vector<std::string> phrases;
        for (int k = 0; k < 40; ++k) phrases.push_back(make.tool());
        for (int k = 0; k < 40; ++k) phrases.push_back(make.other_tool(words));
        check_templates(phrases, 40, set, options);
      }
    }
  }
  expect(served_by_templates > 30, "templates serve two tools");
  served_by_templates = 0;
  for (int round = 0; round < 400; ++round) {
    const auto& cost = costs[make.below(10)];
    if (cost[0] == 0 || cost[1] == 0) continue;
    const Options options{static_cast<Matching>(make.below(2)), static_cast<Mode>(make.below(3)),
                          cost[0], cost[1], 0};
    // Words that never vary, and two that do.
    const std::string fixed[] = {make.wild(5), make.wild(3), make.wild(2), make.wild(5)};
    std::vector<std::string> phrases;
    for (int k = 0; k < 12; ++k) {
      const bool is_first = k < 6;
      phrases.push_back(fixed[is_first ? 0 : 1] + "a" + make.word(4, 3) + "||" + fixed[2] + "b" +
                        make.word(is_first ? 2 : 5, 2) + (is_first ? fixed[3] : ""));
    }
    check_templates(phrases, 6, set, options);
  }
  expect(served_by_templates > 250, "templates serve few phrases");
  int32_t raised = 1;
  double result = 0;
  const std::vector<uint32_t> members = points_of(set, 0);
  expect(text_distance(bytes_of("a b c"), bytes_of("c d a"), members, Options(), &raised, result) ==
             Status::kCancelled,
         "stops when cancelled");
  return failures == 0 ? 0 : 1;
}
