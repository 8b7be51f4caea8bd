// PL/pgSQL, run on a small schema: as the code of a DO statement, and as that of a function that is
// called. README.md says how to run this.
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "engine/base/diagnostic.h"
#include "engine/base/source.h"
#include "engine/base/strings.h"
#include "engine/catalog/catalog.h"
#include "engine/replay/replay.h"

namespace {

using namespace schemadiff;

constexpr std::string_view kSchema = R"(
CREATE TYPE mood AS ENUM ('ok', 'bad');
CREATE TABLE t (a int PRIMARY KEY, b text NOT NULL DEFAULT 'x', m mood);
CREATE TABLE u (id bigserial, t_a int REFERENCES t, CHECK (id > 0));
CREATE INDEX ON u (t_a);
CREATE VIEW v AS SELECT a, b FROM t;
)";

// A transaction is rolled back around it, as it would be in a migration that fails.
std::string Script(std::string_view code) {
  return StrCat("DO $fuzz$", code, "$fuzz$;\n",
                "BEGIN; CREATE FUNCTION f() RETURNS void LANGUAGE plpgsql AS $fuzz$", code,
                "$fuzz$; SELECT f(); DROP TABLE u; SELECT f(); ROLLBACK;");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  if (size == 0) return 0;
  const std::string_view code(reinterpret_cast<const char*>(data), size);
  // The last byte chooses the version.
  Catalog catalog = InitialCatalog((13 + data[size - 1] % 6) * 10000);
  Diagnostics diagnostics;
  Replayer replayer(catalog, diagnostics);
  replayer.Execute(SourceText::FromFile("schema.sql", std::string(kSchema)), "");
  replayer.Execute(SourceText::FromFile("fuzz.sql", Script(code)), "");
  replayer.EndSession();
  for (const ObjectId id : catalog.Sorted()) {
    for (const Dependency& dependency : catalog.References(id)) {
      if (!catalog.IsLive(dependency.object)) __builtin_trap();
    }
  }
  catalog.GetFingerprint();
  for (const Diagnostic& diagnostic : diagnostics.list()) FormatDiagnostic(diagnostic);
  return 0;
}
