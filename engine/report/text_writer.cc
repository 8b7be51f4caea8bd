#include "engine/report/text_writer.h"

#include <algorithm>

#include "engine/base/escape.h"
#include "engine/base/strings.h"

namespace schemadiff {

void TextWriter::Line(std::string_view text) {
  while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
  StrAppend(&out_, text, "\n");
}

void TextWriter::Wrapped(std::string_view lead, size_t lead_width, std::string_view text,
                         Tone tone) {
  const size_t room = width_ > lead_width + 20 ? width_ - lead_width : 20;
  bool first = true;
  for (const std::string& line : WrapText(text, room)) {
    Line(StrCat(first ? std::string(lead) : std::string(lead_width, ' '), Paint(tone, line)));
    first = false;
  }
  if (first) Line(lead);
}

std::string Safe(std::string_view text) { return EscapeForTerminal(text); }

std::string ObjectText(const ObjectKey& key) { return Safe(key.ToString()); }

std::string PlaceText(const SourceLocation& location) {
  if (!location.known()) return {};
  if (location.line == 0) return Safe(location.file);
  return StrCat(Safe(location.file), ":", location.line);
}

std::string CountsText(const UncomparedKind& kind) {
  return StrCat(Safe(kind.kind), " (", kind.expected, " expected, ", kind.actual, " found)");
}

std::string PartsText(const std::vector<PartList>& parts) {
  std::vector<std::string> counts;
  for (const PartList& part : parts) counts.push_back(Count(part.count, KindName(part.kind)));
  return JoinList(counts);
}

void WritePartNames(const std::vector<PartList>& parts, size_t indent, TextWriter* out) {
  size_t widest = 0;
  for (const PartList& part : parts) {
    widest = std::max(widest, Plural(KindName(part.kind)).size());
  }
  for (const PartList& part : parts) {
    const std::string label =
        part.count == 1 ? std::string(KindName(part.kind)) : Plural(KindName(part.kind));
    const std::string lead = std::string(indent, ' ') + PadRight(label, widest + 2);
    std::string names = StrJoin(
        part.names, ", ", [](std::string* text, const std::string& name) { *text += Safe(name); });
    if (part.names.empty()) {
      names = StrCat(part.count);
    } else if (part.names.size() < part.count) {
      StrAppend(&names, " and ", part.count - part.names.size(), " more");
    }
    out->Wrapped(out->Paint(Tone::kFaint, lead), lead.size(), names);
  }
}

}  // namespace schemadiff
