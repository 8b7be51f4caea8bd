// What the makers of statements have at hand: what there is, random choices, names.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "engine/base/strings.h"
#include "engine/catalog/catalog.h"
#include "tools/random_ddl/program.h"
#include "tools/random_ddl/random.h"

namespace schemadiff::random_ddl {

/// What a program remembers from one statement to the next, besides its catalog.
struct Memory {
  int serial = 0;                                  ///< of names
  std::vector<std::string> search_path{"public"};  ///< as it was last set
  std::vector<std::string> savepoints;
  bool in_transaction = false;    ///< one of the program's own
  bool composite_values = false;  ///< there may be constants of composite types
};

/// A column of a relation.
struct ColumnRef {
  Name name;
  const Column* column = nullptr;
};

class Draft {
 public:
  Draft(Random& of, const Catalog& what, Memory& remembered, int server_major, Mode how)
      : random(of), catalog(what), memory(remembered), major(server_major), mode(how) {}

  Random& random;
  const Catalog& catalog;
  Memory& memory;
  const int major;
  const Mode mode;

  bool Chance(int percent) { return random.Chance(percent); }
  /// The text in so many of a hundred cases, else nothing.
  std::string_view Perhaps(int percent, std::string_view text) {
    return Chance(percent) ? text : std::string_view();
  }
  /// Whether to make a mistake here.
  bool Slip() { return random.Below(1000) < 6; }

  // --- names ---------------------------------------------------------------------------
  /// As it is written: in quotes where it has to be, and sometimes where it need not.
  std::string Quote(std::string_view name);
  /// A name that nothing has, written; sometimes one with blanks, quotes, upper case, letters
  /// beyond ASCII, a keyword, or one too long. Now and then one that something has.
  std::string NewName(std::string_view stem);
  /// A new name in a schema: qualified, or not and then made in the first one of the search path.
  std::string NewQualifiedName(std::string_view stem);
  /// A schema's name, written.
  std::string SchemaName();
  /// The schema that unqualified names are made in.
  const std::string& CreationSchema() const { return memory.search_path.front(); }

  // --- what there is -------------------------------------------------------------------
  template <typename T, typename Matches>
  ObjectId Any(Matches matches) {
    std::vector<ObjectId> found;
    catalog.ForEachOfKind(KindOf<T>, [&](ObjectId id) {
      if (catalog.Get(id).key.schema != "pg_temp" && matches(id, catalog.Get(id).As<T>())) {
        found.push_back(id);
      }
    });
    return found.empty() ? kNoObject : random.Pick(found);
  }
  template <typename T>
  ObjectId Any() {
    return Any<T>([](ObjectId, const T&) { return true; });
  }
  template <typename T>
  const T& As(ObjectId id) const {
    return catalog.Get(id).As<T>();
  }
  const ObjectKey& Key(ObjectId id) const { return catalog.Get(id).key; }

  /// A table that is no foreign one, sometimes a partitioned one or a partition.
  ObjectId AnyTable();
  /// A table, a view or a materialized view.
  ObjectId AnyRelation();
  /// By their positions.
  std::vector<ColumnRef> Columns(ObjectId relation) const;
  std::vector<ObjectId> Parts(ObjectId relation, Kind kind) const;

  /// The name of an object that is in a schema, written: qualified where it has to be. Now and
  /// then the name of something else, or of nothing.
  std::string Ref(ObjectId id);
  std::string Ref(const QualifiedName& name);
  /// The name of a part of a relation, written; `none` stands for nothing there is.
  std::string PartName(ObjectId relation, Kind kind);
  std::string ColumnOf(ObjectId relation);
  /// Some of the columns, each once: "a, b". At least one where there are any.
  std::string ColumnList(ObjectId relation, int most);
  /// A routine with its arguments: `f(integer, text)`.
  std::string RoutineRef(ObjectId id);

  /// A role that every server has, or PUBLIC.
  std::string_view Grantee();

 private:
  bool InSearchPath(std::string_view schema) const;
};

/// Joins what `make` returns for so many times.
template <typename Make>
std::string List(int count, Make make) {
  std::string list;
  for (int i = 0; i < count; ++i) StrAppend(&list, i == 0 ? "" : ", ", make());
  return list;
}

}  // namespace schemadiff::random_ddl
