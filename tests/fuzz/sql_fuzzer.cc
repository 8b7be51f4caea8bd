// A script of SQL, replayed: whatever it holds, there are diagnostics and no crash.
//
// run: sql_fuzzer -max_len=65536 CORPUS tests/cases
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "engine/base/diagnostic.h"
#include "engine/base/source.h"
#include "engine/catalog/catalog.h"
#include "engine/replay/replay.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace schemadiff;
  if (size == 0) return 0;
  // The last byte, which files end with a line break in, chooses the version.
  const int major = 13 + data[size - 1] % 6;
  Catalog catalog = InitialCatalog(major * 10000);
  Diagnostics diagnostics;
  Replayer replayer(catalog, diagnostics);
  const std::string text(reinterpret_cast<const char*>(data), size);
  replayer.Execute(SourceText::FromFile("fuzz.sql", text), "");
  replayer.EndSession();
  // The catalog is whole: what refers to something gone would show here.
  for (const ObjectId id : catalog.Sorted()) {
    for (const Dependency& dependency : catalog.References(id)) {
      if (!catalog.IsLive(dependency.object)) __builtin_trap();
    }
  }
  catalog.GetFingerprint();
  return 0;
}
