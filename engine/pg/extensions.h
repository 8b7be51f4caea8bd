// What is known of extensions without asking a server: where they go, and the names that they
// bring.
//
// Of the extensions of PostgreSQL's own distribution the data is complete, from real servers
// (tools/generate_extensions); of some others it is stated by hand. All texts point into the
// binary; rows live as long as the program.
#pragma once

#include <span>
#include <string_view>
#include <vector>

namespace schemadiff {

struct ExtensionFacts {
  std::string_view name;
  std::string_view schema;               ///< fixed by its control file; empty: the user's choice
  bool relocatable = false;              ///< whether ALTER EXTENSION ... SET SCHEMA can move it
  std::string_view requires_extensions;  ///< separated by blanks
  /// What CREATE EXTENSION makes the comment on it; empty where it depends on the version.
  std::string_view comment;
  /// Whether its members are all known, in the version that is its default in this major.
  bool complete = false;
};

/// An object that an extension makes. Types are as format_type prints them, those of the extension
/// (and of those that it requires) without schema.
struct ExtensionMember {
  /// "type", "function" (procedures and aggregates too), "operator", "operator class", "operator
  /// family", "cast", "access method", "relation", "language", "foreign-data wrapper", "text search
  /// dictionary", "text search template" or "transform".
  std::string_view kind;
  std::string_view name;  ///< empty for casts and transforms
  /// function: types of the input arguments; operator: "left, right"; operator class and family:
  /// the access method; cast: the source; transform: the type.
  std::string_view arguments;
  /// function, operator: the result; operator class: the input type; cast: the target; transform:
  /// the language.
  std::string_view result;
  /// One letter each. type: typtype, typcategory, p if preferred, m if it takes modifiers, c if
  /// collatable. function: prokind, s if it returns a set, t if strict, provolatile. operator
  /// class: d if default. cast: castcontext, castmethod. access method: amtype. relation: relkind.
  /// language: t if trusted.
  std::string_view detail;
};

class Extensions {
 public:
  /// Those of one major; the nearest known one for others. Safe from several threads.
  static const Extensions& ForMajor(int major);

  /// nullptr for an extension that nothing is known of.
  const ExtensionFacts* Find(std::string_view name) const;
  /// By kind and name; empty for an extension that nothing is known of.
  std::span<const ExtensionMember> Members(std::string_view extension) const;
  /// Those of one kind and name.
  std::span<const ExtensionMember> Members(std::string_view extension, std::string_view kind,
                                           std::string_view name) const;

 private:
  struct Entry {
    ExtensionFacts facts;
    std::vector<ExtensionMember> members;
  };
  explicit Extensions(int major);
  const Entry* FindEntry(std::string_view name) const;

  std::vector<Entry> entries_;  // by name
};

}  // namespace schemadiff
