#include "packet/pcap_reader.h"

#include <algorithm>

#include "packet/wire.h"

namespace honeysift {

namespace {

constexpr uint32_t kMicroseconds = 0xa1b2c3d4;
constexpr uint32_t kNanoseconds = 0xa1b23c4d;
constexpr uint32_t kModified = 0xa1b2cd34;
constexpr uint32_t kPlausibleGapSeconds = 30 * 86400;
constexpr uint32_t kMaxOriginal = 1u << 24;
constexpr size_t kZeroedRun = 4096;

bool is_magic(uint32_t value) noexcept {
  return value == kMicroseconds || value == kNanoseconds || value == kModified;
}

// Whether a number could be a magic one, in this byte order or the other.
bool may_be_magic(uint32_t value) noexcept {
  return value >> 16 == 0xa1b2 || (value & 0xffff) == 0xb2a1;
}

bool near(uint32_t a, uint32_t b) noexcept {
  return (a > b ? a - b : b - a) <= kPlausibleGapSeconds;
}

bool all_zero(const uint8_t* bytes, size_t length) noexcept {
  return std::all_of(bytes, bytes + length, [](uint8_t byte) { return byte == 0; });
}

}  // namespace

bool PcapReader::has_magic(const uint8_t* bytes) noexcept {
  return is_magic(load_be32(bytes)) || is_magic(load_le32(bytes));
}

void PcapReader::open(const uint8_t* header) noexcept {
  big_endian_ = is_magic(load_be32(header));
  const uint32_t magic = load_u32(header, big_endian_);
  nanoseconds_ = magic == kNanoseconds;
  record_header_ = magic == kModified ? 24 : 16;
  const uint16_t major = load_u16(header + 4, big_endian_);
  const uint16_t minor = load_u16(header + 6, big_endian_);
  lengths_swapped_ = (major == 2 && minor < 3) || major == 543;
  lengths_maybe_swapped_ = major == 2 && minor == 3;
  snap_length_ = load_u32(header + 16, big_endian_);
  // The upper bits say how long the frame check sequence is; lengths inside the packets make that
  // needless.
  link_type_ = load_u32(header + 20, big_endian_) & 0x03ffffff;
  link_ = link_decoder(link_type_);
  good_records_ = 0;
  opened_ = true;
  has_sound_records_ = record_header_ == 16 && !lengths_swapped_ && !lengths_maybe_swapped_;
}

template <bool kBigEndian, bool kFilters>
size_t PcapReader::read_sound_records(FedBytes fed, size_t at, RecordSink& sink) noexcept {
  constexpr size_t kHeader = 16;
  const uint32_t longest = snap_length_ == 0 ? kMaxRecord : std::min(snap_length_, kMaxRecord);
  const uint32_t fractions = nanoseconds_ ? 1000000000u : 1000000u;
  const int64_t unit = nanoseconds_ ? 1 : 1000;
  const LayerDecoder link = link_;
  const bool is_plain_link = sink.is_plain_link(link);
  const std::span<PacketRow> rows = sink.free_rows();
  size_t filled = 0;
  uint64_t read = 0;
  uint32_t last_seconds = last_seconds_;
  uint32_t previous_seconds = previous_seconds_;
  int64_t first = INT64_MAX;
  int64_t last = INT64_MIN;
  uint64_t sum = 0;
  bool go_on = !sink.full();
  while (go_on && filled < rows.size() && fed.length - at >= kHeader) {
    const uint8_t* bytes = fed.data + at;
    const uint32_t seconds = load_u32(bytes, kBigEndian);
    const uint32_t fraction = load_u32(bytes + 4, kBigEndian);
    // As one number: compilers else take both into a vector, and wait for the way back.
    const uint64_t lengths = load_u64(bytes + 8, kBigEndian);
    const auto captured = static_cast<uint32_t>(kBigEndian ? lengths >> 32 : lengths);
    const auto original = static_cast<uint32_t>(kBigEndian ? lengths : lengths >> 32);
    const bool sound = captured - 1 < longest && captured <= original && fraction < fractions &&
                       !may_be_magic(seconds) && captured <= fed.length - at - kHeader;
    if (!sound) break;
    const int64_t time = int64_t{seconds} * 1000000000 + int64_t{fraction} * unit;
    const CaptureRecord record{
        .data = bytes + kHeader,
        .captured = captured,
        .original = original,
        .timestamp_ns = time,
        .has_time = true,
        .offset = fed.stream_offset + at,
        .link = link,
        .link_type = link_type_,
        .big_endian = kBigEndian,
    };
    at += kHeader + captured;
    ++read;
    previous_seconds = last_seconds;
    last_seconds = seconds;
    if (kFilters && !sink.passes(record)) continue;
    if (sink.fill(rows[filled++], record, is_plain_link)) go_on = !sink.lacks_scratch();
    sum += original;
    first = std::min(first, time);
    last = std::max(last, time);
  }
  sink.take_filled(filled, sum);
  sink.see_times(first, last);
  last_seconds_ = last_seconds;
  previous_seconds_ = previous_seconds;
  good_records_ = static_cast<uint32_t>(std::min<uint64_t>(2, good_records_ + read));
  return at;
}

// Captures glued together with `cat`: a file header where a record should stand. As a record it
// would be an empty one.
bool PcapReader::looks_like_file_header(const uint8_t* bytes, size_t left) const noexcept {
  if (left < kFileHeader || !has_magic(bytes)) return false;
  const bool big_endian = is_magic(load_be32(bytes));
  return load_u16(bytes + 4, big_endian) == 2 && load_u16(bytes + 6, big_endian) <= 4 &&
         load_be32(bytes + 8) == 0 && load_be32(bytes + 12) == 0;
}

PcapReader::RecordHeader PcapReader::parse(const uint8_t* bytes) const noexcept {
  RecordHeader header{load_u32(bytes, big_endian_), load_u32(bytes + 4, big_endian_),
                      load_u32(bytes + 8, big_endian_), load_u32(bytes + 12, big_endian_)};
  if (lengths_swapped_ || (lengths_maybe_swapped_ && header.captured > header.original)) {
    const uint32_t captured = header.original;
    header.original = header.captured;
    header.captured = captured;
  }
  return header;
}

bool PcapReader::plausible_after(const RecordHeader& header, uint32_t seconds) const noexcept {
  return header.fraction < (nanoseconds_ ? 1000000000u : 1000000u) &&
         header.captured <= kMaxRecord && header.original <= kMaxOriginal &&
         near(header.seconds, seconds);
}

bool PcapReader::plausible(const RecordHeader& header) const noexcept {
  if (header.captured == 0 || header.original < header.captured) return false;
  if (good_records_ == 0) return plausible_after(header, header.seconds);
  return plausible_after(header, last_seconds_) ||
         (good_records_ > 1 && plausible_after(header, previous_seconds_));
}

PcapReader::Search PcapReader::search(const FedBytes& fed, size_t at, size_t end) const noexcept {
  for (; at < end; ++at) {
    const size_t left = fed.length - at;
    const uint8_t* bytes = fed.data + at;
    if (left < kFileHeader && !fed.end_of_stream) return {at, kFileHeader, false};
    if (left < record_header_) return {fed.length, 0, false};
    if (looks_like_file_header(bytes, left)) return {at, 0, true};
    const RecordHeader header = parse(bytes);
    if (!plausible(header)) continue;
    const size_t record = record_header_ + size_t{header.captured};
    if (left < record + record_header_ && !fed.end_of_stream) {
      return {at, record + record_header_, false};
    }
    if (left == record) return {at, 0, true};
    if (left < record + record_header_) continue;
    if (plausible_after(parse(bytes + record), header.seconds)) return {at, 0, true};
  }
  return {end, 0, false};
}

// Whether a record that no honest writer makes (or that the stream's end cuts off) hides others:
// its length is damaged then. Nothing hidden: it is as its writer meant it.
PcapReader::Search PcapReader::search_within(const FedBytes& fed, size_t at,
                                             size_t record) const noexcept {
  Search search = this->search(fed, at + 1, std::min(at + record, fed.length));
  if (search.needed != 0) search.needed += search.at - at;
  return search;
}

void PcapReader::begin_loss(Anomaly anomaly, uint64_t offset) noexcept {
  lost_ = true;
  loss_anomaly_ = anomaly;
  loss_offset_ = offset;
}

ReadStep PcapReader::read(const FedBytes& fed, RecordSink& sink) noexcept {
  CaptureTotals& totals = sink.totals();
  size_t at = 0;
  for (;;) {
    if (lost_) {
      const Search found = search(fed, at, fed.length + 1);
      at = found.at;
      if (found.needed != 0) return {at, found.needed};
      totals.losses.add(totals.anomalies, loss_anomaly_, loss_offset_,
                        fed.stream_offset + at - loss_offset_);
      lost_ = false;
    }
    if (has_sound_records_) {
      const auto read = big_endian_ && sink.filters() ? &PcapReader::read_sound_records<true, true>
                        : big_endian_                 ? &PcapReader::read_sound_records<true, false>
                        : sink.filters()              ? &PcapReader::read_sound_records<false, true>
                                         : &PcapReader::read_sound_records<false, false>;
      at = (this->*read)(fed, at, sink);
    }
    if (sink.full()) return {at, 0};
    const size_t left = fed.length - at;
    const uint8_t* bytes = fed.data + at;
    const uint64_t offset = fed.stream_offset + at;
    if (left == 0) return {at, fed.end_of_stream ? 0 : size_t{record_header_}};
    if (!opened_ || (left >= 4 && has_magic(bytes))) {
      if (left < kFileHeader && !fed.end_of_stream) return {at, kFileHeader};
      if (!opened_ && left < kFileHeader) {
        totals.losses.add(totals.anomalies, Anomaly::kTruncatedPcapHeader, offset, left);
        return {fed.length, 0};
      }
      if (!opened_ || looks_like_file_header(bytes, left)) {
        if (opened_) totals.anomalies.count(Anomaly::kPcapHeaderInStream);
        open(bytes);
        at += kFileHeader;
        continue;
      }
    }
    if (left < record_header_) {
      if (!fed.end_of_stream) return {at, record_header_};
      begin_loss(Anomaly::kTruncatedPcapRecord, offset);
      ++at;
      continue;
    }
    const RecordHeader header = parse(bytes);
    if (header.captured > kMaxRecord) {
      begin_loss(Anomaly::kBadPcapRecordLength, offset);
      ++at;
      continue;
    }
    const size_t record = record_header_ + size_t{header.captured};
    if ((header.seconds | header.fraction | header.captured | header.original) == 0) {
      // A few empty records are odd but legal; a page of zeros is what a lost disk block leaves.
      if (left < kZeroedRun && !fed.end_of_stream) return {at, kZeroedRun};
      if (left >= kZeroedRun && all_zero(bytes, kZeroedRun)) {
        begin_loss(Anomaly::kZeroedPcapRecord, offset);
        ++at;
        continue;
      }
    }
    if (left < record) {
      if (!fed.end_of_stream) return {at, record};
      begin_loss(Anomaly::kTruncatedPcapRecord, offset);
      ++at;
      continue;
    }
    if (header.captured > header.original ||
        (snap_length_ != 0 && header.captured > snap_length_)) {
      if (left < record + record_header_ && !fed.end_of_stream) {
        return {at, record + record_header_};
      }
      const bool followed =
          left >= record + record_header_ && plausible_after(parse(bytes + record), header.seconds);
      if (header.captured > header.original || (!followed && left != record)) {
        const Search hidden = search_within(fed, at, record);
        if (hidden.needed != 0) return {at, hidden.needed};
        if (hidden.found) {
          begin_loss(Anomaly::kBadPcapRecordLength, offset);
          ++at;
          continue;
        }
      }
      if (header.captured > header.original) {
        totals.anomalies.count(Anomaly::kCapturedExceedsOriginal);
      }
    }
    if (header.fraction >= (nanoseconds_ ? 1000000000u : 1000000u)) {
      totals.anomalies.count(Anomaly::kBadTimestampFraction);
    }
    sink.accept(CaptureRecord{
        .data = bytes + record_header_,
        .captured = header.captured,
        .original = header.original,
        .timestamp_ns = int64_t{header.seconds} * 1000000000 +
                        int64_t{header.fraction} * (nanoseconds_ ? 1 : 1000),
        .has_time = true,
        .offset = offset,
        .link = link_,
        .link_type = link_type_,
        .big_endian = big_endian_,
    });
    previous_seconds_ = last_seconds_;
    last_seconds_ = header.seconds;
    if (good_records_ < 2) ++good_records_;
    at += record;
  }
}

}  // namespace honeysift
