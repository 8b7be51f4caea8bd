#include "engine/pg/extensions.h"

#include <algorithm>
#include <array>
#include <memory>
#include <mutex>
#include <tuple>
#include <utility>

#include "engine/base/strings.h"
#include "engine/pg/embedded_data.h"
#include "engine/pg/identifier.h"

namespace schemadiff {
namespace {

auto MemberKey(const ExtensionMember& member) { return std::tie(member.kind, member.name); }

auto WholeMember(const ExtensionMember& member) {
  return std::tie(member.kind, member.name, member.schema, member.arguments, member.result,
                  member.detail, member.parameters);
}

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

std::shared_ptr<const Extensions> Extensions::With(int major, std::vector<KnownExtension> more) {
  std::shared_ptr<Extensions> extensions(new Extensions(ForMajor(major)));
  for (KnownExtension& extension : more) {
    std::ranges::sort(extension.members, {}, WholeMember);
    extensions->Insert({std::move(extension), true});
  }
  return extensions;
}

void Extensions::Insert(Entry entry) {
  const auto at = std::ranges::lower_bound(entries_, entry.facts.name, {},
                                           [](const Entry& e) { return e.facts.name; });
  if (at != entries_.end() && at->facts.name == entry.facts.name) {
    *at = std::move(entry);
  } else {
    entries_.insert(at, std::move(entry));
  }
}

Extensions::Extensions(int major) {
  const auto load = [&](std::string_view extensions, std::string_view members, bool complete) {
    for (internal::DataReader row(extensions, major); row.Next();) {
      if (FindEntry(row.Text(0)) != nullptr) continue;
      Entry entry;
      entry.facts = {row.Text(0), row.Text(1), row.Flag(2), row.Text(3),
                     row.Text(4), row.Text(5), complete};
      Insert(std::move(entry));
    }
    for (internal::DataReader row(members, major); row.Next();) {
      auto* entry = const_cast<Entry*>(FindEntry(row.Text(0)));
      if (entry == nullptr || entry->facts.complete != complete) continue;
      entry->members.push_back(
          {row.Text(1), row.Text(2), row.Text(3), row.Text(4), row.Text(5), row.Text(6), {}});
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
                                                     std::string_view kind) const {
  const Entry* entry = FindEntry(extension);
  if (entry == nullptr) return {};
  const auto [first, last] =
      std::ranges::equal_range(entry->members, kind, {}, &ExtensionMember::kind);
  return {first, last};
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

std::vector<const KnownExtension*> Extensions::Added() const {
  std::vector<const KnownExtension*> added;
  for (const Entry& entry : entries_) {
    if (entry.added) added.push_back(&entry);
  }
  return added;
}

std::vector<std::string_view> SplitMemberList(std::string_view list) {
  std::vector<std::string_view> entries;
  if (list.empty()) return entries;
  size_t begin = 0;
  int depth = 0;
  bool quoted = false;
  for (size_t i = 0; i < list.size(); ++i) {
    const char c = list[i];
    if (c == '"') quoted = !quoted;
    if (quoted) continue;
    if (c == '(') ++depth;
    if (c == ')') --depth;
    if (c == ',' && depth <= 0) {
      entries.push_back(StripWhitespace(list.substr(begin, i - begin)));
      begin = i + 1;
    }
  }
  entries.push_back(StripWhitespace(list.substr(begin)));
  return entries;
}

std::string TakeMemberName(std::string_view* entry) {
  std::string name;
  size_t at = 0;
  if (entry->starts_with('"')) {
    for (at = 1; at < entry->size(); ++at) {
      if ((*entry)[at] == '"' && entry->substr(at + 1, 1) != "\"") break;
      if ((*entry)[at] == '"') ++at;
      name += (*entry)[at];
    }
    at = std::min(at + 1, entry->size());
  } else {
    at = std::min(entry->find(' '), entry->size());
    name = entry->substr(0, at);
  }
  entry->remove_prefix(at);
  if (entry->starts_with(' ')) entry->remove_prefix(1);
  return name;
}

}  // namespace schemadiff
