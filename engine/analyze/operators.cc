// Operators by name and operand types, and the operators that sorting and grouping use.
#include <absl/container/flat_hash_map.h>

#include <algorithm>
#include <tuple>

#include "engine/analyze/coerce.h"
#include "engine/analyze/routines.h"
#include "engine/base/strings.h"

namespace schemadiff::sema {
namespace {

// Calls visit(operator, position of its schema in the path) for each operator of that name that the
// name as written can mean.
template <typename Visit>
void ForEachNamed(Context& context, const WrittenName& name, Visit visit) {
  const auto position = [&](std::string_view schema) {
    if (!name.schema.empty()) return name.schema == schema ? 0 : -1;
    const auto found = std::find(context.path.begin(), context.path.end(), schema);
    return found == context.path.end() ? -1 : static_cast<int>(found - context.path.begin());
  };
  const int builtin = position("pg_catalog");
  if (builtin >= 0) {
    for (const BuiltinOperator& op : context.builtins.FindOperators(name.name)) visit(op, builtin);
  }
  for (const ExtensionOperator& entry : context.types.extensions().operators()) {
    if (entry.op.name != name.name) continue;
    const int at = position(entry.schema);
    if (at >= 0) visit(entry.op, at);
  }
}

const BuiltinOperator* FindExact(Context& context, const WrittenName& name, TypeId left,
                                 TypeId right) {
  const BuiltinOperator* found = nullptr;
  int best = 0;
  ForEachNamed(context, name, [&](const BuiltinOperator& op, int position) {
    if (op.left != left || op.right != right) return;
    if (found != nullptr && position >= best) return;
    found = &op;
    best = position;
  });
  return found;
}

// An operand of unknown type is taken to have the other's type.
const BuiltinOperator* FindBinaryExact(Context& context, const WrittenName& name, TypeId left,
                                       TypeId right) {
  bool assumed = false;
  if (left == type_id::kUnknown) {
    left = right;
    assumed = true;
  } else if (right == type_id::kUnknown) {
    right = left;
    assumed = true;
  }
  if (const BuiltinOperator* op = FindExact(context, name, left, right)) return op;
  if (!assumed) return nullptr;
  const TypeId base = context.types.Base(left);
  return base == left ? nullptr : FindExact(context, name, base, base);
}

std::string OperatorSignature(Context& context, const WrittenName& name, TypeId left,
                              TypeId right) {
  std::string out;
  if (left != 0) StrAppend(&out, context.types.FormatBare(left), " ");
  if (!name.schema.empty()) StrAppend(&out, name.schema, ".");
  StrAppend(&out, name.name, " ", context.types.FormatBare(right));
  return out;
}

const BuiltinOperator* SearchOperator(Context& context, const WrittenName& name, TypeId left,
                                      TypeId right, bool* ambiguous) {
  *ambiguous = false;
  const bool prefix = left == 0;
  const BuiltinOperator* exact =
      prefix ? FindExact(context, name, 0, right) : FindBinaryExact(context, name, left, right);
  if (exact != nullptr) return exact;
  if (context.types.IsOpaque(right) || (!prefix && context.types.IsOpaque(left))) {
    throw NotModelled(StrCat("the operators of an extension's type are not known: ",
                             OperatorSignature(context, name, left, right)));
  }
  std::vector<TypeId> inputs;
  if (!prefix) inputs.push_back(left);
  inputs.push_back(right);
  std::vector<const BuiltinOperator*> fitting;
  std::vector<std::vector<TypeId>> types;
  std::vector<int> positions;
  ForEachNamed(context, name, [&](const BuiltinOperator& op, int position) {
    if ((op.left == 0) != prefix || op.right == 0) return;
    std::vector<TypeId> declared;
    if (!prefix) declared.push_back(op.left);
    declared.push_back(op.right);
    // Of the same signature in several schemas, the first in the path counts.
    const auto same = std::find(types.begin(), types.end(), declared);
    if (same != types.end()) {
      const auto at = static_cast<size_t>(same - types.begin());
      if (position < positions[at]) {
        fitting[at] = &op;
        positions[at] = position;
      }
      return;
    }
    if (!CanCoerce(context, inputs, declared, CoercionContext::kImplicit)) return;
    fitting.push_back(&op);
    positions.push_back(position);
    types.push_back(std::move(declared));
  });
  if (fitting.empty()) return nullptr;
  if (fitting.size() == 1) return fitting[0];
  const int winner = SelectCandidate(context, inputs, types);
  *ambiguous = winner < 0;
  return winner < 0 ? nullptr : fitting[static_cast<size_t>(winner)];
}

// Whether the outcome depends on the server's own catalogs alone.
bool IsBuiltinQuestion(Context& context, const WrittenName& name, TypeId left, TypeId right) {
  if (left >= kFirstUserId || right >= kFirstUserId) return false;
  if (!name.schema.empty() && name.schema != "pg_catalog") return false;
  for (const ExtensionOperator& entry : context.types.extensions().operators()) {
    if (entry.op.name == name.name) return false;
  }
  return true;
}

// The operators of a class of the catalog, and those of its family.
std::vector<FamilyOperator> MembersOf(Context& context, const OperatorClass& own) {
  std::vector<FamilyOperator> members = own.operators;
  context.catalog.ForEachOfKind(KindOf<OperatorFamily>, [&](ObjectId id) {
    const Object& family = context.catalog.Get(id);
    if (QualifiedName{family.key.schema, family.key.name} != own.family) return;
    const auto& operators = family.As<OperatorFamily>().operators;
    members.insert(members.end(), operators.begin(), operators.end());
  });
  return members;
}

}  // namespace

const BuiltinOperator* FindOperator(Context& context, const WrittenName& name, TypeId left,
                                    TypeId right, bool* ambiguous) {
  if (!IsBuiltinQuestion(context, name, left, right)) {
    return SearchOperator(context, name, left, right, ambiguous);
  }
  // The same few operators come again and again, and weighing all candidates takes long.
  struct Answer {
    const BuiltinOperator* op = nullptr;
    bool ambiguous = false;
  };
  using Question = std::tuple<const Builtins*, Name, TypeId, TypeId>;
  thread_local absl::flat_hash_map<Question, Answer> known;
  const Question question{&context.builtins, name.name, left, right};
  if (const auto found = known.find(question); found != known.end()) {
    *ambiguous = found->second.ambiguous;
    return found->second.op;
  }
  Answer answer;
  answer.op = SearchOperator(context, name, left, right, &answer.ambiguous);
  known.emplace(question, answer);
  *ambiguous = answer.ambiguous;
  return answer.op;
}

const BuiltinOperator* RequireOperator(Context& context, const WrittenName& name, TypeId left,
                                       TypeId right, int location) {
  bool ambiguous = false;
  const BuiltinOperator* op = FindOperator(context, name, left, right, &ambiguous);
  if (op != nullptr) return op;
  const std::string signature = OperatorSignature(context, name, left, right);
  if (ambiguous) {
    throw PgError(sqlstate::kAmbiguousFunction, StrCat("operator is not unique: ", signature),
                  location);
  }
  ThrowNotFound(context, sqlstate::kUndefinedFunction,
                StrCat("operator does not exist: ", signature), location);
}

namespace {

SortOperators OperatorsOfOwnClass(Context& context, const OperatorClass& own, TypeId type) {
  SortOperators operators;
  for (const FamilyOperator& member : MembersOf(context, own)) {
    if (context.types.FromRef(member.left, nullptr) != type ||
        context.types.FromRef(member.right, nullptr) != type) {
      continue;
    }
    const BuiltinOperator* op =
        FindExact(context, {member.name.schema, member.name.name}, type, type);
    if (member.strategy == 1) operators.less = op;
    if (member.strategy == 3) operators.equal = op;
    if (member.strategy == 5) operators.greater = op;
  }
  return operators;
}

}  // namespace

SortOperators FindSortOperators(Context& context, TypeId type) {
  TypeTable& types = context.types;
  const TypeId base = types.Base(type);
  // The default operator class for the type itself, or else for one that it can stand for.
  const BuiltinOperatorClass* found = nullptr;
  int preferred = 0;
  for (const BuiltinOperatorClass& row : context.builtins.OperatorClasses("btree")) {
    if (!row.is_default) continue;
    if (row.input == base) {
      found = &row;
      preferred = 2;
      break;
    }
    if (!IsBinaryCoercible(context, base, row.input)) continue;
    const bool better =
        types.IsPreferred(row.input) && types.Category(row.input) == types.Category(base);
    if (found == nullptr || (better && preferred < 1)) {
      found = &row;
      preferred = better ? 1 : 0;
    }
  }
  SortOperators operators;
  if (const ObjectId own = types.extensions().FindOwnClass("btree", {}, base); own != kNoObject) {
    return OperatorsOfOwnClass(context, context.catalog.Get(own).As<OperatorClass>(), base);
  }
  std::string_view class_name;
  const Name schema = base < kFirstUserId
                          ? Name()
                          : types.extensions().FindOperatorClass("btree", {}, base, &class_name);
  if (!schema.empty()) {
    const auto comparison = [&](std::string_view op) {
      return FindExact(context, {schema, op}, base, base);
    };
    return {comparison("<"), comparison("="), comparison(">")};
  }
  if (found == nullptr) {
    // Some types can be told apart without being sorted: by their hash operator class.
    for (const BuiltinOperatorClass& row : context.builtins.OperatorClasses("hash")) {
      if (!row.is_default || row.input != base) continue;
      for (const BuiltinFamilyOperator& member :
           context.builtins.FamilyOperators("hash", row.family)) {
        if (member.left == base && member.right == base) {
          operators.equal = context.builtins.FindOperator(member.op);
        }
      }
    }
    return operators;
  }
  // An array sorts as its elements do, if they do.
  const TypeId element = types.Element(base);
  if (element != 0 && FindSortOperators(context, element).less == nullptr) return operators;
  for (const BuiltinFamilyOperator& member :
       context.builtins.FamilyOperators("btree", found->family)) {
    if (member.left != found->input || member.right != found->input) continue;
    const BuiltinOperator* op = context.builtins.FindOperator(member.op);
    if (member.strategy == 1) operators.less = op;
    if (member.strategy == 3) operators.equal = op;
    if (member.strategy == 5) operators.greater = op;
  }
  return operators;
}

}  // namespace schemadiff::sema
