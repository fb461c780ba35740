#include "reference/itemset_reference.h"

#include <algorithm>
#include <set>

namespace honeysift::reference {
namespace {

using Items = std::vector<uint32_t>;

bool holds(const std::set<uint32_t>& transaction, const Items& items) {
  return std::ranges::all_of(items, [&](uint32_t item) { return transaction.contains(item); });
}

// Joins itemsets that differ in their last item; keeps those all of whose subsets are frequent.
std::vector<Items> candidates_from(const std::vector<Itemset>& level) {
  std::set<Items> frequent;
  for (const Itemset& itemset : level) frequent.insert(itemset.items);
  std::vector<Items> candidates;
  for (const Items& a : frequent) {
    for (const Items& b : frequent) {
      if (!std::equal(a.begin(), a.end() - 1, b.begin(), b.end() - 1) || a.back() >= b.back())
        continue;
      Items joined = a;
      joined.push_back(b.back());
      bool keeps = true;
      for (size_t left_out = 0; left_out < joined.size() && keeps; ++left_out) {
        Items subset = joined;
        subset.erase(subset.begin() + static_cast<std::ptrdiff_t>(left_out));
        keeps = frequent.contains(subset);
      }
      if (keeps) candidates.push_back(joined);
    }
  }
  return candidates;
}

void set_flags(std::vector<Itemset>& itemsets) {
  for (Itemset& small : itemsets) {
    small.closed = small.maximal = true;
    for (const Itemset& large : itemsets) {
      if (large.items.size() <= small.items.size() ||
          !std::ranges::includes(large.items, small.items)) {
        continue;
      }
      small.maximal = false;
      if (large.support == small.support) small.closed = false;
    }
  }
}

}  // namespace

std::vector<Itemset> apriori(std::span<const WeightedTransaction> transactions,
                             uint64_t min_count) {
  std::vector<std::set<uint32_t>> sets;
  std::set<uint32_t> items;
  for (const WeightedTransaction& transaction : transactions) {
    sets.emplace_back(transaction.items.begin(), transaction.items.end());
    items.insert(transaction.items.begin(), transaction.items.end());
  }
  std::vector<Items> candidates;
  candidates.reserve(items.size());
  for (const uint32_t item : items) candidates.push_back({item});

  std::vector<Itemset> found;
  while (!candidates.empty()) {
    std::vector<Itemset> level;
    for (const Items& candidate : candidates) {
      uint64_t support = 0;
      for (size_t t = 0; t < sets.size(); ++t) {
        if (holds(sets[t], candidate)) support += transactions[t].weight;
      }
      if (support >= std::max<uint64_t>(1, min_count)) level.push_back({candidate, support});
    }
    found.insert(found.end(), level.begin(), level.end());
    candidates = candidates_from(level);
  }
  set_flags(found);
  return found;
}

}  // namespace honeysift::reference
