// What lives in no schema: languages, transforms, casts and access methods (pg_language,
// pg_transform, pg_cast, pg_am). With a list of schemas to read they are none of ours, as with
// pg_dump. And what depends on an extension by ALTER ... DEPENDS ON EXTENSION (pg_depend).
#include <algorithm>

#include "engine/introspect/steps.h"

namespace schemadiff::introspect {
namespace {

void ReadLanguages(const RowSet& rows, Builder& builder) {
  for (size_t i = 0; i < rows.size(); ++i) {
    Row row = rows[i];
    const Oid oid = row.OidValue();
    const Name name = row.NameText();
    Language language;
    language.trusted = row.Bool();
    language.handler = ParseQualifiedName(row.Text());
    language.inline_handler = ParseQualifiedName(row.Text());
    language.validator = ParseQualifiedName(row.Text());
    builder.Register("pg_language", oid, builder.catalog.Create(KeyFor<Language>(name), language));
  }
}

void ReadTransforms(const RowSet& rows, Builder& builder) {
  for (size_t i = 0; i < rows.size(); ++i) {
    Row row = rows[i];
    const Oid oid = row.OidValue();
    Transform transform;
    transform.type = builder.Type(row.Text());
    transform.language = row.NameText();
    transform.from_sql = ParseQualifiedName(row.Text());
    transform.to_sql = ParseQualifiedName(row.Text());
    const ObjectKey key = TransformKey(transform.type, transform.language);
    builder.Register("pg_transform", oid, builder.catalog.Create(key, transform));
  }
}

void ReadCasts(const RowSet& rows, Builder& builder) {
  for (size_t i = 0; i < rows.size(); ++i) {
    Row row = rows[i];
    const Oid oid = row.OidValue();
    Cast cast;
    cast.source = builder.Type(row.Text());
    cast.target = builder.Type(row.Text());
    const char context = row.Char();
    cast.context = context == 'i'   ? CastContext::kImplicit
                   : context == 'a' ? CastContext::kAssignment
                                    : CastContext::kExplicit;
    const char method = row.Char();
    cast.method = method == 'b'   ? CastMethod::kBinary
                  : method == 'i' ? CastMethod::kInOut
                                  : CastMethod::kFunction;
    cast.function = ParseQualifiedName(row.Text());
    for (const std::string& type : row.Texts()) {
      cast.function_arguments.push_back(builder.Type(type));
    }
    const ObjectKey key = CastKey(cast.source, cast.target);
    builder.Register("pg_cast", oid, builder.catalog.Create(key, std::move(cast)));
  }
}

void ReadAccessMethods(const RowSet& rows, Builder& builder) {
  for (size_t i = 0; i < rows.size(); ++i) {
    Row row = rows[i];
    const Oid oid = row.OidValue();
    const Name name = row.NameText();
    AccessMethod method;
    method.type = row.Char() == 't' ? AccessMethodType::kTable : AccessMethodType::kIndex;
    method.handler = ParseQualifiedName(row.Text());
    builder.Register("pg_am", oid, builder.catalog.Create(KeyFor<AccessMethod>(name), method));
  }
}

void ReadExtensionDependencies(const RowSet& rows, Builder& builder) {
  for (size_t i = 0; i < rows.size(); ++i) {
    Row row = rows[i];
    const std::string_view catalog = row.Text();
    const Oid oid = row.OidValue();
    ObjectId target = builder.ObjectOf(catalog, oid);
    if (target == kNoObject && catalog == "pg_class") {
      const auto constraint = builder.constraint_of_index.find(oid);
      if (constraint != builder.constraint_of_index.end()) target = constraint->second;
    }
    if (target == kNoObject) continue;
    ExtensionDependency dependency;
    for (const std::string& name : row.Texts()) dependency.extensions.emplace_back(name);
    std::ranges::sort(dependency.extensions);
    for (const Name name : dependency.extensions) {
      const ObjectId extension = builder.catalog.IdOf(KeyFor<Extension>(name));
      if (extension != kNoObject) {
        builder.catalog.AddDependency(target, extension, DependencyType::kAuto);
      }
    }
    builder.catalog.Create(ExtensionDependencyKey(builder.catalog.Get(target).key),
                           std::move(dependency), target);
  }
}

std::string Wanted(const Scope& scope, std::string_view catalog) {
  // Objects that initdb made have smaller numbers.
  return StrCat(scope.whole_database ? "" : "false AND ", "o.oid >= 16384 AND ",
                scope.NotInExtension(catalog, "o.oid"));
}

}  // namespace

Step LanguagesStep(const Scope& scope) {
  return {"the languages",
          "SELECT o.oid, o.lanname, o.lanpltrusted, o.lanplcallfoid::regproc,"
          " o.laninline::regproc, o.lanvalidator::regproc FROM pg_language o WHERE " +
              Wanted(scope, "pg_language"),
          ReadLanguages, "pg_language o WHERE o.oid >= 16384"};
}

Step TransformsStep(const Scope& scope) {
  return {"the transforms",
          "SELECT o.oid, format_type(o.trftype, NULL), l.lanname, o.trffromsql, o.trftosql"
          " FROM pg_transform o JOIN pg_language l ON l.oid = o.trflang WHERE " +
              Wanted(scope, "pg_transform"),
          ReadTransforms, "pg_transform o WHERE o.oid >= 16384"};
}

Step CastsStep(const Scope& scope) {
  // Each range type brings the cast to its multirange type.
  return {"the casts",
          "SELECT o.oid, format_type(o.castsource, NULL), format_type(o.casttarget, NULL),"
          " o.castcontext, o.castmethod, o.castfunc::regproc,"
          " ARRAY(SELECT format_type(a.type, NULL) FROM pg_proc p,"
          " unnest(p.proargtypes::oid[]) WITH ORDINALITY a(type, n) WHERE p.oid = o.castfunc"
          " ORDER BY a.n) FROM pg_cast o WHERE " +
              Wanted(scope, "pg_cast") + " AND " + Scope::NotInternal("pg_cast", "o.oid"),
          ReadCasts, "pg_cast o WHERE o.oid >= 16384"};
}

Step AccessMethodsStep(const Scope& scope) {
  return {
      "the access methods",
      "SELECT o.oid, o.amname, o.amtype, o.amhandler FROM pg_am o WHERE " + Wanted(scope, "pg_am"),
      ReadAccessMethods, "pg_am o WHERE o.oid >= 16384"};
}

Step ExtensionDependenciesStep(const Scope&) {
  const std::string depends =
      "pg_depend d WHERE d.refclassid = 'pg_extension'::regclass"
      " AND d.deptype = 'x'";
  return {"what depends on extensions",
          "SELECT d.classid::regclass, d.objid, array_agg(DISTINCT e.extname::text) FROM "
          "pg_extension e, " +
              depends + " AND e.oid = d.refobjid GROUP BY 1, 2",
          ReadExtensionDependencies, depends};
}

}  // namespace schemadiff::introspect
