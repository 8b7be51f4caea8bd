// CREATE EXTENSION and ALTER EXTENSION.
//
// Facts from extension.c of the server's source; which extensions there are and where they go is
// known from engine/pg/extensions.h, not from control files.
#include <string>
#include <string_view>
#include <utility>

#include "engine/base/strings.h"
#include "engine/pg/extensions.h"
#include "engine/replay/def_elem.h"
#include "engine/replay/handlers.h"
#include "engine/replay/lookup.h"

namespace schemadiff::replay {
namespace {

struct ExtensionOptions {
  const ast::DefElem* schema = nullptr;
  const ast::DefElem* version = nullptr;
  const ast::DefElem* cascade = nullptr;
};

ExtensionOptions SortOptions(const ast::List& list) {
  ExtensionOptions options;
  for (const ast::Node* node : list) {
    const auto& element = *ast::Cast<ast::DefElem>(node);
    const ast::DefElem** slot = element.defname == "schema"        ? &options.schema
                                : element.defname == "new_version" ? &options.version
                                : element.defname == "cascade"     ? &options.cascade
                                                                   : nullptr;
    if (slot == nullptr) continue;  // FROM old_version, of long ago
    if (*slot != nullptr) ThrowConflictingOption(element);
    *slot = &element;
  }
  return options;
}

// The schema that the extension goes to: that of its control file, else the stated one, else the
// first of search_path.
Name SchemaFor(Context& cx, std::string_view name, const ExtensionFacts* facts,
               std::string_view stated, bool cascade) {
  if (!stated.empty()) RequireSchema(cx, stated);
  if (facts == nullptr || facts->schema.empty()) {
    return stated.empty() ? CreationSchema(cx, {"", name}) : Name(stated);
  }
  if (!stated.empty() && stated != facts->schema && !cascade) {
    throw PgError(
        sqlstate::kFeatureNotSupported,
        StrCat("extension \"", name, "\" must be installed in schema \"", facts->schema, "\""));
  }
  if (!SchemaExists(cx, facts->schema)) {
    cx.catalog.Create(KeyFor<Schema>(facts->schema), Schema{}, kNoObject, cx.Origin());
  }
  return facts->schema;
}

// An extension that was taken to be there is made after all.
void MakeAssumed(Context& cx, ObjectId id, Extension extension) {
  const ObjectKey key = cx.catalog.Get(id).key;
  cx.catalog.notes.assumed.erase(key);
  if (!cx.catalog.Dependents(id).empty()) {
    cx.Report(DiagnosticLevel::kWarning, "replay.extension-used-before",
              StrCat("extension \"", key.name,
                     "\" is made here, but statements before this one use it already: without it "
                     "they fail"));
  }
  cx.catalog.SetOrigin(id, cx.Origin());
  cx.catalog.Set(id, &Extension::schema, extension.schema, cx.Origin());
  cx.catalog.Set(id, &Extension::version, std::move(extension.version), cx.Origin());
}

ObjectId Install(Context& cx, std::string_view name, std::string_view schema,
                 std::optional<std::string> version, bool cascade) {
  const ExtensionFacts* facts = cx.catalog.extensions().Find(name);
  Extension extension;
  extension.schema = SchemaFor(cx, name, facts, schema, cascade);
  if (version && facts != nullptr && !facts->version.empty() && facts->version != *version) {
    cx.Report(DiagnosticLevel::kNote, "replay.other-extension-version",
              StrCat("what is known of extension \"", name, "\" is its version ", facts->version,
                     ", not ", *version));
  }
  if (version) extension.version = *std::move(version);
  std::vector<ObjectId> required;
  if (facts != nullptr && !facts->requires_extensions.empty()) {
    for (const std::string_view other : StrSplit(facts->requires_extensions, ' ')) {
      const ObjectKey other_key = KeyFor<Extension>(other);
      ObjectId id = cx.catalog.IdOf(other_key);
      if (id == kNoObject || (cascade && cx.catalog.notes.assumed.contains(other_key))) {
        if (!cascade) {
          throw PgError(sqlstate::kUndefinedObject,
                        StrCat("required extension \"", other, "\" is not installed"));
        }
        id = Install(cx, other, schema, std::nullopt, /*cascade=*/true);
      }
      required.push_back(id);
    }
  }
  const ObjectKey key = KeyFor<Extension>(name);
  ObjectId id = cx.catalog.IdOf(key);
  if (id == kNoObject) {
    id = cx.catalog.Create(key, std::move(extension), kNoObject, cx.Origin());
  } else {
    MakeAssumed(cx, id, std::move(extension));
  }
  for (const ObjectId other : required) cx.catalog.AddDependency(id, other);
  if (facts == nullptr && schema.empty()) {
    cx.Report(DiagnosticLevel::kNote, "replay.unknown-extension",
              StrCat("nothing is known of extension \"", name,
                     "\": it is taken to be installed in schema \"",
                     cx.catalog.Get(id).As<Extension>().schema, "\""));
  }
  return id;
}

}  // namespace

void CreateExtension(Context& cx, const ast::CreateExtensionStmt& stmt) {
  const ObjectKey key = KeyFor<Extension>(stmt.extname);
  if (cx.catalog.Find(key) != nullptr && !cx.catalog.notes.assumed.contains(key)) {
    if (stmt.if_not_exists) return;
    throw PgError(sqlstate::kDuplicateObject,
                  StrCat("extension \"", stmt.extname, "\" already exists"));
  }
  const ExtensionOptions options = SortOptions(stmt.options);
  const std::string schema = options.schema == nullptr ? std::string() : DefString(*options.schema);
  std::optional<std::string> version;
  if (options.version != nullptr) version = DefString(*options.version);
  Install(cx, stmt.extname, schema, std::move(version),
          options.cascade != nullptr && DefBool(*options.cascade));
}

namespace {

ObjectId RequireExtension(const Context& cx, std::string_view name) {
  const ObjectId id = cx.catalog.IdOf(KeyFor<Extension>(name));
  if (id == kNoObject) {
    throw PgError(sqlstate::kUndefinedObject, StrCat("extension \"", name, "\" does not exist"));
  }
  return id;
}

}  // namespace

void AlterExtension(Context& cx, const ast::AlterExtensionStmt& stmt) {
  const ObjectId id = RequireExtension(cx, stmt.extname);
  const ExtensionOptions options = SortOptions(stmt.options);
  // UPDATE without a version leads to whatever is installed on the machine.
  Stated<std::string> version;
  if (options.version != nullptr && options.version->arg != nullptr) {
    version = DefString(*options.version);
  }
  cx.catalog.Set(id, &Extension::version, std::move(version), cx.Origin());
}

void AlterExtensionContents(Context& cx, const ast::AlterExtensionContentsStmt& stmt) {
  RequireExtension(cx, stmt.extname);
  throw NotModelled("what ALTER EXTENSION adds or drops as a member");
}

}  // namespace schemadiff::replay
