// Two phrases and their options from the input: the phrase distance against its definition.
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <vector>

#include "phrase/text_distance.h"
#include "reference/phrase_distance.h"

using namespace honeysift::phrase;

// Byte 0: matching and mode; bytes 1..3: costs; byte 4: where the rest is cut in two. Few
// characters, so that words repeat: each byte of the rest names one of eight.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  if (size < 5 || size > 80) return 0;
  static const double kCosts[] = {0, 0.25, 0.5, 1, 2, 10, 0.1, 0.7};
  Options options;
  options.matching = static_cast<Matching>(data[0] % 3);
  options.mode = static_cast<Mode>(data[0] / 3 % 3);
  options.string_cost = kCosts[data[1] % 8];
  options.position_cost = kCosts[data[2] % 8];
  options.exact_cost = kCosts[data[3] % 8];
  std::string text;
  for (size_t i = 5; i < size; ++i) text += "abc 0|,a"[data[i] % 8];
  const size_t cut = text.size() * data[4] / 255;
  const std::string a = text.substr(0, cut), b = text.substr(cut);
  const std::string set = data[0] & 64 ? "0abc" : "abc";
  const std::vector<uint32_t> members(set.begin(), set.end());

  const auto bytes = [](const std::string& one) {
    return std::span(reinterpret_cast<const uint8_t*>(one.data()), one.size());
  };
  double got = -1;
  const Status status = text_distance(bytes(a), bytes(b), members, options, nullptr, got);
  const double wanted = honeysift::reference::phrase_distance(a, b, set, options);
  if (status == Status::kOk && std::abs(got - wanted) < 1e-9) return 0;
  std::fprintf(stderr, "status %d, got %.17g, wanted %.17g\na: %s\nb: %s\n",
               static_cast<int>(status), got, wanted, a.c_str(), b.c_str());
  std::abort();
}
