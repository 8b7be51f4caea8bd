// Extensions: pg_extension, and the members of those that the tool does not know by itself.
#include "engine/introspect/extensions.h"

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>

#include "engine/introspect/steps.h"
#include "engine/pg/builtins.h"
#include "engine/pg/extensions.h"
#include "engine/pg/type_name.h"

namespace schemadiff::introspect {
namespace {

constexpr std::string_view kMembersSql =
#include "engine/introspect/extension_members.inc"
    ;

std::string_view Keep(std::string_view text) { return Name(text).str(); }

// Kinds of members that statements name, but of which the data has no more than that.
bool IsBeyondData(std::string_view kind) {
  return kind == "collation" || kind == "conversion" || kind == "text search parser";
}

// Whether this is, by all that can be told from here, the extension that is built in.
bool IsBuiltIn(const Extensions& built_in, Name name, std::string_view version, int members) {
  const ExtensionFacts* facts = built_in.Find(name);
  return facts != nullptr && facts->complete && facts->version == version &&
         built_in.Members(name).size() == static_cast<size_t>(members);
}

void ReadExtensions(const RowSet& rows, Builder& builder) {
  const Extensions& built_in = Extensions::ForMajor(builder.catalog.server_version / 10000);
  for (size_t i = 0; i < rows.size(); ++i) {
    Row row = rows[i];
    const Oid oid = row.OidValue();
    const ObjectKey key = KeyFor<Extension>(row.NameText());
    Extension extension;
    extension.schema = row.NameText();
    const std::string version = row.String();
    extension.version = version;
    builder.Register("pg_extension", oid, builder.catalog.Create(key, std::move(extension)));
    const bool relocatable = row.Bool();
    std::vector<std::string> required = row.Texts();
    if (IsBuiltIn(built_in, key.name, version, row.Int())) continue;
    KnownExtension& found = builder.read_extensions[oid];
    found.facts.name = key.name.str();
    found.facts.version = Keep(version);
    found.facts.relocatable = relocatable;
    // The list of names has no place for such a one.
    std::erase_if(required,
                  [](const std::string& other) { return other.find(' ') != std::string::npos; });
    found.facts.requires_extensions = Keep(StrJoin(required, " "));
    found.facts.complete = true;
  }
}

// The texts of types in members, as ExtensionMember has them: a type that goes where its extension
// goes is named without schema.
class TypeNames {
 public:
  explicit TypeNames(int major) : major_(major) {}

  // One that an extension in that schema has there.
  void Add(std::string_view schema, std::string_view type) {
    // The server's own type of that name would be meant.
    if (Builtins::ForMajor(major_).FindType("pg_catalog", type) == nullptr) {
      own_.emplace(schema, type);
    }
  }

  std::string_view List(std::string_view list) const {
    return Keep(StrJoin(SplitMemberList(list), ", ",
                        [&](std::string* out, std::string_view type) { *out += Bare(type); }));
  }
  // Of entries that have a name, and perhaps a mode before it, in front of the type.
  std::string_view Parameters(std::string_view list, bool modes) const {
    return Keep(StrJoin(SplitMemberList(list), ", ", [&](std::string* out, std::string_view entry) {
      std::string_view type = entry;
      if (modes) type.remove_prefix(std::min<size_t>(type.size(), 2));
      TakeMemberName(&type);
      StrAppend(out, entry.substr(0, entry.size() - type.size()), Bare(type));
    }));
  }

 private:
  std::string Bare(std::string_view text) const {
    std::optional<TypeRef> type = ParseFormattedType(text);
    if (!type || !own_.contains({type->schema.str(), type->name.str()})) return std::string(text);
    type->schema = "pg_catalog";  // which is not printed
    return FormatType(*type, major_);
  }

  int major_;
  std::set<std::pair<std::string, std::string>> own_;
};

void ReadMembers(const RowSet& rows, Builder& builder) {
  for (size_t i = 0; i < rows.size(); ++i) {
    Row row = rows[i];
    const auto found = builder.read_extensions.find(row.OidValue());
    if (found == builder.read_extensions.end()) continue;
    ExtensionMember& member = found->second.members.emplace_back();
    member.kind = Keep(row.Text());
    member.schema = Keep(row.Text());
    member.name = Keep(row.Text());
    member.arguments = Keep(row.Text());
    member.result = Keep(row.Text());
    member.detail = Keep(row.Text());
    member.parameters = Keep(row.Text());
    if (IsBeyondData(member.kind)) found->second.facts.complete = false;
  }
}

void NameTypes(Builder& builder) {
  TypeNames names(builder.scope.version / 10000);
  const Extensions& built_in = Extensions::ForMajor(builder.catalog.server_version / 10000);
  builder.catalog.ForEachOfKind(KindOf<Extension>, [&](ObjectId id) {
    const Object& object = builder.catalog.Get(id);
    const auto add = [&](const ExtensionMember& member) {
      if (member.kind == "type" && member.schema.empty()) {
        names.Add(object.As<Extension>().schema, member.name);
      }
    };
    std::ranges::for_each(built_in.Members(object.key.name, "type"), add);
    for (const auto& [oid, extension] : builder.read_extensions) {
      if (builder.ObjectOf("pg_extension", oid) == id) {
        std::ranges::for_each(extension.members, add);
      }
    }
  });
  for (auto& [oid, extension] : builder.read_extensions) {
    for (ExtensionMember& member : extension.members) {
      const bool function = member.kind == "function";
      if (function || member.kind == "operator" || member.kind == "cast" ||
          member.kind == "transform") {
        member.arguments = names.List(member.arguments);
      }
      if (member.kind != "transform") member.result = names.List(member.result);
      const bool labels = member.kind == "type" && member.detail.starts_with('e');
      if (!labels) member.parameters = names.Parameters(member.parameters, function);
    }
  }
}

// What the control files say: comments that are not by anybody in particular, and the schema that
// an extension demands. The functions read files of the server; where they cannot, what we know by
// ourselves has to do.
void ReadControlFiles(Server& server, Builder& builder) {
  if (builder.extension_comments.empty() && builder.read_extensions.empty()) return;
  std::string error;
  const std::optional<RowSet> rows =
      server.TryQuery("the control files of extensions",
                      "SELECT e.oid, coalesce(v.comment, a.comment), v.schema, v.name IS NOT NULL"
                      " FROM pg_extension e JOIN pg_available_extensions() a ON a.name = e.extname"
                      " LEFT JOIN pg_available_extension_versions() v"
                      " ON v.name = e.extname AND v.version = e.extversion",
                      &error);
  if (!rows && !builder.extension_comments.empty()) {
    builder.Note(DiagnosticLevel::kNote, "extension-comments",
                 StrCat("which comments on extensions are the default is not known: ", error));
  }
  std::set<Oid> schema_known;
  for (size_t i = 0; rows && i < rows->size(); ++i) {
    Row row = (*rows)[i];
    const Oid oid = row.OidValue();
    const std::string_view comment = row.Text();
    const std::string_view schema = row.Text();
    const auto commented = builder.extension_comments.find(oid);
    if (commented != builder.extension_comments.end() && commented->second == comment) {
      builder.extension_comments.erase(commented);
    }
    const auto read = builder.read_extensions.find(oid);
    if (read == builder.read_extensions.end()) continue;
    read->second.facts.comment = Keep(comment);
    read->second.facts.schema = Keep(schema);
    if (row.Bool()) schema_known.insert(oid);
  }
  for (const auto& [oid, extension] : builder.read_extensions) {
    if (extension.facts.relocatable || schema_known.contains(oid)) continue;
    builder.Note(DiagnosticLevel::kNote, "extension-schema",
                 StrCat("which schema extension \"", extension.facts.name,
                        "\" has to be installed in, if in a certain one, is not known: ",
                        error.empty() ? "the server has no control file of its version" : error));
  }
}

}  // namespace

Step ExtensionsStep(const Scope&) {
  return {"the extensions",
          "SELECT e.oid, e.extname, n.nspname, e.extversion, e.extrelocatable,"
          " ARRAY(SELECT r.extname FROM pg_depend d JOIN pg_extension r ON r.oid = d.refobjid"
          "  WHERE d.classid = 'pg_extension'::regclass AND d.objid = e.oid"
          "  AND d.refclassid = 'pg_extension'::regclass ORDER BY 1),"
          // As many members as extension_members.inc gives.
          " (SELECT count(*) FROM pg_depend d WHERE d.refclassid = 'pg_extension'::regclass"
          "  AND d.refobjid = e.oid AND d.deptype = 'e'"
          "  AND NOT (d.classid = 'pg_type'::regclass AND EXISTS ("
          "   SELECT FROM pg_type t LEFT JOIN pg_class c ON c.oid = t.typrelid"
          "   WHERE t.oid = d.objid AND (c.relkind <> 'c'"
          "   OR EXISTS (SELECT FROM pg_type s WHERE s.typarray = t.oid)))))"
          " FROM pg_extension e JOIN pg_namespace n ON n.oid = e.extnamespace",
          ReadExtensions};
}

void ReadExtensionMembers(Server& server, Builder& builder) {
  if (!builder.read_extensions.empty()) {
    std::vector<Oid> oids;
    for (const auto& [oid, extension] : builder.read_extensions) oids.push_back(oid);
    constexpr std::string_view kPlace = "$extensions";
    std::string sql(kMembersSql);
    for (size_t at; (at = sql.rfind(kPlace)) != std::string::npos;) {
      sql.replace(at, kPlace.size(), StrCat("'{", StrJoin(oids, ","), "}'::oid[]"));
    }
    ReadMembers(server.Query("the members of extensions", sql), builder);
    NameTypes(builder);
  }
  ReadControlFiles(server, builder);
  for (auto& [oid, text] : builder.extension_comments) {
    const ObjectId extension = builder.ObjectOf("pg_extension", oid);
    builder.catalog.Create(CommentKey(builder.catalog.Get(extension).key), Comment{std::move(text)},
                           extension);
  }
  if (builder.read_extensions.empty()) return;
  std::vector<KnownExtension> more;
  for (auto& [oid, extension] : builder.read_extensions) more.push_back(std::move(extension));
  builder.catalog.notes.extensions =
      Extensions::With(builder.catalog.server_version / 10000, std::move(more));
}

}  // namespace schemadiff::introspect
