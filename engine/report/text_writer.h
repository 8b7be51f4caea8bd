// What the text renderers share: a growing text, its width and its colours.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "engine/base/source.h"
#include "engine/catalog/object.h"
#include "engine/report/report.h"
#include "engine/report/text.h"
#include "engine/report/text_layout.h"

namespace schemadiff {

class TextWriter {
 public:
  explicit TextWriter(const TextOptions& options)
      : options_(options),
        paint_(options.colour),
        width_(options.width < 40 ? 40 : options.width) {}

  size_t width() const { return width_; }
  int verbosity() const { return options_.verbosity; }
  bool colour() const { return options_.colour; }
  std::string Paint(Tone tone, std::string_view text) const { return paint_(tone, text); }

  /// One line; spaces at its end are dropped. The text may hold colours.
  void Line(std::string_view text = {});
  /// Plain text, wrapped: the first line begins with `lead` (which may hold colours and is
  /// `lead_width` columns wide), the others are indented by as much.
  void Wrapped(std::string_view lead, size_t lead_width, std::string_view text,
               Tone tone = Tone::kPlain);
  std::string Take() { return std::move(out_); }

 private:
  TextOptions options_;
  Painter paint_;
  size_t width_;
  std::string out_;
};

/// Text from outside, made harmless for a terminal, on one line.
std::string Safe(std::string_view text);
/// "table public.users", "column public.users.email"; harmless.
std::string ObjectText(const ObjectKey& key);
/// "alembic/versions/x.py:12", without the column; harmless; empty where not known.
std::string PlaceText(const SourceLocation& location);
/// "7 columns, 2 constraints and 1 index"; empty for no parts.
std::string PartsText(const std::vector<PartList>& parts);
/// Lines "columns  id, name, ..." (their number where no name is known), indented by `indent`.
void WritePartNames(const std::vector<PartList>& parts, size_t indent, TextWriter* out);

/// Expected and actual of each attribute, side by side where they fit; below each its remark, where
/// there are any.
void WriteDifferences(const std::vector<AttributeDifference>& attributes, size_t indent,
                      std::string_view expected_label, std::string_view actual_label,
                      TextWriter* out, const std::vector<std::string>& remarks = {});

/// "rule (1 expected, 0 found)"; harmless.
std::string CountsText(const UncomparedKind& kind);
/// All findings, by class.
void WriteFindings(const Report& report, TextWriter* out);
/// Diagnostics; those that say the same of several names or lines are one entry, except where
/// the verbosity asks for all.
void WriteDiagnostics(const Diagnostics& diagnostics, TextWriter* out);
/// What a revision does to the schema, one line per object.
void WriteEffects(const RevisionInfo& revision, size_t indent, TextWriter* out);

/// The first line of the report, and the tone that goes with its verdict.
std::string Headline(const Report& report);
Tone VerdictTone(Verdict verdict);
/// One sentence on where the database stands; empty where that is not known.
std::string StatusSentence(const HistoryStatus& status);
/// "2 heads: a and b; ..." and "2 roots: ..." where there is more than one.
std::vector<std::string> BranchSentences(const HistoryStatus& status);

}  // namespace schemadiff
