// JavaScript's side of the phrase core: turns values into spans, and statuses into numbers.
#include <napi.h>

#include <atomic>
#include <memory>
#include <new>
#include <span>
#include <type_traits>

#include "phrase/characters.h"
#include "phrase/coherence_tile.h"
#include "phrase/fast_call.h"
#include "phrase/held_levenshtein.h"
#include "phrase/levenshtein.h"
#include "phrase/levenshtein_tile.h"
#include "phrase/space_distance.h"
#include "phrase/text_distance.h"
#include "phrase/tile_rows.h"

namespace {

using namespace honeysift::phrase;

constexpr double kWholeBelow = 1 << 30;
constexpr double kNotText = -999;

template <typename T>
constexpr napi_typedarray_type array_type() {
  if constexpr (std::is_same_v<T, uint8_t>) return napi_uint8_array;
  if constexpr (std::is_same_v<T, char16_t>) return napi_uint16_array;
  if constexpr (std::is_same_v<T, int32_t>) return napi_int32_array;
  if constexpr (std::is_same_v<T, uint32_t>) return napi_uint32_array;
  return napi_float64_array;
}

// The elements of a typed array, which may lie over shared memory (so its buffer is never asked
// for).
template <typename T>
bool read_array(napi_env env, napi_value value, std::span<T>& out) {
  napi_typedarray_type type;
  size_t length;
  void* data;
  if (napi_get_typedarray_info(env, value, &type, &length, &data, nullptr, nullptr) != napi_ok ||
      type != array_type<T>()) {
    return false;
  }
  out = {static_cast<T*>(data), length};
  return true;
}

// The arguments of one call, taken one after another. The first wrong type leaves a TypeError
// pending.
class Arguments {
 public:
  Arguments(napi_env env, napi_callback_info info) : env_(env) {
    napi_get_cb_info(env, info, &count_, values_, nullptr, nullptr);
  }
  bool ok() const { return ok_; }
  napi_value value() { return at_ < kMost ? values_[at_++] : nullptr; }

  template <typename T>
  std::span<T> array() {
    std::span<T> out;
    if (ok_ && !read_array(env_, value(), out)) fail("typed array");
    return out;
  }
  double number() {
    double out = 0;
    if (ok_ && napi_get_value_double(env_, value(), &out) != napi_ok) fail("number");
    return out;
  }
  size_t index() { return static_cast<size_t>(number()); }
  // [matching, mode, string, positional, exact-match cost]
  Options options() {
    const std::span<double> from = array<double>();
    Options options;
    if (from.size() < 5) return options;
    options.matching = static_cast<Matching>(static_cast<uint32_t>(from[0]));
    options.mode = static_cast<Mode>(static_cast<uint32_t>(from[1]));
    options.string_cost = from[2];
    options.position_cost = from[3];
    options.exact_cost = from[4];
    return options;
  }
  CancelFlag cancel() {
    const std::span<int32_t> flag = array<int32_t>();
    return flag.empty() ? nullptr : flag.data();
  }
  PhraseSpace space() {
    PhraseSpace space;
    space.words.bytes = array<uint8_t>().data();
    const std::span<uint32_t> offsets = array<uint32_t>();
    space.words.starts = offsets.data();
    space.words.ends = offsets.data() + 1;
    space.words.size = offsets.empty() ? 0 : offsets.size() - 1;
    const std::span<uint32_t> set_offsets = array<uint32_t>();
    space.set_offsets = set_offsets.data();
    space.set_words = array<uint32_t>().data();
    space.complement_offsets = array<uint32_t>().data();
    space.complement_words = array<uint32_t>().data();
    space.phrases = set_offsets.empty() ? 0 : set_offsets.size() - 1;
    return space;
  }
  Utf16Words utf16_words() {
    const std::span<const char16_t> units = array<char16_t>();
    return {units, array<uint32_t>()};
  }
  TileBounds tile() {
    TileBounds tile;
    tile.row_start = index();
    tile.row_end = index();
    tile.col_start = index();
    tile.col_end = index();
    return tile;
  }
  PhraseSource source() {
    PhraseSource source;
    source.bytes = array<uint8_t>().data();
    source.offsets = array<double>().data();
    source.ids = array<uint32_t>();
    return source;
  }

 private:
  static constexpr size_t kMost = 16;

  void fail(const char* expected) {
    ok_ = false;
    napi_throw_type_error(env_, nullptr, expected);
  }

  napi_env env_;
  napi_value values_[kMost] = {};
  size_t count_ = kMost;
  size_t at_ = 0;
  bool ok_ = true;
};

napi_value to_number(napi_env env, double number) {
  napi_value out = nullptr;
  // Whole numbers cost V8 no memory.
  const int32_t whole = number >= 0 && number < kWholeBelow ? static_cast<int32_t>(number) : -1;
  if (static_cast<double>(whole) == number) {
    napi_create_int32(env, whole, &out);
  } else {
    napi_create_double(env, number, &out);
  }
  return out;
}

napi_value to_number(napi_env env, Status status) {
  return to_number(env, static_cast<int32_t>(status));
}

// Whether strings may be read where V8 holds them: so as long as nothing is made in its heap.
std::atomic<bool> are_strings_found = false;

// A string or a Uint8Array as characters.
class Text : public Characters {
 public:
  bool read(napi_env env, napi_value value) {
    HeldString held;
    if (are_strings_found && find_characters(value, held)) {
      if (held.is_wide) {
        take(held.units());
      } else {
        bytes = held.bytes();
      }
      return true;
    }
    size_t length = 0;
    const napi_status status = napi_get_value_string_utf16(env, value, units_, kShort + 1, &length);
    if (status != napi_ok) {
      std::span<uint8_t> array;
      if (!read_array(env, value, array)) return false;
      bytes = array;
      return true;
    }
    if (length < kShort) {
      take({units_, length});
      return true;
    }
    napi_get_value_string_utf16(env, value, nullptr, 0, &length);
    const std::unique_ptr<char16_t[]> units(new char16_t[length + 1]);
    napi_get_value_string_utf16(env, value, units.get(), length + 1, &length);
    take({units.get(), length});
    return true;
  }

 private:
  char16_t units_[kShort + 1];
};

// Calls `compute` with the bytes of both, or the code points of both.
template <typename Compute>
auto of_characters(Text& a, Text& b, const Compute& compute) {
  if (!a.is_wide && !b.is_wide) return compute(a.bytes, b.bytes);
  a.widen();
  b.widen();
  return compute(a.points, b.points);
}

// Runs `work` and turns lack of memory into its status, negated as all statuses of functions that
// return a distance.
template <typename Work>
napi_value distance_or_status(napi_env env, Work&& work) {
  try {
    return to_number(env, work());
  } catch (const std::bad_alloc&) {
    return to_number(env, -static_cast<double>(Status::kOutOfMemory));
  }
}

// Whole and not negative; Infinity for none.
size_t to_cutoff(double number) {
  return number < kWholeBelow * 4 ? static_cast<size_t>(number) : kNoCutoff;
}

int64_t or_status(size_t distance) {
  return distance == kLevenshteinFailed ? -static_cast<int64_t>(Status::kOutOfMemory)
                                        : static_cast<int64_t>(distance);
}

// levenshtein(a, b, cutoff)
napi_value levenshtein_of(napi_env env, napi_callback_info info) {
  Arguments from(env, info);
  const napi_value first = from.value();
  const napi_value second = from.value();
  const double cutoff = from.number();
  if (!from.ok()) return nullptr;
  write_out(first);
  write_out(second);
  return distance_or_status(env, [&]() -> double {
    Text a, b;
    if (!a.read(env, first) || !b.read(env, second)) return kNotText;
    return static_cast<double>(of_characters(a, b, [&](const auto& x, const auto& y) {
      return or_status(levenshtein(x, y, to_cutoff(cutoff)));
    }));
  });
}

// levenshteinTile(rowUnits, rowOffsets, columnUnits, columnOffsets, cutoff, out)
napi_value levenshtein_tile_of(napi_env env, napi_callback_info info) {
  Arguments from(env, info);
  const Utf16Words rows = from.utf16_words();
  const Utf16Words columns = from.utf16_words();
  const size_t cutoff = to_cutoff(from.number());
  const std::span<uint32_t> out = from.array<uint32_t>();
  if (!from.ok()) return nullptr;
  return to_number(env, levenshtein_tile(rows, columns, cutoff, out.data()));
}

// phraseDistance(a, b, set, options, cancel)
napi_value phrase_distance(napi_env env, napi_callback_info info) {
  Arguments from(env, info);
  const napi_value first = from.value();
  const napi_value second = from.value();
  const std::span<const uint32_t> set = from.array<uint32_t>();
  const Options options = from.options();
  const CancelFlag cancel = from.cancel();
  if (!from.ok()) return nullptr;
  return distance_or_status(env, [&]() -> double {
    Text a, b;
    if (!a.read(env, first) || !b.read(env, second)) {
      napi_throw_type_error(env, nullptr, "string or Uint8Array");
      return 0;
    }
    double result = 0;
    const Status status = of_characters(a, b, [&](const auto& x, const auto& y) {
      return text_distance(x, y, set, options, cancel, result);
    });
    return status == Status::kOk ? result : -static_cast<double>(status);
  });
}

// countWords(bytes, offsets, ids, set, dropZero, setOffsets, complementOffsets)
napi_value count_words_of(napi_env env, napi_callback_info info) {
  Arguments from(env, info);
  const PhraseSource source = from.source();
  const std::span<const uint32_t> set = from.array<uint32_t>();
  const bool drop_zero = from.number() != 0;
  WordColumns columns;
  columns.set_offsets = from.array<uint32_t>().data();
  columns.complement_offsets = from.array<uint32_t>().data();
  if (!from.ok()) return nullptr;
  return to_number(env, count_words(source, set, drop_zero, columns));
}

// internWords(...source, set, dropZero, setWords, complementWords, wordStarts, wordLengths, counts)
napi_value intern_words_of(napi_env env, napi_callback_info info) {
  Arguments from(env, info);
  const PhraseSource source = from.source();
  const std::span<const uint32_t> set = from.array<uint32_t>();
  const bool drop_zero = from.number() != 0;
  WordColumns columns;
  columns.set_words = from.array<uint32_t>().data();
  columns.complement_words = from.array<uint32_t>().data();
  const std::span<double> starts = from.array<double>();
  const std::span<uint32_t> lengths = from.array<uint32_t>();
  const std::span<double> counts = from.array<double>();
  if (!from.ok()) return nullptr;
  size_t distinct = 0;
  size_t bytes = 0;
  const Status status =
      intern_words(source, set, drop_zero, columns, starts.data(), lengths.data(), distinct, bytes);
  counts[0] = static_cast<double>(distinct);
  counts[1] = static_cast<double>(bytes);
  return to_number(env, status);
}

// copyWords(bytes, offsets, ids, wordStarts, wordLengths, distinct, wordBytes, wordOffsets)
napi_value copy_words_of(napi_env env, napi_callback_info info) {
  Arguments from(env, info);
  const PhraseSource source = from.source();
  const std::span<double> starts = from.array<double>();
  const std::span<uint32_t> lengths = from.array<uint32_t>();
  const size_t distinct = from.index();
  const std::span<uint8_t> word_bytes = from.array<uint8_t>();
  const std::span<uint32_t> word_offsets = from.array<uint32_t>();
  if (!from.ok()) return nullptr;
  copy_words(source, starts.data(), lengths.data(), distinct, word_bytes.data(),
             word_offsets.data());
  return to_number(env, Status::kOk);
}

// distancesFrom(...space, options, cancel, i, js, cutoff, out)
napi_value distances_from_of(napi_env env, napi_callback_info info) {
  Arguments from(env, info);
  const PhraseSpace space = from.space();
  const Options options = from.options();
  const CancelFlag cancel = from.cancel();
  const size_t i = from.index();
  const std::span<const uint32_t> js = from.array<uint32_t>();
  const double cutoff = from.number();
  const std::span<double> out = from.array<double>();
  if (!from.ok()) return nullptr;
  return to_number(env, distances_from(space, options, i, js, cutoff, cancel, out.data()));
}

// distanceTile(...space, options, cancel, rowStart, rowEnd, colStart, colEnd, out)
napi_value distance_tile_of(napi_env env, napi_callback_info info) {
  Arguments from(env, info);
  const PhraseSpace space = from.space();
  const Options options = from.options();
  const CancelFlag cancel = from.cancel();
  const TileBounds tile = from.tile();
  const std::span<double> out = from.array<double>();
  if (!from.ok()) return nullptr;
  return to_number(env, distance_tile(space, options, tile, cancel, out.data()));
}

// coherenceTile(...space, options, cancel, ...tile, counts, rowSums, columnSums, squares)
napi_value coherence_tile_of(napi_env env, napi_callback_info info) {
  Arguments from(env, info);
  const PhraseSpace space = from.space();
  const Options options = from.options();
  const CancelFlag cancel = from.cancel();
  const TileBounds tile = from.tile();
  const std::span<double> counts = from.array<double>();
  const std::span<double> row_sums = from.array<double>();
  const std::span<double> column_sums = from.array<double>();
  const std::span<double> squares = from.array<double>();
  if (!from.ok()) return nullptr;
  return to_number(env, coherence_tile(space, options, tile, counts, cancel, row_sums.data(),
                                       column_sums.data(), squares[0]));
}

void define(napi_env env, napi_value exports, const char* name, napi_callback callback) {
  napi_value function;
  napi_create_function(env, name, NAPI_AUTO_LENGTH, callback, nullptr, &function);
  napi_set_named_property(env, exports, name, function);
}

Napi::Object init(Napi::Env env, Napi::Object exports) {
  define(env, exports, "levenshtein", levenshtein_of);
  // levenshteinOfHeld(a, b, cutoff)
  const napi_value fast = make_fast_function<levenshtein_of_held>(env);
  if (fast != nullptr) exports.Set("levenshteinOfHeld", fast);
  are_strings_found = fast != nullptr;
  define(env, exports, "levenshteinTile", levenshtein_tile_of);
  define(env, exports, "phraseDistance", phrase_distance);
  define(env, exports, "countWords", count_words_of);
  define(env, exports, "internWords", intern_words_of);
  define(env, exports, "copyWords", copy_words_of);
  define(env, exports, "distancesFrom", distances_from_of);
  define(env, exports, "distanceTile", distance_tile_of);
  define(env, exports, "coherenceTile", coherence_tile_of);
  return exports;
}

}  // namespace

NODE_API_MODULE(NODE_GYP_MODULE_NAME, init)
