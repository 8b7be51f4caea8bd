// Expected and actual values, side by side.
#include <algorithm>

#include "engine/base/escape.h"
#include "engine/base/strings.h"
#include "engine/report/line_diff.h"
#include "engine/report/text_writer.h"

namespace schemadiff {
namespace {

constexpr size_t kContextLines = 2;
constexpr std::string_view kNone = "(none)";

std::string ValueText(const std::string& value) {
  return value.empty() ? std::string(kNone) : Safe(value);
}

bool IsLong(const AttributeDifference& attribute, size_t room) {
  const auto has_lines = [](const std::string& text) {
    return text.find('\n') != std::string::npos;
  };
  return has_lines(attribute.expected) || has_lines(attribute.actual) ||
         (!attribute.expected.empty() && !attribute.actual.empty() &&
          DisplayWidth(Safe(attribute.expected)) > 2 * room &&
          DisplayWidth(Safe(attribute.actual)) > 2 * room);
}

class DifferenceWriter {
 public:
  DifferenceWriter(size_t indent, std::string_view expected_label, std::string_view actual_label,
                   TextWriter* out)
      : indent_(indent), expected_label_(expected_label), actual_label_(actual_label), out_(out) {
    label_width_ = std::max(expected_label.size(), actual_label.size());
  }

  void Measure(const std::vector<AttributeDifference>& attributes) {
    for (const AttributeDifference& attribute : attributes) {
      name_width_ = std::max(name_width_, attribute.name.size());
    }
    for (const AttributeDifference& attribute : attributes) {
      if (FitsOneLine(attribute)) {
        expected_width_ = std::max(expected_width_, DisplayWidth(ValueText(attribute.expected)));
      }
    }
  }

  void Write(const AttributeDifference& attribute) {
    const size_t room = Room();
    if (IsLong(attribute, room)) {
      WriteLineDiff(attribute);
    } else if (FitsOneLine(attribute) && WidthWith(attribute, expected_width_) <= out_->width()) {
      out_->Line(StrCat(Lead(attribute), out_->Paint(Tone::kFaint, expected_label_), " ",
                        PadRight(ValueText(attribute.expected), expected_width_), "   ",
                        out_->Paint(Tone::kFaint, actual_label_), " ",
                        out_->Paint(Tone::kStrong, ValueText(attribute.actual))));
    } else {
      const std::string lead = Lead(attribute);
      WriteStacked(lead, expected_label_, attribute.expected, Tone::kPlain);
      WriteStacked(std::string(LeadWidth(), ' '), actual_label_, attribute.actual, Tone::kStrong);
    }
    if (!attribute.reason.empty()) {
      out_->Wrapped(std::string(LeadWidth(), ' '), LeadWidth(),
                    StrCat("not comparable: ", Safe(attribute.reason)));
    }
  }

  void Remark(const std::string& text) {
    out_->Wrapped(std::string(LeadWidth(), ' '), LeadWidth(), text, Tone::kFaint);
  }

 private:
  size_t LeadWidth() const { return indent_ + name_width_ + 2; }
  std::string Lead(const AttributeDifference& attribute) const {
    return std::string(indent_, ' ') + PadRight(attribute.name, name_width_ + 2);
  }
  std::string Label(std::string_view label) const {
    return out_->Paint(Tone::kFaint, PadRight(label, label_width_));
  }
  // Columns for a value that stands alone on its line.
  size_t Room() const {
    const size_t used = LeadWidth() + label_width_ + 1;
    return out_->width() > used + 20 ? out_->width() - used : 20;
  }
  size_t WidthWith(const AttributeDifference& attribute, size_t expected_width) const {
    return LeadWidth() + expected_label_.size() + 1 + expected_width + 3 + actual_label_.size() +
           1 + DisplayWidth(ValueText(attribute.actual));
  }
  bool FitsOneLine(const AttributeDifference& attribute) const {
    return !IsLong(attribute, Room()) &&
           WidthWith(attribute, DisplayWidth(ValueText(attribute.expected))) <= out_->width();
  }

  void WriteStacked(const std::string& lead, std::string_view label, const std::string& value,
                    Tone tone) {
    bool first = true;
    for (const std::string& line : BreakText(ValueText(value), Room())) {
      const std::string start = first ? StrCat(lead, Label(label), " ")
                                      : std::string(LeadWidth() + label_width_ + 1, ' ');
      out_->Line(StrCat(start, out_->Paint(tone, line)));
      first = false;
    }
  }

  void WriteLineDiff(const AttributeDifference& attribute) {
    out_->Line(StrCat(Lead(attribute), out_->Paint(Tone::kFaint, "- "),
                      out_->Paint(Tone::kFaint, expected_label_),
                      out_->Paint(Tone::kFaint, StrCat(", + ", actual_label_))));
    const std::string margin(indent_ + 2, ' ');
    for (const DiffLine& line : DiffLines(attribute.expected, attribute.actual, kContextLines)) {
      std::string_view sign = "  ";
      Tone tone = Tone::kPlain;
      switch (line.side) {
        case DiffLine::Side::kBoth:
          break;
        case DiffLine::Side::kExpected:
          sign = "- ", tone = Tone::kRemoved;
          break;
        case DiffLine::Side::kActual:
          sign = "+ ", tone = Tone::kAdded;
          break;
        case DiffLine::Side::kGap:
          out_->Line(StrCat(margin, out_->Paint(Tone::kFaint, "  ...")));
          continue;
      }
      // Wide lines are broken, and the rest marked by the same sign.
      const size_t room =
          out_->width() > margin.size() + 22 ? out_->width() - margin.size() - 2 : 20;
      for (const std::string& part : BreakText(Safe(line.text), room)) {
        out_->Line(StrCat(margin, out_->Paint(tone, StrCat(sign, part))));
      }
    }
  }

  size_t indent_;
  std::string_view expected_label_;
  std::string_view actual_label_;
  TextWriter* out_;
  size_t label_width_ = 0;
  size_t name_width_ = 0;
  size_t expected_width_ = 0;
};

}  // namespace

void WriteDifferences(const std::vector<AttributeDifference>& attributes, size_t indent,
                      std::string_view expected_label, std::string_view actual_label,
                      TextWriter* out, const std::vector<std::string>& remarks) {
  DifferenceWriter writer(indent, expected_label, actual_label, out);
  writer.Measure(attributes);
  for (size_t i = 0; i < attributes.size(); ++i) {
    writer.Write(attributes[i]);
    if (i < remarks.size() && !remarks[i].empty()) writer.Remark(remarks[i]);
  }
}

}  // namespace schemadiff
