#include "engine/pg/extensions.h"

#include <algorithm>
#include <array>
#include <memory>
#include <mutex>
#include <tuple>

#include "engine/pg/embedded_data.h"
#include "engine/pg/identifier.h"

namespace schemadiff {
namespace {

auto MemberKey(const ExtensionMember& member) { return std::tie(member.kind, member.name); }

}  // namespace

const Extensions& Extensions::ForMajor(int major) {
  constexpr int kCount = kNewestMajor - kOldestMajor + 1;
  static std::array<std::once_flag, kCount> once;
  static std::array<std::unique_ptr<const Extensions>, kCount> loaded;
  const int known = std::clamp(major, kOldestMajor, kNewestMajor);
  const auto slot = static_cast<size_t>(known - kOldestMajor);
  std::call_once(once[slot], [&] { loaded[slot].reset(new Extensions(known)); });
  return *loaded[slot];
}

Extensions::Extensions(int major) {
  const auto load = [&](std::string_view extensions, std::string_view members, bool complete) {
    for (internal::DataReader row(extensions, major); row.Next();) {
      if (FindEntry(row.Text(0)) != nullptr) continue;
      Entry entry;
      entry.facts = {row.Text(0), row.Text(1), row.Flag(2), row.Text(3), row.Text(4), complete};
      entries_.insert(std::ranges::upper_bound(entries_, entry.facts.name, {},
                                               [](const Entry& e) { return e.facts.name; }),
                      std::move(entry));
    }
    for (internal::DataReader row(members, major); row.Next();) {
      auto* entry = const_cast<Entry*>(FindEntry(row.Text(0)));
      if (entry == nullptr || entry->facts.complete != complete) continue;
      entry->members.push_back({row.Text(1), row.Text(2), row.Text(3), row.Text(4), row.Text(5)});
    }
  };
  load("extensions", "extension_members", true);
  load("extensions_stated", "extension_members_stated", false);
  for (Entry& entry : entries_) {
    std::ranges::stable_sort(entry.members, {}, MemberKey);
  }
}

const Extensions::Entry* Extensions::FindEntry(std::string_view name) const {
  const auto found =
      std::ranges::lower_bound(entries_, name, {}, [](const Entry& e) { return e.facts.name; });
  return found == entries_.end() || found->facts.name != name ? nullptr : &*found;
}

const ExtensionFacts* Extensions::Find(std::string_view name) const {
  const Entry* entry = FindEntry(name);
  return entry == nullptr ? nullptr : &entry->facts;
}

std::span<const ExtensionMember> Extensions::Members(std::string_view extension) const {
  const Entry* entry = FindEntry(extension);
  if (entry == nullptr) return {};
  return entry->members;
}

std::span<const ExtensionMember> Extensions::Members(std::string_view extension,
                                                     std::string_view kind,
                                                     std::string_view name) const {
  const Entry* entry = FindEntry(extension);
  if (entry == nullptr) return {};
  const auto [first, last] =
      std::ranges::equal_range(entry->members, std::tie(kind, name), {}, MemberKey);
  return {first, last};
}

}  // namespace schemadiff
