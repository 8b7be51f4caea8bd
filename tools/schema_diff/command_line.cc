#include "tools/schema_diff/command_line.h"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <map>
#include <utility>

#include "engine/base/strings.h"

namespace schemadiff::cli {
namespace {

constexpr char kProgram[] = "schema-diff";

// What CLI11 does not keep for us about an option.
struct Notes {
  std::string placeholder;
  ValueKind value = ValueKind::kNone;
  std::vector<std::string> choices;
  std::string default_text;
  bool required = false;
  bool repeatable = false;
  bool positional = false;
  std::function<std::vector<std::string>()> current;  // the values that were read
};
using NotesMap = std::map<const CLI::Option*, Notes>;

class AppDeclarations : public Declarations {
 public:
  AppDeclarations(CLI::App* app, NotesMap* notes) : app_(app), notes_(notes) {}

  void Flag(std::string_view names, bool* target, std::string_view help) override {
    Note(app_->add_flag(std::string(names), *target, std::string(help)));
  }
  void Counter(std::string_view names, int* target, std::string_view help) override {
    Note(app_->add_flag(std::string(names), *target, std::string(help))).repeatable = true;
  }
  void Value(std::string_view names, std::string_view placeholder, std::string* target,
             std::string_view help, ValueKind kind, std::vector<std::string> choices) override {
    Single(names, placeholder, target, help, kind, std::move(choices));
  }
  void Values(std::string_view names, std::string_view placeholder,
              std::vector<std::string>* target, std::string_view help, ValueKind kind) override {
    CLI::Option* option = app_->add_option(std::string(names), *target, std::string(help));
    option->allow_extra_args(false);
    Notes& notes = Note(option);
    notes.placeholder = placeholder;
    notes.value = kind;
    notes.repeatable = true;
  }
  void Positional(std::string_view name, std::string* target, std::string_view help, ValueKind kind,
                  std::vector<std::string> choices) override {
    Single(name, name, target, help, kind, std::move(choices)).positional = true;
  }
  void Required() override { notes_->at(last_).required = true; }

 private:
  Notes& Note(CLI::Option* option) {
    last_ = option;
    return (*notes_)[option];
  }
  Notes& Single(std::string_view names, std::string_view placeholder, std::string* target,
                std::string_view help, ValueKind kind, std::vector<std::string> choices) {
    CLI::Option* option = app_->add_option(std::string(names), *target, std::string(help));
    option->allow_extra_args(false);
    option->multi_option_policy(CLI::MultiOptionPolicy::Throw);
    Notes& notes = Note(option);
    notes.placeholder = placeholder;
    notes.value = kind;
    notes.choices = std::move(choices);
    notes.default_text = *target;
    notes.current = [target] { return std::vector<std::string>{*target}; };
    return notes;
  }

  CLI::App* app_;
  NotesMap* notes_;
  const CLI::Option* last_ = nullptr;
};

OptionModel DescribeOption(const CLI::Option& option, const NotesMap& all_notes) {
  OptionModel model;
  for (const std::string& name : option.get_snames()) model.names.push_back(StrCat("-", name));
  for (const std::string& name : option.get_lnames()) model.names.push_back(StrCat("--", name));
  model.help = option.get_description();
  if (const auto found = all_notes.find(&option); found != all_notes.end()) {
    const Notes& notes = found->second;
    model.placeholder = notes.placeholder;
    model.value = notes.value;
    model.choices = notes.choices;
    model.default_text = notes.default_text;
    model.required = notes.required;
    model.repeatable = notes.repeatable;
  }
  return model;
}

void DescribeOptions(const CLI::App& app, const NotesMap& notes, CommandModel* model) {
  for (const CLI::Option* option : app.get_options()) {
    OptionModel described = DescribeOption(*option, notes);
    (described.names.empty() ? model->positionals : model->options).push_back(described);
  }
  // CLI11 has the help option first; who reads the list is reading the help already.
  std::ranges::stable_partition(
      model->options, [](const OptionModel& option) { return option.main_name() != "--help"; });
}

size_t EditDistance(std::string_view a, std::string_view b) {
  std::vector<size_t> row(b.size() + 1);
  for (size_t j = 0; j <= b.size(); ++j) row[j] = j;
  for (size_t i = 1; i <= a.size(); ++i) {
    size_t diagonal = row[0];
    row[0] = i;
    for (size_t j = 1; j <= b.size(); ++j) {
      const size_t substituted = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
      diagonal = row[j];
      row[j] = std::min({row[j] + 1, row[j - 1] + 1, substituted});
    }
  }
  return row.back();
}

std::string WithSuggestion(std::string sentence, std::string_view typed,
                           const std::vector<std::string>& candidates) {
  const std::string nearest = Nearest(typed, candidates);
  if (!nearest.empty()) StrAppend(&sentence, "; did you mean ", nearest, "?");
  return sentence;
}

}  // namespace

std::string Nearest(std::string_view typed, const std::vector<std::string>& candidates) {
  std::string best;
  size_t best_distance = std::max<size_t>(1, typed.size() / 3) + 1;
  for (const std::string& candidate : candidates) {
    // An abbreviation is as good a hint as a typing error.
    const bool prefix = typed.size() >= 3 && candidate.compare(0, typed.size(), typed) == 0;
    const size_t distance = prefix ? 1 : EditDistance(typed, candidate);
    if (distance < best_distance) {
      best_distance = distance;
      best = candidate;
    }
  }
  return best;
}

class CommandLine::Impl {
 public:
  explicit Impl(std::vector<std::unique_ptr<Command>> commands)
      : app_("", kProgram), commands_(std::move(commands)) {
    app_.set_help_flag("-h,--help", "Show this help");
    app_.add_flag("--version", version_, "Show the versions of schema-diff and of its libraries");
    app_.allow_extras();
    for (const std::unique_ptr<Command>& command : commands_) {
      const CommandModel text = command->Text();
      CLI::App* sub = app_.add_subcommand(text.name, text.summary);
      sub->set_help_flag("-h,--help", "Show the help of this command");
      sub->allow_extras();
      if (text.hidden) sub->group("");
      AppDeclarations declarations(sub, &notes_);
      command->Declare(declarations);
      subs_.push_back(sub);
    }
  }

  Parsed Parse(int argc, const char* const* argv) {
    Parsed parsed;
    // CLI11 takes its arguments last first. After "--db=" it would take the next argument for the
    // value, which is there but empty: what $DATABASE_URL was to give.
    std::vector<std::string> arguments;
    const auto* const end =
        std::find(argv + std::min(argc, 1), argv + argc, std::string_view("--"));
    for (int i = argc - 1; i > 0; --i) {
      std::string_view argument = argv[i];
      if (argv + i < end && argument.starts_with("--") && argument.ends_with('=')) {
        arguments.emplace_back();
        argument.remove_suffix(1);
      }
      arguments.emplace_back(argument);
    }
    try {
      app_.parse(arguments);
    } catch (const CLI::CallForHelp&) {
      parsed.outcome = Parsed::Outcome::kHelp;
      parsed.command = Chosen();
      return parsed;
    } catch (const CLI::ArgumentMismatch& error) {
      parsed.command = Chosen();
      parsed.error = AboutMismatch(error.what());
      return parsed;
    } catch (const CLI::ParseError& error) {
      parsed.command = Chosen();
      parsed.error = error.what();
      return parsed;
    }
    parsed.command = Chosen();
    if (parsed.error = Complaint(parsed.command); !parsed.error.empty()) return parsed;
    if (version_) {
      parsed.outcome = Parsed::Outcome::kVersion;
    } else if (parsed.command == nullptr) {
      parsed.error = "no command given";
    } else {
      parsed.outcome = Parsed::Outcome::kRun;
    }
    return parsed;
  }

  CommandModel Describe() const {
    CommandModel model;
    model.name = kProgram;
    DescribeOptions(app_, notes_, &model);
    for (size_t i = 0; i < subs_.size(); ++i) {
      CommandModel command = commands_[i]->Text();
      DescribeOptions(*subs_[i], notes_, &command);
      model.commands.push_back(std::move(command));
    }
    return model;
  }

 private:
  Command* Chosen() const {
    for (size_t i = 0; i < subs_.size(); ++i) {
      if (subs_[i]->parsed()) return commands_[i].get();
    }
    return nullptr;
  }
  const CLI::App& AppOf(const Command* command) const {
    for (size_t i = 0; i < subs_.size(); ++i) {
      if (commands_[i].get() == command) return *subs_[i];
    }
    return app_;
  }

  // What is wrong with arguments that CLI11 itself accepted; empty: nothing.
  std::string Complaint(const Command* command) const {
    const CLI::App& app = AppOf(command);
    std::vector<std::string> left = app.remaining();
    std::erase(left, "--");
    if (!left.empty()) return AboutExtra(left.front(), command == nullptr);
    for (const CLI::Option* option : app.get_options()) {
      const auto found = notes_.find(option);
      if (found == notes_.end()) continue;
      const OptionModel model = DescribeOption(*option, notes_);
      const Notes& notes = found->second;
      if (notes.required && option->count() == 0) {
        return StrCat(model.main_name(), model.names.empty() ? "" : StrCat(" ", notes.placeholder),
                      " is missing");
      }
      if (option->count() == 0) continue;
      if (std::string complaint = AboutChoice(model, notes); !complaint.empty()) return complaint;
    }
    return {};
  }

  // Of an option that was given without its value, or more than once: "--db: 1 required TEXT
  // missing" in CLI11's words.
  std::string AboutMismatch(std::string_view text) const {
    const std::string_view name = text.substr(0, text.find(':'));
    for (const CLI::Option* option : AppOf(Chosen()).get_options()) {
      const OptionModel model = DescribeOption(*option, notes_);
      if (std::ranges::find(model.names, name) == model.names.end()) continue;
      if (text.find("missing") != std::string_view::npos) {
        return StrCat(name, " needs a value: ", name, " ", model.placeholder);
      }
      return StrCat(name, " is given more than once");
    }
    return std::string(text);
  }

  std::string AboutExtra(const std::string& extra, bool top_level) const {
    std::vector<std::string> candidates;
    if (extra.size() > 1 && extra[0] == '-') {
      const std::string name = extra.substr(0, extra.find('='));
      for (const CLI::Option* option : AppOf(Chosen()).get_options()) {
        for (const std::string& known : DescribeOption(*option, notes_).names) {
          candidates.push_back(known);
        }
      }
      return WithSuggestion(StrCat("unknown option ", name), name, candidates);
    }
    if (!top_level) return StrCat("unexpected argument \"", extra, "\"");
    for (const CLI::App* sub : subs_) {
      if (!sub->get_group().empty()) candidates.push_back(sub->get_name());
    }
    return WithSuggestion(StrCat("unknown command \"", extra, "\""), extra, candidates);
  }

  static std::string AboutChoice(const OptionModel& model, const Notes& notes) {
    if (notes.value != ValueKind::kChoice && notes.value != ValueKind::kChoices) return {};
    for (const std::string& value : notes.current()) {
      std::vector<std::string_view> given{value};
      if (notes.value == ValueKind::kChoices) given = StrSplit(value, ',');
      for (const std::string_view one : given) {
        if (std::ranges::find(notes.choices, one) != notes.choices.end()) continue;
        return WithSuggestion(StrCat(model.main_name(), " cannot be \"", one, "\", but one of ",
                                     StrJoin(notes.choices, ", ")),
                              one, notes.choices);
      }
    }
    return {};
  }

  CLI::App app_;
  bool version_ = false;
  std::vector<std::unique_ptr<Command>> commands_;
  std::vector<CLI::App*> subs_;
  NotesMap notes_;
};

CommandLine::CommandLine(std::vector<std::unique_ptr<Command>> commands)
    : impl_(std::make_unique<Impl>(std::move(commands))) {}
CommandLine::~CommandLine() = default;
Parsed CommandLine::Parse(int argc, const char* const* argv) { return impl_->Parse(argc, argv); }
CommandModel CommandLine::Describe() const { return impl_->Describe(); }

}  // namespace schemadiff::cli
