#include "engine/pg/builtins.h"

#include <absl/base/call_once.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <tuple>

#include "engine/pg/embedded_data.h"

namespace schemadiff {

using internal::DataReader;

namespace {

constexpr size_t kMajors = kNewestMajor - kOldestMajor + 1;

void AppendNumbers(std::string_view text, std::vector<uint32_t>* out) {
  const char* at = text.data();
  const char* const end = at + text.size();
  while (at < end) {
    uint32_t value = 0;
    at = std::from_chars(at, end, value).ptr;
    out->push_back(value);
    ++at;  // the blank
  }
}

template <typename Row, typename Key, typename Project>
std::span<const Row> EqualRange(const std::vector<Row>& rows, const Key& key, Project project) {
  const auto begin =
      std::lower_bound(rows.begin(), rows.end(), key,
                       [&](const Row& row, const Key& wanted) { return project(row) < wanted; });
  auto end = begin;
  while (end != rows.end() && project(*end) == key) ++end;
  return {begin, end};
}

// Of rows that are sorted by name.
template <typename Row, typename Extents>
void IndexByName(const std::vector<Row>& rows, Extents* extents) {
  for (uint32_t i = 0; i < rows.size(); ++i) {
    extents->try_emplace(rows[i].name, i, i).first->second.second = i + 1;
  }
}

template <typename Row, typename Extents>
std::span<const Row> FindByName(const std::vector<Row>& rows, const Extents& extents,
                                std::string_view name) {
  const auto found = extents.find(name);
  if (found == extents.end()) return {};
  return {rows.data() + found->second.first, found->second.second - found->second.first};
}

template <typename Row>
std::vector<const Row*> IndexById(const std::vector<Row>& rows) {
  std::vector<const Row*> index;
  index.reserve(rows.size());
  for (const Row& row : rows) index.push_back(&row);
  std::sort(index.begin(), index.end(), [](const Row* a, const Row* b) { return a->id < b->id; });
  return index;
}

template <typename Row>
const Row* FindById(const std::vector<const Row*>& index, uint32_t id) {
  const auto it =
      std::lower_bound(index.begin(), index.end(), id,
                       [](const Row* row, uint32_t wanted) { return row->id < wanted; });
  return it != index.end() && (*it)->id == id ? *it : nullptr;
}

bool IsLower(char c) { return c >= 'a' && c <= 'z'; }
bool IsAlphanumeric(char c) {
  return IsLower(c) || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

// A locale's name as libc or ICU spells it: language[_REGION][.encoding][@variant], or a BCP 47
// tag followed by "-x-icu".
bool LooksLikeLocale(std::string_view name) {
  constexpr std::string_view kIcu = "-x-icu";
  if (name.substr(0, 2) == "C.") return true;
  if (name.size() > kIcu.size() && name.substr(name.size() - kIcu.size()) == kIcu) return true;
  size_t letters = 0;
  while (letters < name.size() && IsLower(name[letters])) ++letters;
  if (letters < 2 || letters > 3) return false;
  if (letters == name.size()) return true;
  const char next = name[letters];
  return (next == '_' || next == '.' || next == '@') &&
         std::all_of(name.begin() + static_cast<std::ptrdiff_t>(letters), name.end(), [](char c) {
           return IsAlphanumeric(c) || c == '_' || c == '.' || c == '@' || c == '-';
         });
}

bool HasRow(std::string_view file, int major, std::initializer_list<std::string_view> key) {
  DataReader reader(file, major);
  while (reader.Next()) {
    size_t column = 0;
    bool same = true;
    for (const std::string_view value : key) same = same && reader.Text(column++) == value;
    if (same) return true;
  }
  return false;
}

}  // namespace

struct Builtins::Relations {
  std::vector<BuiltinRelation> rows;  // by schema and name
  std::vector<BuiltinColumn> columns;
};

struct Builtins::LazyRelations {
  absl::once_flag once;
  Relations loaded;
};

const Builtins& Builtins::ForMajor(int major) {
  static auto* const loaded = new std::array<std::unique_ptr<const Builtins>, kMajors>;
  static auto* const once = new std::array<absl::once_flag, kMajors>;
  const int known = std::clamp(major, kOldestMajor, kNewestMajor);
  const size_t slot = static_cast<size_t>(known - kOldestMajor);
  absl::call_once((*once)[slot], [&] { (*loaded)[slot].reset(new Builtins(known)); });
  return *(*loaded)[slot];
}

Builtins::Builtins(int major) : major_(major), lazy_relations_(std::make_unique<LazyRelations>()) {
  LoadTypes();
  LoadProcs();
  LoadOperators();
  LoadOperatorClasses();
}

Builtins::~Builtins() = default;

void Builtins::LoadTypes() {
  DataReader types("types", major_);
  while (types.Next()) {
    BuiltinType& type = types_.emplace_back();
    type.id = types.Number(0);
    type.schema = types.Text(1);
    type.name = types.Text(2);
    type.kind = types.Letter(3);
    type.category = types.Letter(4);
    type.preferred = types.Flag(5);
    type.length = static_cast<int16_t>(types.Signed(6, 0));
    type.by_value = types.Flag(7);
    type.delimiter = types.Letter(8);
    type.element = types.Number(9);
    type.array = types.Number(10);
    type.base = types.Number(11);
    type.base_typmod = types.Signed(12, -1);
    type.collation = types.Text(13);
    type.input = types.Text(14);
    type.output = types.Text(15);
    type.typmod_in = types.Text(16);
    type.typmod_out = types.Text(17);
    type.vector = type.id == type_id::kInt2Vector || type.id == type_id::kOidVector;
  }
  std::sort(types_.begin(), types_.end(),
            [](const BuiltinType& a, const BuiltinType& b) { return a.id < b.id; });
  type_at_.resize(size_t{types_.back().id} + 1);
  for (size_t i = 0; i < types_.size(); ++i) {
    type_at_[types_[i].id] = static_cast<uint16_t>(i + 1);
    types_by_name_[types_[i].name].push_back(&types_[i]);
  }

  DataReader ranges("ranges", major_);
  while (ranges.Next()) {
    ranges_.push_back({ranges.Number(0), ranges.Number(1), ranges.Number(2)});
  }

  DataReader casts("casts", major_);
  while (casts.Next()) {
    casts_.push_back(
        {casts.Number(0), casts.Number(1), casts.Number(2), casts.Letter(3), casts.Letter(4)});
  }
  std::sort(casts_.begin(), casts_.end(), [](const BuiltinCast& a, const BuiltinCast& b) {
    return std::tie(a.source, a.target) < std::tie(b.source, b.target);
  });
}

void Builtins::LoadProcs() {
  // The pool grows while rows are read, so their spans can only be set afterwards.
  struct Extent {
    size_t arguments, all_arguments, end;
  };
  std::vector<Extent> extents;
  DataReader reader("procs", major_);
  while (reader.Next()) {
    BuiltinProc& proc = procs_.emplace_back();
    proc.id = reader.Number(0);
    proc.schema = reader.Text(1);
    proc.name = reader.Text(2);
    proc.kind = reader.Letter(3);
    proc.strict = reader.Flag(4);
    proc.returns_set = reader.Flag(5);
    proc.volatility = reader.Letter(6);
    proc.leakproof = reader.Flag(7);
    proc.variadic = reader.Number(8);
    proc.result = reader.Number(9);
    Extent& extent = extents.emplace_back();
    extent.arguments = argument_pool_.size();
    AppendNumbers(reader.Text(10), &argument_pool_);
    extent.all_arguments = argument_pool_.size();
    AppendNumbers(reader.Text(11), &argument_pool_);
    extent.end = argument_pool_.size();
    proc.modes = reader.Text(12);
    proc.names = reader.Text(13);
    proc.default_count = reader.Signed(14, 0);
    proc.defaults = reader.Text(15);
    proc.aggregate_kind = reader.Letter(16);
    proc.direct_arguments = reader.Signed(17, 0);
  }
  const std::span<const TypeId> pool(argument_pool_);
  for (size_t i = 0; i < procs_.size(); ++i) {
    const Extent& e = extents[i];
    procs_[i].arguments = pool.subspan(e.arguments, e.all_arguments - e.arguments);
    procs_[i].all_arguments = pool.subspan(e.all_arguments, e.end - e.all_arguments);
  }
  std::sort(procs_.begin(), procs_.end(), [](const BuiltinProc& a, const BuiltinProc& b) {
    return std::tie(a.name, a.id) < std::tie(b.name, b.id);
  });
  IndexByName(procs_, &procs_by_name_);
  procs_by_id_ = IndexById(procs_);
}

void Builtins::LoadOperators() {
  DataReader reader("operators", major_);
  while (reader.Next()) {
    BuiltinOperator& op = operators_.emplace_back();
    op.id = reader.Number(0);
    op.name = reader.Text(1);
    op.left = reader.Number(2);
    op.right = reader.Number(3);
    op.result = reader.Number(4);
    op.function = reader.Number(5);
    op.commutator = reader.Number(6);
    op.negator = reader.Number(7);
    op.can_merge = reader.Flag(8);
    op.can_hash = reader.Flag(9);
  }
  std::sort(operators_.begin(), operators_.end(),
            [](const BuiltinOperator& a, const BuiltinOperator& b) {
              return std::tie(a.name, a.id) < std::tie(b.name, b.id);
            });
  IndexByName(operators_, &operators_by_name_);
  operators_by_id_ = IndexById(operators_);
}

void Builtins::LoadOperatorClasses() {
  DataReader methods("access_methods", major_);
  while (methods.Next()) access_methods_.emplace_back(methods.Text(0), methods.Letter(1));
  DataReader classes("operator_classes", major_);
  while (classes.Next()) {
    operator_classes_.push_back({classes.Text(0), classes.Text(1), classes.Text(2),
                                 classes.Number(3), classes.Flag(4), classes.Number(5)});
  }
  std::sort(operator_classes_.begin(), operator_classes_.end(),
            [](const BuiltinOperatorClass& a, const BuiltinOperatorClass& b) {
              return std::tie(a.access_method, a.name) < std::tie(b.access_method, b.name);
            });
  DataReader operators("family_operators", major_);
  while (operators.Next()) {
    family_operators_.push_back({operators.Text(0), operators.Text(1), operators.Number(2),
                                 operators.Number(3), operators.Signed(4, 0), operators.Letter(5),
                                 operators.Number(6)});
  }
  std::sort(family_operators_.begin(), family_operators_.end(),
            [](const BuiltinFamilyOperator& a, const BuiltinFamilyOperator& b) {
              return std::tie(a.access_method, a.family, a.left, a.right, a.strategy) <
                     std::tie(b.access_method, b.family, b.left, b.right, b.strategy);
            });
}

const BuiltinType* Builtins::FindType(TypeId id) const {
  const size_t at = id < type_at_.size() ? type_at_[id] : 0;
  return at == 0 ? nullptr : &types_[at - 1];
}

const BuiltinType* Builtins::FindType(std::string_view schema, std::string_view name) const {
  const auto found = types_by_name_.find(name);
  if (found == types_by_name_.end()) return nullptr;
  for (const BuiltinType* type : found->second) {
    if (type->schema == schema) return type;
  }
  return nullptr;
}

const BuiltinRange* Builtins::FindRange(TypeId range) const {
  for (const BuiltinRange& row : ranges_) {
    if (row.range == range) return &row;
  }
  return nullptr;
}

const BuiltinRange* Builtins::FindMultirange(TypeId multirange) const {
  if (multirange == 0) return nullptr;
  for (const BuiltinRange& row : ranges_) {
    if (row.multirange == multirange) return &row;
  }
  return nullptr;
}

const BuiltinCast* Builtins::FindCast(TypeId source, TypeId target) const {
  for (const BuiltinCast& cast : CastsFrom(source)) {
    if (cast.target == target) return &cast;
  }
  return nullptr;
}

std::span<const BuiltinCast> Builtins::CastsFrom(TypeId source) const {
  return EqualRange(casts_, source, [](const BuiltinCast& cast) { return cast.source; });
}

std::span<const BuiltinProc> Builtins::FindProcs(std::string_view name) const {
  return FindByName(procs_, procs_by_name_, name);
}

const BuiltinProc* Builtins::FindProc(ProcId id) const { return FindById(procs_by_id_, id); }

std::span<const BuiltinOperator> Builtins::FindOperators(std::string_view name) const {
  return FindByName(operators_, operators_by_name_, name);
}

const BuiltinOperator* Builtins::FindOperator(OperatorId id) const {
  return FindById(operators_by_id_, id);
}

std::span<const BuiltinOperatorClass> Builtins::OperatorClasses(
    std::string_view access_method) const {
  return EqualRange(operator_classes_, access_method,
                    [](const BuiltinOperatorClass& row) { return row.access_method; });
}

std::span<const BuiltinFamilyOperator> Builtins::FamilyOperators(std::string_view access_method,
                                                                 std::string_view family) const {
  return EqualRange(
      family_operators_, std::pair(access_method, family),
      [](const BuiltinFamilyOperator& row) { return std::pair(row.access_method, row.family); });
}

char Builtins::AccessMethodKind(std::string_view name) const {
  for (const auto& [method, kind] : access_methods_) {
    if (method == name) return kind;
  }
  return '\0';
}

bool Builtins::HasLanguage(std::string_view name) const {
  return HasRow("languages", major_, {name});
}

CollationPresence Builtins::FindCollation(std::string_view name) const {
  if (HasRow("collations", major_, {name})) return CollationPresence::kAlways;
  return LooksLikeLocale(name) ? CollationPresence::kOnSomeMachines : CollationPresence::kNever;
}

bool Builtins::HasObject(std::string_view kind, std::string_view name) const {
  DataReader reader("objects", major_);
  while (reader.Next()) {
    if (reader.Text(0) == kind && reader.Text(2) == name) return true;
  }
  return false;
}

const BuiltinRelation* Builtins::FindRelation(std::string_view schema,
                                              std::string_view name) const {
  const auto rows = EqualRange(
      relations().rows, std::pair(schema, name),
      [](const BuiltinRelation& relation) { return std::pair(relation.schema, relation.name); });
  return rows.empty() ? nullptr : &rows.front();
}

const Builtins::Relations& Builtins::relations() const {
  absl::call_once(lazy_relations_->once, [this] {
    Relations& loaded = lazy_relations_->loaded;
    struct Owned {
      std::string_view schema, relation;
      BuiltinColumn column;
    };
    std::vector<Owned> columns;
    DataReader reader("columns", major_);
    while (reader.Next()) {
      columns.push_back({reader.Text(0),
                         reader.Text(1),
                         {reader.Signed(2, 0), reader.Text(3), reader.Number(4),
                          reader.Signed(5, -1), reader.Flag(6), reader.Text(7)}});
    }
    std::sort(columns.begin(), columns.end(), [](const Owned& a, const Owned& b) {
      return std::tie(a.schema, a.relation, a.column.number) <
             std::tie(b.schema, b.relation, b.column.number);
    });
    for (const Owned& owned : columns) loaded.columns.push_back(owned.column);
    DataReader relations("relations", major_);
    while (relations.Next()) {
      BuiltinRelation& relation = loaded.rows.emplace_back();
      relation.schema = relations.Text(0);
      relation.name = relations.Text(1);
      relation.kind = relations.Letter(2);
      const auto own = EqualRange(columns, std::pair(relation.schema, relation.name),
                                  [](const Owned& o) { return std::pair(o.schema, o.relation); });
      if (own.empty()) continue;
      relation.columns = std::span<const BuiltinColumn>(loaded.columns)
                             .subspan(static_cast<size_t>(own.data() - columns.data()), own.size());
    }
    std::sort(loaded.rows.begin(), loaded.rows.end(),
              [](const BuiltinRelation& a, const BuiltinRelation& b) {
                return std::tie(a.schema, a.name) < std::tie(b.schema, b.name);
              });
  });
  return lazy_relations_->loaded;
}

}  // namespace schemadiff
