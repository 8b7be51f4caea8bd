#include "engine/analyze/routines.h"

#include <algorithm>
#include <charconv>
#include <unordered_map>
#include <utility>

#include "engine/analyze/coerce.h"
#include "engine/base/strings.h"

namespace schemadiff::sema {
namespace {

bool IsInputMode(char mode) { return mode == 'i' || mode == 'b' || mode == 'v'; }
bool IsOutputMode(char mode) { return mode == 'o' || mode == 'b' || mode == 't'; }

TypeId ReferencedType(Context& context, const TypeRef& type) {
  return type.name.empty() ? type_id::kVoid : context.types.FromRef(type, nullptr);
}

// Of the type of a variadic argument.
TypeId VariadicElement(Context& context, TypeId type) {
  return type == type_id::kAny                  ? type_id::kAny
         : type == type_id::kAnyArray           ? type_id::kAnyElement
         : type == type_id::kAnyCompatibleArray ? type_id::kAnyCompatible
                                                : context.types.Element(type);
}

void FillArguments(Context& context, const std::vector<Argument>& arguments, Routine* routine) {
  bool named = false;
  for (const Argument& argument : arguments) {
    const TypeId type = ReferencedType(context, argument.type);
    if (argument.mode == ArgumentMode::kVariadic) {
      routine->variadic = VariadicElement(context, type);
    }
    if (argument.mode == ArgumentMode::kOut || argument.mode == ArgumentMode::kInOut ||
        argument.mode == ArgumentMode::kTable) {
      routine->columns.emplace_back(argument.name, type);
    }
    if (argument.mode == ArgumentMode::kOut || argument.mode == ArgumentMode::kTable) continue;
    routine->arguments.push_back(type);
    routine->argument_names.push_back(argument.name);
    named |= !argument.name.empty();
    if (!argument.default_value.empty()) ++routine->default_count;
  }
  if (!named) routine->argument_names.clear();
}

// Named notation: which argument each one given is. Empty where the names do not fit.
std::vector<int> MatchNames(const Routine& routine, size_t given,
                            const std::vector<Name>& argument_names) {
  const size_t declared = routine.arguments.size();
  const size_t positional = given - argument_names.size();
  if (routine.argument_names.empty()) return {};
  std::vector<int> positions;
  std::vector<bool> taken(declared, false);
  for (size_t i = 0; i < positional; ++i) {
    positions.push_back(static_cast<int>(i));
    taken[i] = true;
  }
  for (const Name name : argument_names) {
    const auto found =
        std::find(routine.argument_names.begin(), routine.argument_names.end(), name);
    if (found == routine.argument_names.end()) return {};
    const auto at = static_cast<size_t>(found - routine.argument_names.begin());
    if (taken[at]) return {};
    taken[at] = true;
    positions.push_back(static_cast<int>(at));
  }
  const size_t first_default = declared - static_cast<size_t>(routine.default_count);
  for (size_t i = positional; i < declared; ++i) {
    if (taken[i]) continue;
    if (i < first_default) return {};
    positions.push_back(static_cast<int>(i));
  }
  return positions;
}

// The routine as a candidate for a call with that many arguments; false where it is none.
bool MakeCandidate(const Routine& routine, size_t given, const std::vector<Name>& argument_names,
                   bool expand_variadic, Candidate* candidate) {
  const size_t declared = routine.arguments.size();
  bool variadic = false;
  if (argument_names.empty()) {
    variadic = declared <= given && expand_variadic && routine.variadic != 0;
  } else if (routine.variadic != 0 && expand_variadic) {
    return false;
  }
  const bool defaults = declared > given;
  if (defaults && given + static_cast<size_t>(routine.default_count) < declared) return false;
  if (declared != given && !variadic && !defaults) return false;
  candidate->routine = &routine;
  if (!argument_names.empty()) {
    candidate->positions = MatchNames(routine, given, argument_names);
    if (candidate->positions.empty()) return false;
    for (const int position : candidate->positions) {
      candidate->types.push_back(routine.arguments[static_cast<size_t>(position)]);
    }
  } else {
    candidate->types = routine.arguments;
  }
  if (variadic) {
    candidate->types.resize(given);
    candidate->variadic_count = given - declared + 1;
    for (size_t i = declared - 1; i < given; ++i) candidate->types[i] = routine.variadic;
  }
  candidate->default_count = defaults ? declared - given : 0;
  return true;
}

// Adds a candidate, unless an equal one comes earlier in the path or fits better.
void AddCandidate(Candidate candidate, std::vector<Candidate>* list) {
  const size_t compared = candidate.types.size() - candidate.default_count;
  for (Candidate& other : *list) {
    if (other.types.size() - other.default_count != compared ||
        !std::equal(candidate.types.begin(),
                    candidate.types.begin() + static_cast<std::ptrdiff_t>(compared),
                    other.types.begin())) {
      continue;
    }
    int preference = candidate.path_position - other.path_position;
    if (preference == 0 && (candidate.variadic_count > 0) != (other.variadic_count > 0)) {
      preference = candidate.variadic_count > 0 ? 1 : -1;
    }
    if (preference < 0) {
      other = std::move(candidate);
    } else if (preference == 0) {
      other.routine = nullptr;
    }
    return;
  }
  list->push_back(std::move(candidate));
}

// The functions of that name that CREATE TYPE ... AS RANGE made along with a type; visit(routine).
// Facts from typecmds.c (makeRangeConstructors, makeMultirangeConstructors).
template <typename Visit>
void ForEachConstructor(Context& context, std::string_view name, Visit visit) {
  TypeTable& types = context.types;
  for (const ObjectId id : types.index().RangeTypes()) {
    const Object& object = context.catalog.Get(id);
    const auto& range = object.As<RangeType>();
    RangeConstructors names{{object.key.schema, object.key.name}, range.multirange};
    const auto& kept = context.catalog.notes.range_constructors;
    if (const auto found = kept.find(id); found != kept.end()) names = found->second;
    const TypeId type = names.range.name == name || names.multirange.name == name
                            ? types.Find(object.key.schema, object.key.name)
                            : 0;
    if (type == 0) continue;
    const auto make = [&](const QualifiedName& called, TypeId result, bool strict) {
      Routine* routine = context.arena.NewRoutine();
      routine->key = object.key;
      routine->schema = called.schema;
      routine->name = called.name;
      routine->kind = 'f';
      routine->strict = strict;
      routine->volatility = 'i';
      routine->result = result;
      return routine;
    };
    if (names.range.name == name) {
      const TypeId subtype = types.RangeSubtype(type);
      Routine* two = make(names.range, type, /*strict=*/false);
      two->arguments = {subtype, subtype};
      visit(two);
      Routine* three = make(names.range, type, /*strict=*/false);
      three->arguments = {subtype, subtype, type_id::kText};
      visit(three);
    }
    if (context.major() >= 14 && names.multirange.name == name) {
      const TypeId multirange = types.RangeMultirange(type);
      visit(make(names.multirange, multirange, /*strict=*/true));
      Routine* one = make(names.multirange, multirange, /*strict=*/true);
      one->arguments = {type};
      visit(one);
      Routine* several = make(names.multirange, multirange, /*strict=*/true);
      several->arguments = {types.Array(type)};
      several->variadic = type;
      visit(several);
    }
  }
}

std::vector<Candidate> FindCandidates(Context& context, const WrittenName& name, size_t given,
                                      const std::vector<Name>& argument_names,
                                      bool expand_variadic) {
  std::vector<Candidate> list;
  const auto consider = [&](std::string_view schema, auto&& make_routine) {
    int position = 0;
    if (!name.schema.empty()) {
      if (schema != name.schema) return;
    } else {
      const auto found = std::find(context.path.begin(), context.path.end(), schema);
      if (found == context.path.end()) return;
      position = static_cast<int>(found - context.path.begin());
    }
    Candidate candidate;
    if (!MakeCandidate(*make_routine(), given, argument_names, expand_variadic, &candidate)) return;
    candidate.path_position = position;
    AddCandidate(std::move(candidate), &list);
  };
  for (const BuiltinProc& proc : context.builtins.FindProcs(name.name)) {
    // Most overloads have another number of arguments; spare them the conversion.
    if (proc.arguments.size() != given && proc.variadic == 0 && proc.default_count == 0) continue;
    consider(proc.schema, [&] { return BuiltinRoutine(proc); });
  }
  for (const ObjectId id : context.types.index().RoutinesNamed(name.name)) {
    const Object& object = context.catalog.Get(id);
    consider(object.key.schema, [&] { return CatalogRoutine(context, object); });
  }
  ForEachConstructor(context, name.name, [&](const Routine* routine) {
    consider(routine->schema, [&] { return routine; });
  });
  for (const ExtensionRoutine& found : context.types.extensions().RoutinesNamed(name.name)) {
    const Routine* routine = RoutineOfExtension(context, found);
    if (routine == nullptr) {
      context.types.extensions().NoteUnreadable();
    } else {
      consider(found.schema, [&] { return routine; });
    }
  }
  return list;
}

// Names and modes of an extension's function. False where a type is not known.
bool FillParameters(Context& context, const ExtensionRoutine& found, Routine* routine) {
  ExtensionObjects& extensions = context.types.extensions();
  bool named = false;
  size_t input = 0;
  for (std::string_view entry : SplitMemberList(found.member->parameters)) {
    const char mode = entry.empty() ? 'i' : entry[0];
    entry.remove_prefix(std::min<size_t>(entry.size(), 2));
    const Name name(TakeMemberName(&entry));
    TypeId type = 0;
    if (IsInputMode(mode)) {
      if (input >= routine->arguments.size()) return false;
      type = routine->arguments[input++];
      routine->argument_names.push_back(name);
      named |= !name.empty();
    } else {
      type = extensions.ReadType(entry, extensions.SchemaOf(found.extension), nullptr);
      if (type == 0) return false;
    }
    if (IsOutputMode(mode)) routine->columns.emplace_back(name, type);
    if (mode == 'v') routine->variadic = VariadicElement(context, type);
  }
  if (!named) routine->argument_names.clear();
  return true;
}

}  // namespace

const Routine* RoutineOfExtension(Context& context, const ExtensionRoutine& found) {
  const ExtensionMember& member = *found.member;
  std::vector<TypeId> result;
  Routine* routine = context.arena.NewRoutine();
  ExtensionObjects& extensions = context.types.extensions();
  const Name own = extensions.SchemaOf(found.extension);
  if (member.detail.size() < 4 ||
      !extensions.ReadTypes(member.arguments, own, &routine->arguments) ||
      !extensions.ReadTypes(member.result, own, &result) || result.size() != 1) {
    return nullptr;
  }
  routine->key = KeyFor<Extension>(found.extension);
  routine->schema = found.schema;
  routine->name = member.name;
  routine->kind = member.detail[0];
  routine->returns_set = member.detail[1] == 's';
  routine->strict = member.detail[2] == 't';
  routine->volatility = member.detail[3];
  routine->result = result[0];
  if (routine->kind == 'a') routine->aggregate_kind = 'n';
  const auto number = [&](std::string_view words) {
    const size_t at = member.detail.find(words);
    if (at == std::string_view::npos) return -1;
    int value = -1;
    const std::string_view digits = member.detail.substr(at + words.size());
    std::from_chars(digits.data(), digits.data() + digits.size(), value);
    return value;
  };
  routine->default_count = std::max(number(" defaults="), 0);
  for (const auto& [words, kind] :
       {std::pair(" ordered=", 'o'), std::pair(" hypothetical=", 'h')}) {
    if (const int direct = number(words); direct >= 0) {
      routine->aggregate_kind = kind;
      routine->direct_arguments = direct;
    }
  }
  return FillParameters(context, found, routine) ? routine : nullptr;
}

const Routine* BuiltinRoutine(const BuiltinProc& proc) {
  // Rows live as long as the program. Analysis asks about the same few functions all the time.
  thread_local std::unordered_map<const BuiltinProc*, Routine> known;
  const auto [found, fresh] = known.try_emplace(&proc);
  Routine* routine = &found->second;
  if (!fresh) return routine;
  routine->id = proc.id;
  routine->schema = proc.schema;
  routine->name = proc.name;
  routine->kind = proc.kind;
  routine->returns_set = proc.returns_set;
  routine->strict = proc.strict;
  routine->volatility = proc.volatility;
  routine->result = proc.result;
  routine->variadic = proc.variadic;
  routine->arguments.assign(proc.arguments.begin(), proc.arguments.end());
  routine->default_count = proc.default_count;
  routine->aggregate_kind = proc.aggregate_kind;
  routine->direct_arguments = proc.direct_arguments;
  if (!proc.names.empty()) {
    const auto names = StrSplit(proc.names, ' ');
    for (size_t i = 0; i < names.size(); ++i) {
      const char mode = proc.modes.empty() ? 'i' : proc.modes[i];
      if (IsInputMode(mode)) routine->argument_names.push_back(names[i]);
      if (IsOutputMode(mode) && i < proc.all_arguments.size()) {
        routine->columns.emplace_back(names[i], proc.all_arguments[i]);
      }
    }
  }
  return routine;
}

const Routine* CatalogRoutine(Context& context, const Object& object) {
  Routine* routine = context.arena.NewRoutine();
  routine->key = object.key;
  routine->schema = object.key.schema;
  routine->name = object.key.name;
  if (const Function* function = object.TryAs<Function>()) {
    routine->kind = function->type == RoutineType::kProcedure ? 'p'
                    : function->type == RoutineType::kWindow  ? 'w'
                                                              : 'f';
    routine->returns_set = function->returns_set;
    routine->strict = function->strict;
    routine->volatility = function->volatility == Volatility::kImmutable ? 'i'
                          : function->volatility == Volatility::kStable  ? 's'
                                                                         : 'v';
    routine->result = ReferencedType(context, function->returns);
    FillArguments(context, function->arguments, routine);
    return routine;
  }
  const auto& aggregate = object.As<Aggregate>();
  routine->kind = 'a';
  routine->volatility = 'i';
  routine->result = ReferencedType(context, aggregate.returns);
  routine->aggregate_kind = aggregate.aggregate_kind == "ordered-set"        ? 'o'
                            : aggregate.aggregate_kind == "hypothetical-set" ? 'h'
                                                                             : 'n';
  routine->direct_arguments = aggregate.direct_arguments;
  FillArguments(context, aggregate.arguments, routine);
  return routine;
}

CallResult FindRoutine(Context& context, const WrittenName& name, std::span<const TypeId> arguments,
                       const std::vector<Name>& argument_names, bool variadic_written,
                       Candidate* best) {
  std::vector<Candidate> candidates =
      FindCandidates(context, name, arguments.size(), argument_names, !variadic_written);
  Candidate* chosen = nullptr;
  for (Candidate& candidate : candidates) {
    if (std::equal(arguments.begin(), arguments.end(), candidate.types.begin())) {
      chosen = &candidate;
      chosen->exact = true;
      break;
    }
  }
  if (chosen == nullptr) {
    std::vector<size_t> fitting;
    std::vector<std::vector<TypeId>> types;
    for (size_t i = 0; i < candidates.size(); ++i) {
      const std::span<const TypeId> declared(candidates[i].types.data(), arguments.size());
      if (!CanCoerce(context, arguments, declared, CoercionContext::kImplicit)) continue;
      fitting.push_back(i);
      types.emplace_back(declared.begin(), declared.end());
    }
    if (fitting.empty()) return CallResult::kNotFound;
    const int winner = fitting.size() == 1 ? 0 : SelectCandidate(context, arguments, types);
    if (winner < 0) return CallResult::kAmbiguous;
    chosen = &candidates[fitting[static_cast<size_t>(winner)]];
  }
  if (chosen->routine == nullptr) return CallResult::kAmbiguous;
  // VARIADIC must mark the variadic argument itself, also in named notation.
  if (!argument_names.empty() && variadic_written && !arguments.empty() &&
      chosen->positions[arguments.size() - 1] != static_cast<int>(arguments.size()) - 1) {
    return CallResult::kNotFound;
  }
  *best = std::move(*chosen);
  return CallResult::kFound;
}

int SelectCandidate(Context& context, std::span<const TypeId> inputs,
                    const std::vector<std::vector<TypeId>>& candidates) {
  TypeTable& types = context.types;
  const size_t count = inputs.size();
  std::vector<TypeId> bases(inputs.begin(), inputs.end());
  size_t unknowns = 0;
  for (TypeId& base : bases) {
    if (base == type_id::kUnknown) {
      ++unknowns;
    } else {
      base = types.Base(base);
    }
  }
  std::vector<int> left;
  for (size_t i = 0; i < candidates.size(); ++i) left.push_back(static_cast<int>(i));
  const auto type_of = [&](int candidate, size_t slot) {
    return candidates[static_cast<size_t>(candidate)][slot];
  };
  // Keeps those that score best; true when one is left.
  const auto keep_best = [&](auto score) {
    int best = -1;
    std::vector<int> kept;
    for (const int candidate : left) {
      int matches = 0;
      for (size_t i = 0; i < count; ++i) {
        if (bases[i] != type_id::kUnknown && score(type_of(candidate, i), i)) ++matches;
      }
      if (matches > best) {
        best = matches;
        kept.clear();
      }
      if (matches == best) kept.push_back(candidate);
    }
    left = std::move(kept);
    return left.size() == 1;
  };
  if (keep_best([&](TypeId type, size_t i) { return type == bases[i]; })) return left[0];
  if (keep_best([&](TypeId type, size_t i) {
        if (type == bases[i]) return true;
        const TypeInfo info = types.Get(type);
        return info.preferred && info.category == types.Category(bases[i]);
      })) {
    return left[0];
  }
  if (unknowns == 0) return -1;

  // An unknown literal takes the category that all candidates agree on, or that of strings.
  std::vector<char> category(count, 0);
  std::vector<bool> has_preferred(count, false);
  bool resolved = true;
  for (size_t i = 0; i < count && resolved; ++i) {
    if (bases[i] != type_id::kUnknown) continue;
    bool conflict = false;
    for (const int candidate : left) {
      const TypeInfo info = types.Get(type_of(candidate, i));
      if (category[i] == 0) {
        category[i] = info.category;
        has_preferred[i] = info.preferred;
      } else if (info.category == category[i]) {
        has_preferred[i] = has_preferred[i] || info.preferred;
      } else if (info.category == 'S') {
        category[i] = info.category;
        has_preferred[i] = info.preferred;
      } else {
        conflict = true;
      }
    }
    if (conflict && category[i] != 'S') resolved = false;
  }
  if (resolved) {
    std::vector<int> kept;
    for (const int candidate : left) {
      bool keep = true;
      for (size_t i = 0; i < count; ++i) {
        if (bases[i] != type_id::kUnknown) continue;
        const TypeInfo info = types.Get(type_of(candidate, i));
        keep = keep && info.category == category[i] && (!has_preferred[i] || info.preferred);
      }
      if (keep) kept.push_back(candidate);
    }
    if (!kept.empty()) left = std::move(kept);
    if (left.size() == 1) return left[0];
  }

  // Where all known arguments have one type, try it for the unknown ones.
  TypeId known = type_id::kUnknown;
  for (const TypeId base : bases) {
    if (base == type_id::kUnknown) continue;
    if (known != type_id::kUnknown && known != base) return -1;
    known = base;
  }
  if (known == type_id::kUnknown) return -1;
  const std::vector<TypeId> assumed(count, known);
  int winner = -1;
  for (const int candidate : left) {
    if (!CanCoerce(context, assumed, candidates[static_cast<size_t>(candidate)],
                   CoercionContext::kImplicit)) {
      continue;
    }
    if (winner >= 0) return -1;
    winner = candidate;
  }
  return winner;
}

std::string CallSignature(Context& context, std::string_view name,
                          std::span<const TypeId> arguments,
                          const std::vector<Name>& argument_names) {
  std::string out = StrCat(name, "(");
  const size_t positional = arguments.size() - argument_names.size();
  for (size_t i = 0; i < arguments.size(); ++i) {
    if (i > 0) out += ", ";
    if (i >= positional) StrAppend(&out, argument_names[i - positional], " => ");
    out += context.types.FormatBare(arguments[i]);
  }
  return out + ")";
}

}  // namespace schemadiff::sema
