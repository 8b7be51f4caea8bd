// A psql script, replayed: whatever it holds, there are diagnostics and no crash. README.md says
// how to run this.
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "engine/base/diagnostic.h"
#include "engine/base/source.h"
#include "engine/catalog/catalog.h"
#include "engine/replay/replay.h"
#include "parsers/sql/script.h"

namespace {

using namespace schemadiff;

// What is left is whole: what refers to something gone shows here.
void Check(const Catalog& catalog, const Diagnostics& diagnostics) {
  for (const ObjectId id : catalog.Sorted()) {
    for (const Dependency& dependency : catalog.References(id)) {
      if (!catalog.IsLive(dependency.object)) __builtin_trap();
    }
  }
  catalog.GetFingerprint();
  for (const Diagnostic& diagnostic : diagnostics.list()) FormatDiagnostic(diagnostic);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  if (size == 0) return 0;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  PsqlOptions options;
  options.directory = "/nonexistent";
  const absl::StatusOr<PsqlScript> script = ReadPsqlText("fuzz.sql", std::string(text), options);
  // Text that is none for psql may reach the parser by another way.
  PsqlScript whole;
  if (!script.ok()) {
    whole.parts.push_back({SourceText::FromFile("fuzz.sql", std::string(text)), false});
  }
  const PsqlScript& read = script.ok() ? *script : whole;
  // The last byte chooses the version; files end with a line break there. The first chooses
  // between a script and migrations of which it is not known whether they run.
  Catalog catalog = InitialCatalog((13 + data[size - 1] % 6) * 10000);
  Diagnostics diagnostics = read.diagnostics;
  Replayer replayer(catalog, diagnostics);
  const bool perhaps = text.starts_with("\t");
  for (const PsqlScript::Part& part : read.parts) {
    if (part.new_session) replayer.EndSession();
    if (perhaps) {
      replayer.ExecutePerhaps(part.text, "1");
    } else {
      replayer.Execute(part.text, "");
    }
  }
  replayer.EndSession();
  Check(catalog, diagnostics);
  // A transaction that is rolled back leaves the catalog as it was before.
  const Fingerprint before = catalog.GetFingerprint();
  const Catalog::Mark mark = catalog.SetMark();
  for (const PsqlScript::Part& part : read.parts) replayer.Execute(part.text, "");
  replayer.EndSession();
  catalog.RollbackTo(mark);
  if (!(catalog.GetFingerprint() == before)) __builtin_trap();
  return 0;
}
