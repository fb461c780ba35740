// Every way to compute a Levenshtein distance, through one wrapper, against the
// textbook.
#include "phrase/levenshtein.h"

#include <sys/mman.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <random>
#include <string>
#include <vector>

#include "phrase/levenshtein_strips.h"
#include "reference/levenshtein.h"
#include "reference/levenshtein_ways.h"

namespace {

using honeysift::phrase::kNoCutoff;
using honeysift::phrase::levenshtein;
using Bytes = std::vector<uint8_t>;
using Points = std::vector<uint32_t>;

int failures = 0;

void expect(size_t got, size_t wanted, const char* what, const Bytes& a, const Bytes& b) {
  if (got == wanted) return;
  ++failures;
  std::printf("%s: got %zu, wanted %zu, lengths %zu and %zu\n", what, got, wanted, a.size(),
              b.size());
  if (a.size() + b.size() < 200) {
    std::printf("  a=%.*s\n  b=%.*s\n", static_cast<int>(a.size()),
                reinterpret_cast<const char*>(a.data()), static_cast<int>(b.size()),
                reinterpret_cast<const char*>(b.data()));
  }
}

Points points(const Bytes& bytes, uint32_t factor) {
  Points out;
  for (const uint8_t c : bytes) out.push_back(c * factor + (factor > 1 ? 0x10000 : 0));
  return out;
}

void check_ways(const Bytes& a, const Bytes& b, size_t wanted) {
  honeysift::reference::for_every_way(
      a, b, [&](const char* way, size_t distance) { expect(distance, wanted, way, a, b); });
}

// All variants must agree on this pair.
void check_pair(const Bytes& a, const Bytes& b, std::mt19937& random) {
  const size_t wanted = honeysift::reference::levenshtein<uint8_t>(a, b);
  check_ways(a, b, wanted);
  expect(levenshtein(b, a), wanted, "bytes, other way round", a, b);
  const Points pa = points(a, 1), pb = points(b, 1), qa = points(a, 257), qb = points(b, 257);
  expect(levenshtein(pa, pb), wanted, "code points", a, b);
  expect(levenshtein(qa, qb), wanted, "high code points", a, b);
  for (const size_t cutoff :
       {size_t{0}, size_t{1}, size_t{2}, wanted > 0 ? wanted - 1 : 0, wanted, wanted + 1,
        static_cast<size_t>(random() % (wanted + 3)), a.size() + b.size()}) {
    const size_t cut = std::min(wanted, cutoff + 1);
    expect(levenshtein(a, b, cutoff), cut, "bytes with cutoff", a, b);
    expect(levenshtein(qa, qb, cutoff), cut, "code points with cutoff", a, b);
  }
  if (a.empty() || b.empty()) return;
  expect(honeysift::phrase::levenshtein_strips(std::span<const uint8_t>(a),
                                               std::span<const uint8_t>(b), kNoCutoff, nullptr),
         wanted, "strips", a, b);
  expect(honeysift::phrase::levenshtein_strips(std::span<const uint32_t>(qa),
                                               std::span<const uint32_t>(qb), kNoCutoff, nullptr),
         wanted, "strips of code points", a, b);
  expect(honeysift::phrase::levenshtein_strips(std::span<const uint8_t>(a),
                                               std::span<const uint8_t>(b), wanted, nullptr),
         wanted, "strips with the tightest band", a, b);
}

Bytes random_word(std::mt19937& random, size_t length, unsigned alphabet) {
  Bytes word(length);
  for (auto& c : word) c = static_cast<uint8_t>('!' + random() % alphabet);
  return word;
}

Bytes edited(std::mt19937& random, Bytes word, size_t edits, unsigned alphabet) {
  for (size_t i = 0; i < edits; ++i) {
    const uint8_t c = static_cast<uint8_t>('!' + random() % alphabet);
    const size_t at = random() % (word.size() + 1);
    const unsigned kind = random() % 3;
    if (kind == 0) {
      word.insert(word.begin() + static_cast<long>(at), c);
    } else if (at < word.size() && kind == 1) {
      word.erase(word.begin() + static_cast<long>(at));
    } else if (at < word.size()) {
      word[at] = c;
    }
  }
  return word;
}

// All lengths, with the character that fills registers.
void check_all_lengths(std::mt19937& random) {
  for (size_t la = 1; la <= 64; ++la) {
    for (size_t lb = 1; lb <= 70; ++lb) {
      for (size_t times = la <= 16 && lb <= 16 ? 20 : 1; times > 0; --times) {
        Bytes a = random_word(random, la, 1 + random() % 5);
        Bytes b = random_word(random, lb, 1 + random() % 5);
        for (auto* const word : {&a, &b}) {
          for (auto& c : *word) c = static_cast<uint8_t>((c - '!') * 0x51);
        }
        check_ways(a, b, honeysift::reference::levenshtein<uint8_t>(a, b));
      }
    }
  }
}

// Words at the very end of memory that may be read, and across pages.
void check_ends_of_memory(std::mt19937& random) {
  const size_t page = static_cast<size_t>(sysconf(_SC_PAGESIZE));
  void* const memory =
      mmap(nullptr, 3 * page, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (memory == MAP_FAILED ||
      mprotect(static_cast<char*>(memory) + 2 * page, page, PROT_NONE) != 0) {
    ++failures;
    return;
  }
  uint8_t* const end = static_cast<uint8_t*>(memory) + 2 * page;
  const auto text = random_word(random, 64, 4);
  for (uint8_t* const last : {end, end - page + 3}) {
    for (size_t size = 1; size <= 64; ++size) {
      const Bytes word = random_word(random, size, 4);
      const std::span<const uint8_t> there(last - size, size);
      std::copy(word.begin(), word.end(), last - size);
      for (const size_t other : {size_t{1}, size_t{7}, size_t{16}, size_t{31}, size_t{64}}) {
        const auto part = std::span<const uint8_t>(text).first(other);
        const size_t wanted = honeysift::reference::levenshtein<uint8_t>(there, part);
        honeysift::reference::for_every_way(there, part, [&](const char* way, size_t distance) {
          expect(distance, wanted, way, word, text);
        });
      }
      // Units that end there, at both sides.
      const auto units = honeysift::reference::to_units(text);
      char16_t* const wide = reinterpret_cast<char16_t*>(end) - size;
      std::copy_n(units.begin(), size, wide);
      expect(levenshtein(std::span<const char16_t>(wide, size), std::span<const char16_t>(units)),
             64 - size, "units at the end of memory", {}, {});
      expect(levenshtein(std::span<const char16_t>(units), std::span<const char16_t>(wide, size)),
             64 - size, "units at the end of memory", {}, {});
    }
  }
  munmap(memory, 3 * page);
}

}  // namespace

int main() {
  std::mt19937 random(20040104);
  check_all_lengths(random);
  check_ends_of_memory(random);
  const size_t lengths[] = {0,  1,   2,   3,   7,   8,   15,  31,  63,  64, 65,
                            66, 127, 128, 129, 191, 193, 255, 256, 257, 300};
  for (const size_t la : lengths) {
    for (const size_t lb : lengths) {
      for (const unsigned alphabet : {1u, 2u, 60u}) {
        check_pair(random_word(random, la, alphabet), random_word(random, lb, alphabet), random);
      }
    }
  }
  for (int round = 0; round < 1500; ++round) {
    const size_t length = random() % (round % 10 == 0 ? 700 : 90);
    const unsigned alphabet = 1 + random() % (round % 2 ? 3 : 90);
    const Bytes word = random_word(random, length, alphabet);
    check_pair(word, edited(random, word, random() % (round % 3 ? 6 : 60), alphabet), random);
  }
  for (const size_t length : {1500u, 4100u, 5000u}) {
    const Bytes word = random_word(random, length, 30);
    check_pair(word, edited(random, word, 90, 30), random);
    check_pair(word, edited(random, word, 1200, 30), random);
  }
  // More distinct code points than a byte can name.
  for (const size_t length : {60u, 300u, 1400u}) {
    Points a(length), b(length + 5);
    for (auto& c : a) c = random() % 3000;
    for (size_t i = 0; i < b.size(); ++i)
      b[i] = i < length && random() % 4 ? a[i] : random() % 3000;
    const size_t wanted = honeysift::reference::levenshtein<uint32_t>(a, b);
    expect(levenshtein(a, b), wanted, "many distinct code points", {}, {});
    expect(levenshtein(a, b, wanted / 2), wanted / 2 + 1, "many distinct code points, cut", {}, {});
  }
  return failures == 0 ? 0 : 1;
}
