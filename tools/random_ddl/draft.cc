#include "tools/random_ddl/draft.h"

#include <algorithm>
#include <array>

#include "engine/pg/identifier.h"

namespace schemadiff::random_ddl {
namespace {

constexpr std::array<std::string_view, 16> kWords = {
    "users", "orders", "items", "t",  "a",   "log",  "address", "price",
    "kind",  "data",   "name",  "id", "tag", "part", "event",   "node"};

// `%` stands for the number that makes it new.
constexpr std::array<std::string_view, 14> kHostile = {
    "Mixed%Case",
    "with blank %",
    "quote\"in%",
    "apostrophe'%",
    "ünïcödé_%",
    "表%",
    "%starts_with_digit",
    "dot.in.%",
    "dollar$%",
    "select",
    "User",
    "back\\slash%",
    "a_name_that_is_much_longer_than_sixty_three_bytes_and_so_is_cut_off_%",
    "%_ein_sehr_langer_Name_mit_Umläuten_äöüäöüäöüäöüäöüäöüäöü"};

}  // namespace

std::string Draft::Quote(std::string_view name) {
  std::string quoted = QuoteIdentifier(name, major);
  if (quoted.front() != '"') {
    if (Chance(4)) return StrCat("\"", quoted, "\"");
    if (Chance(4)) return AsciiToUpper(quoted);
  }
  return quoted;
}

std::string Draft::NewName(std::string_view stem) {
  const int serial = ++memory.serial;
  if (Chance(8)) {
    std::string name(random.Pick(kHostile));
    const size_t place = name.find('%');
    if (place != std::string::npos) name.replace(place, 1, std::to_string(serial));
    std::string quoted = "\"";
    for (const char c : name) quoted.append(c == '"' ? 2 : 1, c);
    return quoted + "\"";
  }
  if (Chance(4)) return StrCat("U&\"", stem, "\\00e4", serial, "\"");
  return StrCat(Chance(40) ? random.Pick(kWords) : stem, "_", serial);
}

std::string Draft::NewQualifiedName(std::string_view stem) {
  if (Slip()) {
    const ObjectId taken = AnyRelation();
    if (taken != kNoObject) return Ref(taken);
  }
  std::string name = NewName(stem);
  return Chance(50) ? name : StrCat(SchemaName(), ".", name);
}

std::string Draft::SchemaName() {
  if (Slip()) return "missing_schema";
  const ObjectId id = Any<Schema>();
  return id == kNoObject ? "public" : Quote(Key(id).name);
}

bool Draft::InSearchPath(std::string_view schema) const {
  return std::ranges::find(memory.search_path, schema) != memory.search_path.end();
}

ObjectId Draft::AnyTable() {
  return Any<Table>([](ObjectId, const Table& table) { return table.server.empty(); });
}

ObjectId Draft::AnyRelation() {
  const int which = random.Below(10);
  const ObjectId id = which < 6 ? Any<Table>() : which < 9 ? Any<View>() : Any<MaterializedView>();
  return id == kNoObject ? Any<Table>() : id;
}

std::vector<ColumnRef> Draft::Columns(ObjectId relation) const {
  std::vector<ColumnRef> columns;
  for (const ObjectId id : catalog.Children(relation)) {
    const Object& part = catalog.Get(id);
    if (const auto* column = part.TryAs<Column>()) columns.push_back({part.key.name, column});
  }
  std::ranges::sort(columns, {}, [](const ColumnRef& ref) { return ref.column->position; });
  return columns;
}

std::vector<ObjectId> Draft::Parts(ObjectId relation, Kind kind) const {
  std::vector<ObjectId> parts;
  for (const ObjectId id : catalog.Children(relation)) {
    if (catalog.Get(id).key.kind == kind) parts.push_back(id);
  }
  return parts;
}

std::string Draft::Ref(ObjectId id) {
  if (Slip()) {
    if (Chance(30)) return "missing_object";
    const ObjectId other = Chance(50) ? AnyRelation() : Any<Sequence>();
    if (other != kNoObject) return Ref(other);
  }
  const ObjectKey& key = Key(id);
  return Ref(QualifiedName{key.schema, key.name});
}

std::string Draft::Ref(const QualifiedName& name) {
  if (name.schema.empty()) return Quote(name.name);
  if (InSearchPath(name.schema) && Chance(60)) return Quote(name.name);
  return StrCat(Quote(name.schema), ".", Quote(name.name));
}

std::string Draft::PartName(ObjectId relation, Kind kind) {
  const std::vector<ObjectId> parts = Parts(relation, kind);
  if (parts.empty() || Slip()) return "missing_part";
  return Quote(Key(random.Pick(parts)).name);
}

std::string Draft::ColumnOf(ObjectId relation) {
  if (Slip()) return Chance(50) ? "missing_column" : "ctid";
  const std::vector<ColumnRef> columns = Columns(relation);
  return columns.empty() ? "no_column" : Quote(random.Pick(columns).name);
}

std::string Draft::ColumnList(ObjectId relation, int most) {
  std::vector<ColumnRef> columns = Columns(relation);
  std::string list;
  for (int count = random.Between(1, most); count > 0 && !columns.empty(); --count) {
    const auto at = random.Below(static_cast<int>(columns.size()));
    StrAppend(&list, list.empty() ? "" : ", ", Quote(columns[static_cast<size_t>(at)].name));
    if (!Slip()) columns.erase(columns.begin() + at);
  }
  return list.empty() ? "no_column" : list;
}

std::string Draft::RoutineRef(ObjectId id) {
  return StrCat(Ref(id), "(", Key(id).signature.str(), ")");
}

std::string_view Draft::Grantee() {
  return random.Pick({"PUBLIC", "pg_monitor", "pg_read_all_data", "pg_write_all_data",
                      "pg_signal_backend", "postgres", "CURRENT_USER"});
}

}  // namespace schemadiff::random_ddl
