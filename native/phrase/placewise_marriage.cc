#include "phrase/placewise_marriage.h"

#include <algorithm>

namespace honeysift::phrase {
namespace {

// Beyond it the bound of another way may spare a comparison that costs more than all the rest.
constexpr uint64_t kLargestMatrix = uint64_t{1} << 20;
// With fewer places, or a lesser share of them, nobody can tell how many marry in place.
constexpr size_t kSample = 16;
constexpr size_t kSampleShare = 8;
// Stretches of so few places are solved on the spot.
constexpr size_t kFewPlaces = 12;
constexpr double kCheapest = 1e-100;
constexpr double kDearest = 1e100;
// A move must weigh against a word of 2^32 characters: 2^16 * 2^32 is below the 2^53 of a double.
constexpr double kEditsPerMove = 65536;
// More than rounding makes.
constexpr double kMargin = 1 + 1e-12;
constexpr double kFarthest = 2147483648.0;

// Words standing against "" where the other list has ended.
uint64_t characters_from(const WordList& list, size_t start, const WordDistances& distances) {
  if (start >= list.size) return 0;
  if (list.characters != nullptr) {
    return list.characters[list.size - 1] - (start > 0 ? list.characters[start - 1] : 0);
  }
  uint64_t sum = 0;
  for (size_t i = start; i < list.size; ++i) sum += distances.length(list.ids[i]);
  return sum;
}

}  // namespace

bool PlacewiseMarriage::serves(const Options& options) noexcept {
  const auto is_moderate = [](double cost) { return cost >= kCheapest && cost <= kDearest; };
  return options.matching == Matching::kStable && is_moderate(options.string_cost) &&
         is_moderate(options.position_cost) &&
         options.position_cost * kEditsPerMove >= options.string_cost;
}

uint32_t PlacewiseMarriage::reach_of(double cost) const noexcept {
  return static_cast<uint32_t>(std::min(cost * places_per_cost_, kFarthest));
}

double PlacewiseMarriage::cost_in_place(const Place& place) const noexcept {
  return marriage_cost(options_, place.edits, 0);
}

bool PlacewiseMarriage::add_place(uint32_t position, uint32_t word_a, uint32_t word_b,
                                  WordDistances& distances) {
  uint32_t edits = 0;
  if (!distances.find(word_a, word_b, edits)) {
    if (uint64_t{distances.length(word_a)} * distances.length(word_b) > kLargestMatrix)
      return false;
    edits = distances.exact(word_a, word_b);
  }
  places_.push_back({position, word_a, word_b, edits, reach_of(marriage_cost(options_, edits, 0))});
  return true;
}

bool PlacewiseMarriage::add_places(const WordList& a, const WordList& b, WordDistances& distances) {
  const size_t both = std::min(a.size, b.size);
  if (positions_.size() < both) positions_.resize(both);
  const size_t found = differing_places(a.ids, b.ids, both, positions_.data());
  places_.clear();
  places_.reserve(found);
  for (size_t k = 0; k < found; ++k) {
    const uint32_t p = positions_[k];
    if (!add_place(p, a.ids[p], b.ids[p], distances)) return false;
  }
  extended_to_ = both;
  return true;
}

void PlacewiseMarriage::extend_to(uint64_t position, WordDistances& distances) {
  const uint64_t end = std::min<uint64_t>(position + 1, std::max(a_.size, b_.size));
  for (; extended_to_ < end; ++extended_to_) {
    const uint32_t word_a = a_.at(extended_to_);
    const uint32_t word_b = b_.at(extended_to_);
    if (word_a == word_b) continue;
    if (!add_place(static_cast<uint32_t>(extended_to_), word_a, word_b, distances)) {
      has_given_up_ = true;
      return;
    }
    if (stretches_.empty()) continue;
    const Place& place = places_.back();
    const double cost = cost_in_place(place);
    states_.push_back({cost, cost, uint64_t{2} * place.position, uint64_t{2} * place.position});
  }
}

bool PlacewiseMarriage::is_blocking(uint32_t word_a, uint32_t word_b, uint64_t p, uint64_t q,
                                    double cost_a, uint64_t sum_a, double cost_b, uint64_t sum_b,
                                    WordDistances& distances) const {
  const auto is_better = [&](double cost) {
    return (cost < cost_a || (cost == cost_a && p + q > sum_a)) &&
           (cost < cost_b || (cost == cost_b && p + q > sum_b));
  };
  const uint64_t moves = p > q ? p - q : q - p;
  uint32_t edits = 0;
  if (!distances.find(word_a, word_b, edits)) {
    const uint32_t la = distances.length(word_a);
    const uint32_t lb = distances.length(word_b);
    const uint32_t apart = la > lb ? la - lb : lb - la;
    const uint32_t least = apart == 0 && word_a != word_b ? 1 : apart;
    if (!is_better(marriage_cost(options_, least, moves))) return false;
    edits = distances.exact(word_a, word_b);
  }
  return is_better(marriage_cost(options_, edits, moves));
}

bool PlacewiseMarriage::is_crossed(const Place& p, const Place& q, WordDistances& distances) const {
  const double cost_p = cost_in_place(p);
  const double cost_q = cost_in_place(q);
  const uint64_t sum_p = uint64_t{2} * p.position;
  const uint64_t sum_q = uint64_t{2} * q.position;
  return is_blocking(p.word_a, q.word_b, p.position, q.position, cost_p, sum_p, cost_q, sum_q,
                     distances) ||
         is_blocking(q.word_a, p.word_b, q.position, p.position, cost_q, sum_q, cost_p, sum_p,
                     distances);
}

bool PlacewiseMarriage::is_blocked(size_t p, size_t q, WordDistances& distances) const {
  const Place& x = places_[p];
  const Place& y = places_[q];
  const State& s = states_[p];
  const State& t = states_[q];
  return is_blocking(x.word_a, y.word_b, x.position, y.position, s.cost_a, s.sum_a, t.cost_b,
                     t.sum_b, distances) ||
         is_blocking(y.word_a, x.word_b, y.position, x.position, t.cost_a, t.sum_a, s.cost_b,
                     s.sum_b, distances);
}

size_t PlacewiseMarriage::all_places() const noexcept {
  return places_.size() + std::max(a_.size, b_.size) - extended_to_;
}

void PlacewiseMarriage::find_stretches(WordDistances& distances) {
  stretches_.clear();
  size_t covered = 0;
  const size_t in_both = places_.size();
  for (size_t k = 0; k < in_both; ++k) {
    const uint64_t last = uint64_t{places_[k].position} + places_[k].reach;
    if (last >= extended_to_) extend_to(last, distances);
    const bool is_within = !stretches_.empty() && stretches_.back().high >= k;
    // Two places of one stretch need no look.
    for (size_t l = is_within ? stretches_.back().high + 1 : k + 1; l < places_.size(); ++l) {
      const Place& place = places_[l];
      if (place.position > last) break;
      if (place.position - places_[k].position > place.reach) continue;
      if (!is_crossed(places_[k], place, distances)) continue;
      if (!stretches_.empty() && stretches_.back().high >= k) {
        covered += l - stretches_.back().high;
        stretches_.back().high = l;
      } else {
        covered += l - k + 1;
        // The states of places still to come are added as they come.
        stretches_.push_back({k, l, {}});
      }
    }
    // What `covered` comes to at this rate.
    const bool is_sample = k + 1 >= kSample && k * kSampleShare >= in_both;
    has_given_up_ |= is_sample && covered * in_both / (k + 1) * 2 > all_places();
    if (has_given_up_) return;
  }
}

void PlacewiseMarriage::marry(Stretch& stretch, size_t i, size_t j, uint32_t edits) {
  const uint64_t p = places_[i].position;
  const uint64_t q = places_[j].position;
  const uint64_t moves = p > q ? p - q : q - p;
  const double cost = marriage_cost(options_, edits, moves);
  states_[i].cost_a = states_[j].cost_b = cost;
  states_[i].sum_a = states_[j].sum_b = p + q;
  stretch.tally.edits += edits;
  stretch.tally.moves += moves;
}

void PlacewiseMarriage::settle_few(Stretch& stretch, WordDistances& distances) {
  candidates_.clear();
  for (size_t i = stretch.low; i <= stretch.high; ++i) {
    for (size_t j = stretch.low; j <= stretch.high; ++j) {
      const uint32_t p = places_[i].position;
      const uint32_t q = places_[j].position;
      const uint32_t edits = distances.exact(places_[i].word_a, places_[j].word_b);
      candidates_.push_back({marriage_cost(options_, edits, p > q ? p - q : q - p),
                             static_cast<uint32_t>(i), static_cast<uint32_t>(j), edits});
    }
  }
  std::sort(candidates_.begin(), candidates_.end(), [&](const Candidate& x, const Candidate& y) {
    if (x.cost != y.cost) return x.cost < y.cost;
    return uint64_t{places_[x.i].position} + places_[x.j].position >
           uint64_t{places_[y.i].position} + places_[y.j].position;
  });
  uint32_t taken_a = 0;
  uint32_t taken_b = 0;
  for (const Candidate& candidate : candidates_) {
    const uint32_t bit_a = 1u << (candidate.i - stretch.low);
    const uint32_t bit_b = 1u << (candidate.j - stretch.low);
    if ((taken_a & bit_a) != 0 || (taken_b & bit_b) != 0) continue;
    taken_a |= bit_a;
    taken_b |= bit_b;
    marry(stretch, candidate.i, candidate.j, candidate.edits);
  }
}

Status PlacewiseMarriage::settle(Stretch& stretch, WordDistances& distances) {
  stretch.tally = {};
  if (stretch.high - stretch.low < kFewPlaces) {
    settle_few(stretch, distances);
    return Status::kOk;
  }
  residual_.clear();
  const uint32_t base = places_[stretch.low].position;
  for (size_t k = stretch.low; k <= stretch.high; ++k) {
    const Place& place = places_[k];
    residual_.a.position.push_back(place.position - base);
    residual_.b.position.push_back(place.position - base);
    residual_.a.word.push_back(place.word_a);
    residual_.b.word.push_back(place.word_b);
  }
  couples_.clear();
  Tally tally;
  const Status status = stable_.solve(options_, residual_, distances, tally, &couples_);
  if (status != Status::kOk) return status;
  const std::vector<uint32_t>& positions = residual_.a.position;
  const auto index_of = [&](uint32_t position) {
    return stretch.low +
           static_cast<size_t>(std::lower_bound(positions.begin(), positions.end(), position) -
                               positions.begin());
  };
  for (const Couple& couple : couples_)
    marry(stretch, index_of(couple.i), index_of(couple.j), couple.edits);
  return Status::kOk;
}

void PlacewiseMarriage::test_around(const Stretch& stretch, size_t& low, size_t& high,
                                    WordDistances& distances) {
  for (size_t p = stretch.low; p <= stretch.high; ++p) {
    const uint32_t position = places_[p].position;
    const uint32_t reach = reach_of(std::max(states_[p].cost_a, states_[p].cost_b));
    for (size_t q = stretch.low; q > 0 && position - places_[q - 1].position <= reach; --q) {
      if (q - 1 < low && is_blocked(p, q - 1, distances)) low = q - 1;
    }
    const uint64_t last = uint64_t{position} + reach;
    if (last >= extended_to_) extend_to(last, distances);
    for (size_t q = stretch.high + 1; q < places_.size() && places_[q].position <= last; ++q) {
      if (q > high && is_blocked(p, q, distances)) high = q;
    }
  }
}

// Stretch `at` becomes [low, high] and some more, so that it need not be solved too often.
void PlacewiseMarriage::grow(size_t& at, size_t low, size_t high) {
  Stretch grown = stretches_[at];
  const size_t more = (grown.high - grown.low) / 2;
  if (low < grown.low) grown.low = low > more ? low - more : 0;
  if (high > grown.high) grown.high = std::min(high + more, places_.size() - 1);
  size_t first = at;
  size_t last = at;
  while (first > 0 && stretches_[first - 1].high >= grown.low) --first;
  while (last + 1 < stretches_.size() && stretches_[last + 1].low <= grown.high) ++last;
  grown.low = std::min(grown.low, stretches_[first].low);
  grown.high = std::max(grown.high, stretches_[last].high);
  stretches_[first] = grown;
  stretches_.erase(stretches_.begin() + static_cast<ptrdiff_t>(first) + 1,
                   stretches_.begin() + static_cast<ptrdiff_t>(last) + 1);
  at = first;
}

Status PlacewiseMarriage::settle_stretches(WordDistances& distances) {
  for (size_t at = 0; at < stretches_.size();) {
    if (distances.is_stopped()) return distances.status();
    const Status status = settle(stretches_[at], distances);
    if (status != Status::kOk) return status;
    size_t low = stretches_[at].low;
    size_t high = stretches_[at].high;
    test_around(stretches_[at], low, high, distances);
    if (has_given_up_) return Status::kOk;
    if (low == stretches_[at].low && high == stretches_[at].high) {
      ++at;
    } else {
      grow(at, low, high);
      const Stretch& grown = stretches_[at];
      has_given_up_ = places_.size() >= kSample && (grown.high - grown.low + 1) * 2 > all_places();
      if (has_given_up_) return Status::kOk;
    }
  }
  return Status::kOk;
}

Status PlacewiseMarriage::solve(const Options& options, const WordList& a, const WordList& b,
                                WordDistances& distances, Tally& tally, bool& has_given_up) {
  options_ = options;
  places_per_cost_ = kMargin / options.position_cost;
  a_ = a;
  b_ = b;
  has_given_up_ = false;
  has_given_up = !add_places(a, b, distances);
  if (has_given_up) return Status::kOk;
  find_stretches(distances);
  if (!stretches_.empty() && !has_given_up_) {
    states_.clear();
    for (const Place& place : places_) {
      const double cost = cost_in_place(place);
      states_.push_back({cost, cost, uint64_t{2} * place.position, uint64_t{2} * place.position});
    }
    const Status status = settle_stretches(distances);
    if (status != Status::kOk) return status;
  }
  has_given_up = has_given_up_;
  if (has_given_up) return Status::kOk;
  if (distances.is_stopped()) return distances.status();
  size_t next = 0;
  for (const Stretch& stretch : stretches_) {
    for (; next < stretch.low; ++next) tally.edits += places_[next].edits;
    next = stretch.high + 1;
    tally.add(stretch.tally);
  }
  for (; next < places_.size(); ++next) tally.edits += places_[next].edits;
  tally.edits += characters_from(a, extended_to_, distances);
  tally.edits += characters_from(b, extended_to_, distances);
  return Status::kOk;
}

}  // namespace honeysift::phrase
