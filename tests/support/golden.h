// Golden files: outputs that a person has looked at, kept in the tree.
#pragma once

#include <string>
#include <string_view>

namespace schemadiff::testing {

/// The root of the source tree.
std::string SourceDirectory();

/// The content of a file; throws std::runtime_error where it cannot be read.
std::string ReadFile(const std::string& path);

/// Expects the text to equal the golden file (a path from the root of the source tree), byte for
/// byte. With SCHEMA_DIFF_UPDATE_GOLDEN set in the environment, writes the file instead: look at
/// the difference before it is committed.
void ExpectGolden(const std::string& path, std::string_view text);

/// Whether the JSON text is valid by a JSON Schema (a path from the root of the source tree), as
/// python3-jsonschema sees it; its complaints go to *complaints.
bool IsValidJson(const std::string& schema_path, const std::string& json,
                 std::string* complaints = nullptr);
/// Expects it to be valid by that schema.
void ExpectValidJson(const std::string& schema_path, const std::string& json);

}  // namespace schemadiff::testing
