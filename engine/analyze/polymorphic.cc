// Polymorphic signatures: anyelement, anyarray, anyrange, ... and the anycompatible family.
#include <vector>

#include "engine/analyze/coerce.h"
#include "engine/base/strings.h"

namespace schemadiff::sema {
namespace {

// Matches actual types to one declared signature. The same rules serve the search among
// candidates, where a misfit only drops one, and the final call, where it is an error.
class Solver {
 public:
  Solver(Context& context, std::span<const TypeId> actual, std::span<const TypeId> declared)
      : context_(context), types_(context.types), actual_(actual), declared_(declared) {}

  /// Whether the types fit; `error` then says why not, in the server's words.
  bool Fits() { return Collect() && RelateFamily() && RelateCompatible(); }
  const std::string& error() const { return error_; }

  /// After Fits(): sets what the call needs to know. False with an error.
  bool Resolve(std::vector<TypeId>* declared, TypeId* result);

 private:
  bool Fail(std::string message) {
    error_ = std::move(message);
    return false;
  }
  bool Same(TypeId* slot, TypeId actual, std::string_view declared) {
    if (*slot != 0 && *slot != actual) {
      return Fail(StrCat("arguments declared \"", declared, "\" are not all alike"));
    }
    *slot = actual;
    return true;
  }
  bool NotA(std::string_view declared, std::string_view what, TypeId actual) {
    return Fail(StrCat("argument declared ", declared, " is not ", what, " but type ",
                       types_.FormatBare(actual)));
  }
  bool Inconsistent(std::string_view a, std::string_view b) {
    return Fail(StrCat("argument declared ", a, " is not consistent with argument declared ", b));
  }
  bool Undetermined(std::string_view type) {
    return Fail(
        StrCat("could not determine polymorphic type ", type, " because input has type unknown"));
  }

  bool Collect();
  bool CollectOne(TypeId declared, TypeId actual);
  bool RelateFamily();
  bool RelateCompatible();
  bool NeedArray(TypeId element, TypeId* array);
  bool IsArrayDomain(TypeId type) { return types_.BaseElement(type) != 0; }

  Context& context_;
  TypeTable& types_;
  std::span<const TypeId> actual_;
  std::span<const TypeId> declared_;
  std::string error_;

  bool family_ = false;      // some argument is of the anyelement family
  bool compatible_ = false;  // some argument is of the anycompatible family
  bool unknowns_ = false;    // some argument of the first family is an unknown literal
  bool non_array_ = false, enum_ = false;
  bool compatible_non_array_ = false;
  TypeId element_ = 0, array_ = 0, range_ = 0, multirange_ = 0;
  TypeId common_ = 0, common_range_ = 0, common_multirange_ = 0;
  std::vector<TypeId> common_actual_;
};

bool Solver::Collect() {
  for (size_t i = 0; i < actual_.size(); ++i) {
    if (!CollectOne(declared_[i], actual_[i])) return false;
  }
  return true;
}

bool Solver::CollectOne(TypeId declared, TypeId actual) {
  const bool unknown = actual == type_id::kUnknown;
  switch (declared) {
    case type_id::kAnyElement:
    case type_id::kAnyNonArray:
    case type_id::kAnyEnum:
      family_ = true;
      non_array_ |= declared == type_id::kAnyNonArray;
      enum_ |= declared == type_id::kAnyEnum;
      unknowns_ |= unknown;
      return unknown || Same(&element_, actual, "anyelement");
    case type_id::kAnyArray:
      family_ = true;
      unknowns_ |= unknown;
      return unknown || Same(&array_, types_.Base(actual), "anyarray");
    case type_id::kAnyRange:
      family_ = true;
      unknowns_ |= unknown;
      return unknown || Same(&range_, types_.Base(actual), "anyrange");
    case type_id::kAnyMultirange:
      family_ = true;
      unknowns_ |= unknown;
      return unknown || Same(&multirange_, types_.Base(actual), "anymultirange");
    case type_id::kAnyCompatible:
    case type_id::kAnyCompatibleNonArray:
      compatible_ = true;
      compatible_non_array_ |= declared == type_id::kAnyCompatibleNonArray;
      if (!unknown) common_actual_.push_back(actual);
      return true;
    case type_id::kAnyCompatibleArray: {
      compatible_ = true;
      if (unknown) return true;
      const TypeId element = types_.BaseElement(actual);
      if (element == 0) return NotA("anycompatiblearray", "an array", types_.Base(actual));
      common_actual_.push_back(element);
      return true;
    }
    case type_id::kAnyCompatibleRange: {
      compatible_ = true;
      if (unknown) return true;
      const TypeId base = types_.Base(actual);
      const bool first = common_range_ == 0;
      if (!Same(&common_range_, base, "anycompatiblerange")) return false;
      const TypeId subtype = types_.RangeSubtype(base);
      if (subtype == 0) return NotA("anycompatiblerange", "a range type", base);
      if (first) common_actual_.push_back(subtype);
      return true;
    }
    case type_id::kAnyCompatibleMultirange: {
      compatible_ = true;
      if (unknown) return true;
      const TypeId base = types_.Base(actual);
      if (!Same(&common_multirange_, base, "anycompatiblemultirange")) return false;
      if (types_.MultirangeRange(base) == 0) {
        return NotA("anycompatiblemultirange", "a multirange type", base);
      }
      return true;
    }
    default:
      return true;
  }
}

bool Solver::RelateFamily() {
  // A column of pg_statistic is itself declared anyarray: its element type is never known.
  if (array_ != 0 && array_ != type_id::kAnyArray) {
    const TypeId element = types_.Element(array_);
    if (element == 0) return NotA("anyarray", "an array", array_);
    if (element_ != 0 && element_ != element) return Inconsistent("anyarray", "anyelement");
    element_ = element;
  }
  if (multirange_ != 0) {
    const TypeId range = types_.MultirangeRange(multirange_);
    if (range == 0) return NotA("anymultirange", "a multirange type", multirange_);
    if (range_ != 0 && range_ != range) return Inconsistent("anymultirange", "anyrange");
    range_ = range;
  }
  if (range_ != 0) {
    const TypeId subtype = types_.RangeSubtype(range_);
    if (subtype == 0) return NotA("anyrange", "a range type", range_);
    if (element_ != 0 && element_ != subtype) return Inconsistent("anyrange", "anyelement");
    element_ = subtype;
  }
  if (non_array_ && element_ != 0 && IsArrayDomain(element_)) {
    return Fail(
        StrCat("type matched to anynonarray is an array type: ", types_.FormatBare(element_)));
  }
  // No type at all is no enum either: an operator on enums never takes two unknown literals.
  if (enum_ && (element_ == 0 || !types_.IsEnum(element_))) {
    return Fail(element_ == 0 ? std::string("could not determine polymorphic type because input "
                                            "has type unknown")
                              : StrCat("type matched to anyenum is not an enum type: ",
                                       types_.FormatBare(element_)));
  }
  return true;
}

bool Solver::RelateCompatible() {
  if (common_multirange_ != 0) {
    const TypeId range = types_.MultirangeRange(common_multirange_);
    if (common_range_ != 0 && common_range_ != range) {
      return Inconsistent("anycompatiblemultirange", "anycompatiblerange");
    }
    if (common_range_ == 0) {
      common_range_ = range;
      common_actual_.push_back(types_.RangeSubtype(range));
    }
  }
  if (common_actual_.empty()) return true;
  common_ = SelectCommonType(context_, common_actual_, /*no_error=*/true);
  bool fits = common_ != 0;
  for (const TypeId actual : common_actual_) {
    fits = fits && CanCoerce(context_, actual, common_, CoercionContext::kImplicit);
  }
  if (!fits) return Fail("arguments of anycompatible family cannot be cast to a common type");
  if (compatible_non_array_ && IsArrayDomain(common_)) {
    return Fail(StrCat("type matched to anycompatiblenonarray is an array type: ",
                       types_.FormatBare(common_)));
  }
  if (common_range_ != 0 && types_.RangeSubtype(common_range_) != common_) {
    return Fail(StrCat("anycompatiblerange type ", types_.FormatBare(common_range_),
                       " does not match anycompatible type ", types_.FormatBare(common_)));
  }
  return true;
}

bool Solver::NeedArray(TypeId element, TypeId* array) {
  if (*array == 0) *array = types_.Array(element);
  if (*array == 0) {
    return Fail(StrCat("could not find array type for data type ", types_.FormatBare(element)));
  }
  return true;
}

bool Solver::Resolve(std::vector<TypeId>* declared, TypeId* result) {
  if (!family_ && !compatible_) return true;
  if (family_) {
    if (array_ == type_id::kAnyArray) {
      if (*result == type_id::kAnyElement) {
        return Fail("cannot determine element type of \"anyarray\" argument");
      }
      element_ = type_id::kAnyElement;
    }
    if (element_ == 0) {
      return Fail("could not determine polymorphic type because input has type unknown");
    }
    if (multirange_ == 0 && range_ != 0) multirange_ = types_.RangeMultirange(range_);
  }
  TypeId common_array = 0;
  if (compatible_) {
    if (common_ == 0) common_ = type_id::kText;  // all arguments are unknown literals
    if (common_multirange_ == 0 && common_range_ != 0) {
      common_multirange_ = types_.RangeMultirange(common_range_);
    }
  }
  const auto actual_for = [&](TypeId type, TypeId* actual) {
    switch (type) {
      case type_id::kAnyElement:
      case type_id::kAnyNonArray:
      case type_id::kAnyEnum:
        *actual = element_;
        return true;
      case type_id::kAnyArray:
        *actual = array_;
        return NeedArray(element_, actual);
      case type_id::kAnyRange:
        *actual = range_;
        return range_ != 0 || Undetermined("anyrange");
      case type_id::kAnyMultirange:
        *actual = multirange_;
        return multirange_ != 0 || Undetermined("anymultirange");
      case type_id::kAnyCompatible:
      case type_id::kAnyCompatibleNonArray:
        *actual = common_;
        return true;
      case type_id::kAnyCompatibleArray:
        *actual = common_array;
        return NeedArray(common_, actual);
      case type_id::kAnyCompatibleRange:
        *actual = common_range_;
        return common_range_ != 0 || Undetermined("anycompatiblerange");
      case type_id::kAnyCompatibleMultirange:
        *actual = common_multirange_;
        return common_multirange_ != 0 || Undetermined("anycompatiblemultirange");
      default:
        *actual = type;
        return true;
    }
  };
  for (size_t i = 0; i < declared->size(); ++i) {
    TypeId& type = (*declared)[i];
    const bool compatible =
        type == type_id::kAnyCompatible || type == type_id::kAnyCompatibleNonArray ||
        type == type_id::kAnyCompatibleArray || type == type_id::kAnyCompatibleRange ||
        type == type_id::kAnyCompatibleMultirange;
    // Arguments of the first family already have the right type, unless they are literals.
    if (!compatible && actual_[i] != type_id::kUnknown) continue;
    if (!actual_for(type, &type)) return false;
  }
  return actual_for(*result, result);
}

}  // namespace

bool CheckGenericConsistency(Context& context, std::span<const TypeId> actual,
                             std::span<const TypeId> declared) {
  return Solver(context, actual, declared).Fits();
}

TypeId EnforceGenericConsistency(Context& context, std::span<const TypeId> actual,
                                 std::vector<TypeId>* declared, TypeId result) {
  Solver solver(context, actual, *declared);
  if (!solver.Fits() || !solver.Resolve(declared, &result)) {
    throw PgError(sqlstate::kDatatypeMismatch, solver.error());
  }
  return result;
}

}  // namespace schemadiff::sema
