#include "engine/pg/privileges.h"

#include <array>

#include "engine/base/strings.h"

namespace schemadiff {
namespace {

struct Privilege {
  std::string_view name;
  char letter;
};

constexpr std::array<Privilege, kPrivilegeCount> kPrivileges = {{
    {"INSERT", 'a'},
    {"SELECT", 'r'},
    {"UPDATE", 'w'},
    {"DELETE", 'd'},
    {"TRUNCATE", 'D'},
    {"REFERENCES", 'x'},
    {"TRIGGER", 't'},
    {"EXECUTE", 'X'},
    {"USAGE", 'U'},
    {"CREATE", 'C'},
    {"TEMPORARY", 'T'},
    {"CONNECT", 'c'},
    {"SET", 's'},
    {"ALTER SYSTEM", 'A'},
    {"MAINTAIN", 'm'},
}};

constexpr PrivilegeSet Of(std::string_view letters) {
  PrivilegeSet set = 0;
  for (const char letter : letters) {
    for (int bit = 0; bit < kPrivilegeCount; ++bit) {
      if (kPrivileges[static_cast<size_t>(bit)].letter == letter) set |= PrivilegeSet{1} << bit;
    }
  }
  return set;
}

}  // namespace

std::string_view PrivilegeName(int bit) { return kPrivileges[static_cast<size_t>(bit)].name; }

PrivilegeSet PrivilegeOfName(std::string_view name) {
  if (name == "temp") return Of("T");
  for (int bit = 0; bit < kPrivilegeCount; ++bit) {
    if (AsciiToLower(PrivilegeName(bit)) == name) return PrivilegeSet{1} << bit;
  }
  return 0;
}

PrivilegeSet PrivilegeOfLetter(char letter) { return Of({&letter, 1}); }

PrivilegeSet AllPrivileges(AclClass of, int major) {
  switch (of) {
    case AclClass::kNone:
      return 0;
    case AclClass::kRelation:
      return Of("arwdDxt") | (major >= 17 ? Of("m") : 0);
    case AclClass::kSequence:
      return Of("rwU");
    case AclClass::kColumn:
      return Of("arwx");
    case AclClass::kRoutine:
      return Of("X");
    case AclClass::kSchema:
      return Of("UC");
    case AclClass::kType:
    case AclClass::kLanguage:
    case AclClass::kForeignDataWrapper:
    case AclClass::kServer:
      return Of("U");
  }
  return 0;
}

PrivilegeSet PublicByDefault(AclClass of) {
  switch (of) {
    case AclClass::kRoutine:
      return Of("X");
    case AclClass::kType:
    case AclClass::kLanguage:
      return Of("U");
    default:
      return 0;
  }
}

}  // namespace schemadiff
