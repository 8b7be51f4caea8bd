// The code of a DO statement, run on a small schema.
//
// run: plpgsql_fuzzer -max_len=16384 CORPUS
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

constexpr std::string_view kSchema = R"(
CREATE TYPE mood AS ENUM ('ok', 'bad');
CREATE TABLE t (a int PRIMARY KEY, b text NOT NULL DEFAULT 'x', m mood);
CREATE TABLE u (id bigserial, t_a int REFERENCES t, CHECK (id > 0));
CREATE INDEX ON u (t_a);
CREATE VIEW v AS SELECT a, b FROM t;
)";

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace schemadiff;
  Catalog catalog = InitialCatalog(170000);
  Diagnostics diagnostics;
  Replayer replayer(catalog, diagnostics);
  const std::string_view code(reinterpret_cast<const char*>(data), size);
  replayer.Execute(SourceText::FromFile("schema.sql", std::string(kSchema)), "");
  replayer.Execute(SourceText::FromFile("fuzz.sql", StrCat("DO $fuzz$", code, "$fuzz$;")), "");
  replayer.EndSession();
  catalog.GetFingerprint();
  return 0;
}
