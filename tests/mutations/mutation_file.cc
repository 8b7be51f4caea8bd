#include "tests/mutations/mutation_file.h"

#include <algorithm>
#include <regex>
#include <set>
#include <stdexcept>

#include "engine/base/strings.h"
#include "engine/catalog/kind_info.h"

namespace schemadiff::testing {
namespace {

// Where the next line of SQL belongs, and what the next directive is about.
class Reader {
 public:
  explicit Reader(std::string name) { file_.name = std::move(name); }

  void Read(std::string_view text) {
    static const std::regex kDirective("-- ([a-z]+)(?:\\(([0-9-]+)\\))?: *(.*)");
    for (const std::string_view line : StrSplit(text, '\n')) {
      ++line_;
      const std::string trimmed(StripWhitespace(line));
      std::smatch match;
      if (std::regex_match(trimmed, match, kDirective)) {
        Take(match.str(1), match.str(2), match.str(3));
      } else if (!trimmed.empty() && !trimmed.starts_with("--")) {
        TakeSql(line);
      }
    }
    for (const MutationSetup& setup : file_.setups) {
      for (const Mutation& mutation : setup.mutations) {
        if (mutation.sql.empty()) Fail(StrCat("no SQL for line ", mutation.line));
      }
    }
  }

  MutationFile TakeFile() { return std::move(file_); }

 private:
  [[noreturn]] void Fail(const std::string& what) const {
    throw std::runtime_error(StrCat(file_.name, ".sql:", line_, ": ", what));
  }

  void Take(const std::string& word, const std::string& majors, const std::string& text) {
    if (!majors.empty() && word != "setup") Fail("only a setup is for some majors");
    if (text.empty()) Fail(StrCat("nothing after ", word));
    if (word == "unchangeable") {
      const size_t colon = text.find(": ");
      if (colon == std::string::npos) Fail("no reason");
      file_.unchangeable[text.substr(0, colon)] = text.substr(colon + 2);
    } else if (word == "setup") {
      MutationSetup& setup = file_.setups.emplace_back();
      setup.line = line_;
      setup.title = text;
      if (!majors.empty()) setup.majors = ParseMajors(majors);
    } else if (word == "finds") {
      if (file_.setups.empty()) Fail("a mutation before the first setup");
      std::vector<Mutation>& mutations = file_.setups.back().mutations;
      if (mutations.empty() || !mutations.back().sql.empty()) {
        mutations.emplace_back().line = line_;
      }
      mutations.back().finds.push_back(text);
    } else {
      Mutation& mutation = Last(word);
      if (word == "because") {
        mutation.because = text;
      } else if (word == "unseen") {
        mutation.unseen = text;
      } else if (word == "undo") {
        mutation.undo.push_back(text);
      } else {
        Fail(StrCat("there is no directive ", word));
      }
    }
  }

  void TakeSql(std::string_view line) {
    if (file_.setups.empty()) Fail("SQL before the first setup");
    MutationSetup& setup = file_.setups.back();
    StrAppend(setup.mutations.empty() ? &setup.sql : &setup.mutations.back().sql, line, "\n");
  }

  Mutation& Last(const std::string& word) {
    if (file_.setups.empty() || file_.setups.back().mutations.empty()) {
      Fail(StrCat(word, " without a mutation"));
    }
    return file_.setups.back().mutations.back();
  }

  MutationFile file_;
  int line_ = 0;
};

}  // namespace

MutationFile ParseMutations(const std::string& name, std::string_view text) {
  Reader reader(name);
  reader.Read(text);
  return reader.TakeFile();
}

std::string MutationFileName(std::string_view kind) {
  std::string name(kind);
  for (char& c : name) {
    if (c == ' ' || c == '-') c = '_';
  }
  return name;
}

std::vector<std::string> MissingMutations(const MutationFile& file, std::string_view kind) {
  std::vector<std::string> problems;
  const auto problem = [&](int line, const std::string& what) {
    problems.push_back(StrCat(file.name, ".sql:", line, ": ", what));
  };
  std::set<std::string> alone;    // attributes, and "missing" and "unexpected"
  std::set<std::string> covered;  // likewise, with others
  const std::string subject = StrCat(" ", kind, " ");
  for (const MutationSetup& setup : file.setups) {
    for (const Mutation& mutation : setup.mutations) {
      for (const std::string& line : mutation.finds) {
        if (line.starts_with("not compared: ")) continue;
        std::string what(line);
        if (what.starts_with("cosmetic ")) what.erase(0, std::string_view("cosmetic ").size());
        const std::string change = what.substr(0, what.find(' '));
        if (change != "missing" && change != "unexpected" && change != "changed") {
          problem(mutation.line, StrCat("not a finding: ", line));
          continue;
        }
        if (what.compare(change.size(), subject.size(), subject) != 0) continue;
        const std::string covers = change == "changed" ? what.substr(what.rfind(": ") + 2) : change;
        covered.insert(covers);
        if (mutation.finds.size() == 1) alone.insert(covers);
      }
      if (mutation.finds.size() > 1 && mutation.because.empty()) {
        problem(mutation.line, "finds several, and does not say why");
      }
    }
  }
  std::vector<std::string> wanted = {"missing", "unexpected"};
  for (const AttributeInfo& attribute : InfoFor(KindFromName(kind)).attributes) {
    if (attribute.role != AttributeRole::kInformative) wanted.emplace_back(attribute.name);
  }
  for (const std::string& name : wanted) {
    const bool stated = file.unchangeable.contains(name);
    if (!covered.contains(name) && !stated) {
      problem(1, StrCat("no mutation of ", kind, ": ", name, ", and no reason why there is none"));
    } else if (alone.contains(name) && stated) {
      problem(1, StrCat(name, " can be changed, and is said to be unchangeable"));
    }
  }
  for (const auto& [name, reason] : file.unchangeable) {
    if (std::ranges::find(wanted, name) == wanted.end()) {
      problem(1, StrCat("there is no attribute ", name));
    }
  }
  return problems;
}

}  // namespace schemadiff::testing
