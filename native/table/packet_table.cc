#include "table/packet_table.h"

#include <algorithm>
#include <limits>
#include <new>
#include <numeric>

#include "table/address_text.h"

namespace honeysift {

namespace {

constexpr int64_t kNsPerDay = 86'400'000'000'000;

// The days of attack sources are found in the same way: clear of the ends of the range.
int32_t day_of(int64_t time) noexcept {
  constexpr int64_t kLeast = std::numeric_limits<int64_t>::min() + kNsPerDay;
  constexpr int64_t kMost = std::numeric_limits<int64_t>::max() - 1;
  time = std::clamp(time, kLeast, kMost);
  const int64_t day = time / kNsPerDay;
  return static_cast<int32_t>(time % kNsPerDay < 0 ? day - 1 : day);
}

}  // namespace

PacketTable::PacketTable(PacketTableNames names)
    : names_(std::move(names)), index_(names_.addresses), addresses_(index_) {}

bool PacketTable::is_full() const noexcept {
  return block_.rows() >= kBlockRows || payload_table_.byte_size() >= kBlockPayloadBytes;
}

TableStatus PacketTable::add_rows(std::span<const PacketRow> rows, std::span<const uint8_t> bytes,
                                  std::span<const uint8_t> scratch) noexcept try {
  if (finished_) return TableStatus::kFinished;
  while (!rows.empty()) {
    size_t count = 0;
    while (count < rows.size() && !is_full()) find(rows[count++], bytes, scratch);
    block_.keep(rows.first(count));
    if (is_full()) encode_block();
    rows = rows.subspan(count);
  }
  return TableStatus::kOk;
} catch (const std::bad_alloc&) {
  return TableStatus::kOutOfMemory;
}

void PacketTable::find(const PacketRow& row, std::span<const uint8_t> bytes,
                       std::span<const uint8_t> scratch) {
  PacketFinding& finding = block_.findings.emplace_back();
  if ((row.flags & kHasTime) != 0) finding.day = day_of(row.timestamp_ns);
  if ((row.flags & kHasIp) == 0) return;
  finding.src = addresses_.find_or_add(row.src_address);
  finding.dst = addresses_.find_or_add(row.dst_address);
  find_direction(finding);
  const auto& within = (row.flags & kPayloadInScratch) != 0 ? scratch : bytes;
  const size_t offset = row.payload_offset;
  const size_t length = row.payload_captured;
  if (length > 0 && offset <= within.size() && length <= within.size() - offset)
    finding.payload = payload_table_.add(within.subspan(offset, length));
}

void PacketTable::find_direction(PacketFinding& finding) {
  const int32_t to = addresses_.target(finding.dst);
  const int32_t from = addresses_.target(finding.src);
  if (to < 0 && from < 0) {
    finding.direction = kIsForeign;
    return;
  }
  const auto target = static_cast<size_t>(to >= 0 ? to : from);
  finding.honeypot = names_.honeypots_of[target];
  if (to < 0) {
    finding.direction = kIsOutbound;
  } else if (from >= 0) {
    finding.direction = kIsInternal;
  } else {
    finding.direction = kIsInbound;
    if (names_.has_source_ids)
      finding.source = source_number({finding.src, finding.day, names_.groups_of[target]});
  }
}

// The packets of a source mostly follow each other, as far as its address goes.
uint32_t PacketTable::source_number(const BlockSource& source) {
  if (newest_source_.size() <= source.address) newest_source_.resize(addresses_.size(), 0);
  uint32_t& newest = newest_source_[source.address];
  if (newest == 0 || !(sources_[newest - 1] == source)) {
    const auto [at, is_new] =
        source_numbers_.try_emplace(source, static_cast<uint32_t>(sources_.size()));
    if (is_new) sources_.push_back(source);
    newest = at->second + 1;
  }
  return newest - 1;
}

int32_t PacketTable::month_of(int32_t day) {
  if (day != known_day_) {
    known_day_ = day;
    known_month_ = month_of_day(day);
  }
  return known_month_;
}

void PacketTable::encode_block() {
  payload_table_.identify();
  const size_t rows = block_.rows();
  std::vector<int32_t> months(rows);
  for (size_t row = 0; row < rows; ++row) months[row] = month_of(block_.findings[row].day);
  std::vector<uint32_t> order(rows);
  std::iota(order.begin(), order.end(), 0u);
  const auto by_month = [&](uint32_t a, uint32_t b) { return months[a] < months[b]; };
  if (!std::is_sorted(months.begin(), months.end()))
    std::stable_sort(order.begin(), order.end(), by_month);
  for (size_t begin = 0; begin < rows;) {
    const int32_t month = months[order[begin]];
    size_t end = begin;
    while (end < rows && end - begin < kGroupRows && months[order[end]] == month) ++end;
    encode_rows(month, {order.data() + begin, end - begin});
    begin = end;
  }
  payload_table_.write(payload_file_, writer_.encoder());
  packets_ += rows;
  block_.clear();
  addresses_.clear();
  payload_table_.clear();
  sources_.clear();
  source_numbers_.clear();
  newest_source_.clear();
  count_pending();
}

void PacketTable::encode_rows(int32_t month, std::span<const uint32_t> rows) {
  MonthFile& of_month = months_[month];
  const BlockNames names{addresses_,       payload_table_,  sources_,
                         names_.honeypots, names_.suffixes, packets_ + 1};
  of_month.digest_places.push_back(writer_.write(of_month.file, block_, rows, names));
}

TableStatus PacketTable::finish(std::string_view digest) noexcept try {
  if (finished_) return TableStatus::kFinished;
  finished_ = true;
  if (block_.rows() > 0) encode_block();
  for (auto& [month, of_month] : months_) {
    of_month.file.set_range(0, std::string(digest));
    of_month.file.finish();
  }
  if (payload_file_.rows() > 0) payload_file_.finish();
  count_pending();
  return TableStatus::kOk;
} catch (const std::bad_alloc&) {
  return TableStatus::kOutOfMemory;
}

void PacketTable::count_pending() noexcept {
  pending_bytes_ = payload_file_.rows() > 0 ? payload_file_.pending().size() : 0;
  for (const auto& [month, of_month] : months_) pending_bytes_ += of_month.file.pending().size();
}

void PacketTable::take_all() noexcept {
  if (payload_file_.rows() > 0) payload_file_.take();
  for (auto& [month, of_month] : months_) of_month.file.take();
  pending_bytes_ = 0;
}

}  // namespace honeysift
