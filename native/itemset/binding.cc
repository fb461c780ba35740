// Types in, typed arrays out; every check is the core's, every message is
// src/native/itemset-miner.ts's.
#include <napi.h>

#include <algorithm>

#include "itemset/first_match.h"
#include "itemset/miner.h"

using honeysift::itemset::ItemsetRecords;
using honeysift::itemset::ItemsetSlots;
using honeysift::itemset::ItemsetTable;
using honeysift::itemset::ItemsetView;
using honeysift::itemset::MineOptions;
using honeysift::itemset::MineResult;
using honeysift::itemset::PreparedTransactions;
using honeysift::itemset::RecordLayout;
using honeysift::itemset::Status;
using honeysift::itemset::Target;
using honeysift::itemset::TransactionView;

namespace {

std::span<uint32_t> words_of(const Napi::Value& value) {
  if (!value.IsTypedArray()) return {};
  auto array = value.As<Napi::Uint32Array>();
  return {array.Data(), array.ElementLength()};
}

const int32_t* flag_of(const Napi::Value& value) {
  if (!value.IsTypedArray()) return nullptr;
  auto array = value.As<Napi::Int32Array>();
  return array.ElementLength() > 0 ? array.Data() : nullptr;
}

Napi::Value copied(Napi::Env env, std::span<const uint32_t> words) {
  auto array = Napi::Uint32Array::New(env, words.size());
  std::ranges::copy(words, array.Data());
  return array;
}

Napi::Number number(Napi::Env env, Status status) {
  return Napi::Number::New(env, static_cast<int>(status));
}

TransactionView view_of(const Napi::CallbackInfo& info) {
  return {words_of(info[0]), words_of(info[1]), words_of(info[2])};
}

void put_table(Napi::Env env, Napi::Object target, const ItemsetTable& table) {
  target["offsets"] = copied(env, table.offsets);
  target["items"] = copied(env, table.items);
  target["supports"] = copied(env, table.supports);
  auto flags = Napi::Uint8Array::New(env, table.flags.size());
  std::ranges::copy(table.flags, flags.Data());
  target["flags"] = flags;
}

// (offsets, items, weights | null, itemCount, minCount)
Napi::Value prepare(const Napi::CallbackInfo& info) {
  const Napi::Env env = info.Env();
  PreparedTransactions prepared;
  const Status status = honeysift::itemset::prepare_transactions(
      view_of(info), info[3].As<Napi::Number>().Uint32Value(),
      info[4].As<Napi::Number>().Uint32Value(), prepared);
  auto result = Napi::Object::New(env);
  result["status"] = number(env, status);
  result["offsets"] = copied(env, prepared.offsets);
  result["ranks"] = copied(env, prepared.ranks);
  result["weights"] = copied(env, prepared.weights);
  result["rankItems"] = copied(env, prepared.rank_items);
  result["rankSupports"] = copied(env, prepared.rank_supports);
  return result;
}

// (offsets, items, null, rowNumbers)
Napi::Value number_rows(const Napi::CallbackInfo& info) {
  const Napi::Env env = info.Env();
  uint32_t distinct = 0;
  const Status status = honeysift::itemset::number_rows(view_of(info), words_of(info[3]), distinct);
  auto result = Napi::Object::New(env);
  result["status"] = number(env, status);
  result["distinct"] = Napi::Number::New(env, distinct);
  return result;
}

MineOptions options_of(const Napi::Object& given) {
  const auto number = [&given](const char* name) {
    return static_cast<Napi::Value>(given[name]).As<Napi::Number>();
  };
  const auto boolean = [&given](const char* name) {
    return static_cast<Napi::Value>(given[name]).As<Napi::Boolean>().Value();
  };
  MineOptions options;
  options.min_count = number("minCount").Uint32Value();
  options.target = static_cast<Target>(number("target").Int32Value());
  options.wants_flags = boolean("wantsFlags");
  options.count_only = boolean("countOnly");
  options.max_length = number("maxLength").Uint32Value();
  options.max_itemsets =
      static_cast<uint64_t>(std::max<int64_t>(0, number("maxItemsets").Int64Value()));
  options.first_rank = number("firstRank").Uint32Value();
  options.end_rank = number("endRank").Uint32Value();
  options.rank_step = number("rankStep").Uint32Value();
  return options;
}

// Itemsets in memory that JavaScript owns, from here on to be filled.
struct NewItemsets {
  Napi::Uint32Array items, supports;
  Napi::Uint8Array flags;

  NewItemsets(Napi::Env env, size_t sets, size_t cells)
      : items(Napi::Uint32Array::New(env, cells)),
        supports(Napi::Uint32Array::New(env, sets)),
        flags(Napi::Uint8Array::New(env, sets)) {}

  ItemsetSlots slots() {
    return {{items.Data(), items.ElementLength()},
            {supports.Data(), supports.ElementLength()},
            {flags.Data(), flags.ElementLength()}};
  }
  void put(Napi::Object target) const {
    target["items"] = items;
    target["supports"] = supports;
    target["flags"] = flags;
  }
};

Status put_sorted(Napi::Env env, Napi::Object target, const RecordLayout& layout,
                  const ItemsetRecords& records) {
  const auto size = honeysift::itemset::size_of(layout, records);
  auto offsets = Napi::Uint32Array::New(env, size.sets + 1);
  NewItemsets itemsets(env, size.sets, size.cells);
  const Status status = honeysift::itemset::list_records(
      layout, records, {{offsets.Data(), offsets.ElementLength()}, itemsets.slots()});
  target["offsets"] = offsets;
  itemsets.put(target);
  return status;
}

// (offsets, ranks, weights, rankItems, options, cancelFlag | null)
Napi::Value mine(const Napi::CallbackInfo& info) {
  const Napi::Env env = info.Env();
  MineOptions options = options_of(info[4].As<Napi::Object>());
  options.cancel_flag = flag_of(info[5]);
  const std::span<const uint32_t> rank_items = words_of(info[3]);
  MineResult mined;
  Status status = honeysift::itemset::mine_itemsets(view_of(info), rank_items, options, mined);
  if (status != Status::kOk) mined.records.clear();
  auto result = Napi::Object::New(env);
  const Status listed = put_sorted(env, result, RecordLayout(rank_items), mined.records);
  if (status == Status::kOk) status = listed;
  result["status"] = number(env, status);
  result["count"] = Napi::Number::New(env, static_cast<double>(mined.count));
  return result;
}

// (offsets, ranks, weights, rankItems, options, cancelFlag | null, allocate): `allocate` is given a
// number of words and answers with a Uint32Array of that length.
Napi::Value mine_records(const Napi::CallbackInfo& info) {
  const Napi::Env env = info.Env();
  MineOptions options = options_of(info[4].As<Napi::Object>());
  options.cancel_flag = flag_of(info[5]);
  MineResult mined;
  const Status status =
      honeysift::itemset::mine_itemsets(view_of(info), words_of(info[3]), options, mined);
  if (status != Status::kOk) mined.records.clear();
  auto starts = Napi::Uint32Array::New(env, mined.records.size() + 1);
  for (size_t length = 0; length < mined.records.size(); ++length) {
    starts[length + 1] = starts[length] + static_cast<uint32_t>(mined.records[length].size());
  }
  const Napi::Value words =
      info[6].As<Napi::Function>().Call({Napi::Number::New(env, starts[mined.records.size()])});
  std::span<uint32_t> left = words_of(words);
  for (const std::vector<uint32_t>& records : mined.records) {
    if (records.size() > left.size()) break;
    std::ranges::copy(records, left.begin());
    left = left.subspan(records.size());
  }
  auto result = Napi::Object::New(env);
  result["status"] = number(env, status);
  result["count"] = Napi::Number::New(env, static_cast<double>(mined.count));
  result["words"] = words;
  result["starts"] = starts;
  return result;
}

// (rankItems, length, pieces)
Napi::Value list_records(const Napi::CallbackInfo& info) {
  const Napi::Env env = info.Env();
  const RecordLayout layout(words_of(info[0]));
  const uint32_t length = info[1].As<Napi::Number>().Uint32Value();
  const auto given = info[2].As<Napi::Array>();
  std::vector<std::span<const uint32_t>> pieces;
  size_t words = 0;
  for (uint32_t k = 0; k < given.Length(); ++k) {
    pieces.push_back(words_of(given[k]));
    words += pieces.back().size();
  }
  const size_t sets = words / layout.words(length);
  NewItemsets itemsets(env, sets, sets * length);
  auto result = Napi::Object::New(env);
  result["status"] =
      number(env, honeysift::itemset::list_records(layout, length, pieces, itemsets.slots()));
  itemsets.put(result);
  return result;
}

// (offsets, items, supports, flags)
Napi::Value sort(const Napi::CallbackInfo& info) {
  const Napi::Env env = info.Env();
  auto flags = info[3].As<Napi::Uint8Array>();
  const ItemsetView table{words_of(info[0]),
                          words_of(info[1]),
                          words_of(info[2]),
                          {flags.Data(), flags.ElementLength()}};
  ItemsetTable sorted;
  const Status status = honeysift::itemset::sort_itemsets(table, sorted);
  auto result = Napi::Object::New(env);
  result["status"] = number(env, status);
  put_table(env, result, sorted);
  return result;
}

// (offsets, items, null, candidateOffsets, candidateItems, itemCount, cancelFlag | null, matches)
Napi::Value match_first(const Napi::CallbackInfo& info) {
  const TransactionView candidates{words_of(info[3]), words_of(info[4]), {}};
  return number(info.Env(), honeysift::itemset::match_first(
                                view_of(info), candidates, info[5].As<Napi::Number>().Uint32Value(),
                                flag_of(info[6]), words_of(info[7])));
}

Napi::Object init(Napi::Env env, Napi::Object exports) {
  exports["prepare"] = Napi::Function::New(env, prepare);
  exports["numberRows"] = Napi::Function::New(env, number_rows);
  exports["mine"] = Napi::Function::New(env, mine);
  exports["mineRecords"] = Napi::Function::New(env, mine_records);
  exports["listRecords"] = Napi::Function::New(env, list_records);
  exports["sort"] = Napi::Function::New(env, sort);
  exports["matchFirst"] = Napi::Function::New(env, match_first);
  return exports;
}

}  // namespace

NODE_API_MODULE(NODE_GYP_MODULE_NAME, init)
