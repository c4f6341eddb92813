#include "report/budget.h"

#include <algorithm>
#include <map>
#include <numeric>

namespace stopgate::report {

namespace {

constexpr std::size_t kNoteBytes = 300;  // room for the last line

std::string note_of(const std::vector<Section>& sections, const std::vector<std::size_t>& kept) {
  std::map<std::string, std::size_t> missing;
  for (std::size_t i = 0; i < sections.size(); ++i)
    if (kept[i] < sections[i].items.size())
      missing[sections[i].noun] += sections[i].items.size() - kept[i];
  std::string list;
  for (const auto& [noun, count] : missing)
    list += (list.empty() ? "" : ", ") + std::to_string(count) + " " + noun;
  return list.empty() ? list
                      : "\n**Left out to fit:** " + list + ". The job's own output has them all.\n";
}

}  // namespace

std::string fit(const std::vector<Section>& sections, std::size_t bytes) {
  std::vector<std::size_t> order(sections.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::ranges::stable_sort(order, {}, [&](std::size_t i) { return sections[i].priority; });

  std::vector<std::size_t> kept(sections.size(), 0);
  std::size_t left = bytes - std::min(bytes, kNoteBytes);
  for (const auto i : order) {
    const auto& section = sections[i];
    const auto frame = section.head.size() + section.tail.size();
    if (frame > left) continue;
    auto room = left - frame;
    while (kept[i] < section.items.size() && section.items[kept[i]].size() <= room)
      room -= section.items[kept[i]++].size();
    if (kept[i] > 0) left = room;
  }

  std::string out;
  for (std::size_t i = 0; i < sections.size(); ++i) {
    if (kept[i] == 0) continue;
    out += sections[i].head;
    for (std::size_t item = 0; item < kept[i]; ++item) out += sections[i].items[item];
    out += sections[i].tail;
  }
  return out + note_of(sections, kept);
}

}  // namespace stopgate::report
