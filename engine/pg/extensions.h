// What is known of extensions: where they go, and the names that they bring.
//
// Of the extensions of PostgreSQL's own distribution the data is complete, from real servers
// (tools/generate_extensions); of some others it is stated by hand. What a live server or a
// snapshot says of others, or of other versions, is put in their place (Extensions::With). All
// texts live as long as the program.
#pragma once

#include <memory>
#include <span>
#include <string>
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
  /// The one that is its default in this major, or the one that a server has; empty: not known.
  std::string_view version;
  /// Whether its members are all known, in that version.
  bool complete = false;
};

/// An object that an extension makes. Types are as format_type prints them, those of the extension
/// (and of those that it requires) without schema.
struct ExtensionMember {
  /// "type" (no arrays, no row types of relations), "function" (procedures and aggregates too),
  /// "operator", "operator class", "operator family", "cast", "access method", "relation",
  /// "language", "foreign-data wrapper", "text search dictionary", "text search template", "text
  /// search configuration", "transform", "schema", or what pg_identify_object calls it.
  std::string_view kind;
  std::string_view name;  ///< empty for casts and transforms
  /// function: types of the input arguments; operator: "left, right"; operator class and family:
  /// the access method; cast: the source; transform: the type.
  std::string_view arguments;
  /// function, operator: the result; operator class: the input type; cast: the target; transform:
  /// the language; domain: the base type with its modifiers; range type: the subtype.
  std::string_view result;
  /// One letter each. type: typtype, typcategory, p if preferred, m if it takes modifiers, c if
  /// collatable. function: prokind, s if it returns a set, t if strict, provolatile, and perhaps
  /// " defaults=" with the number of arguments that have one, " ordered=" or " hypothetical=" with
  /// the number of direct arguments of such an aggregate. operator: provolatile. operator class: d
  /// if default. cast: castcontext, castmethod, and of a function the number of its arguments and
  /// provolatile. access method: amtype. relation: relkind. language: t if trusted.
  std::string_view detail;
  /// function with names or modes of its parameters: each one's mode (as proargmodes), name ("" for
  /// none) and, of outputs, type. composite type, relation: columns with their types. enum: labels,
  /// as quoted identifiers.
  std::string_view parameters;
  std::string_view schema;  ///< empty: that of the extension
};

struct KnownExtension {
  ExtensionFacts facts;
  std::vector<ExtensionMember> members;
};

class Extensions {
 public:
  /// Those of one major; the nearest known one for others. Safe from several threads.
  static const Extensions& ForMajor(int major);

  /// Those of one major with `more` in the place of those of the same names.
  static std::shared_ptr<const Extensions> With(int major, std::vector<KnownExtension> more);

  /// nullptr for an extension that nothing is known of.
  const ExtensionFacts* Find(std::string_view name) const;
  /// By kind and name; empty for an extension that nothing is known of.
  std::span<const ExtensionMember> Members(std::string_view extension) const;
  /// Those of one kind.
  std::span<const ExtensionMember> Members(std::string_view extension, std::string_view kind) const;
  /// Those of one kind and name.
  std::span<const ExtensionMember> Members(std::string_view extension, std::string_view kind,
                                           std::string_view name) const;
  /// What With() was given, by name.
  std::vector<const KnownExtension*> Added() const;

 private:
  struct Entry : KnownExtension {
    bool added = false;
  };
  explicit Extensions(int major);
  const Entry* FindEntry(std::string_view name) const;
  void Insert(Entry entry);

  std::vector<Entry> entries_;  // by name
};

/// The entries of a list in an ExtensionMember: what stands between its commas, those in quotes or
/// parentheses left alone.
std::vector<std::string_view> SplitMemberList(std::string_view list);
/// Takes the identifier, which may be quoted, and the blank after it off the front of an entry.
std::string TakeMemberName(std::string_view* entry);

}  // namespace schemadiff
