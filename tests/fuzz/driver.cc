// Stands in for libFuzzer where the compiler has none: mutates the files that it is given.
//
// usage: FUZZER [-seconds=N] [-seed=N] PATH...
//
// Runs each file as it is, and then mutations of them until the time is over. An input that takes
// the program down, or more than ten seconds, is left in crash-input.
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <csignal>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <random>
#include <string>
#include <string_view>
#include <vector>

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size);

namespace {

std::string current;

void Leave(int signal) {
  // Nothing here needs the heap.
  if (FILE* file = std::fopen("crash-input", "wb")) {
    std::fwrite(current.data(), 1, current.size(), file);
    std::fclose(file);
  }
  std::signal(signal, SIG_DFL);
  std::raise(signal);
}

void RunOne() {
  alarm(10);
  LLVMFuzzerTestOneInput(reinterpret_cast<const uint8_t*>(current.data()), current.size());
  alarm(0);
}

class Mutator {
 public:
  Mutator(const std::vector<std::string>& corpus, uint64_t seed) : corpus_(corpus), random_(seed) {}

  std::string Next() {
    std::string text = corpus_[Below(corpus_.size())];
    for (size_t i = 1 + Below(6); i > 0; --i) Mutate(&text);
    return text;
  }

 private:
  size_t Below(size_t limit) { return limit == 0 ? 0 : random_() % limit; }

  // A piece between two blanks or marks, more or less: words make more of a difference than bytes.
  static std::pair<size_t, size_t> Piece(const std::string& text, size_t at, size_t words) {
    size_t end = at;
    for (; words > 0 && end < text.size(); --words) {
      end = text.find_first_of(" \n(),;", end + 1);
      if (end == std::string::npos) end = text.size();
    }
    return {at, end - at};
  }

  void Mutate(std::string* text) {
    const std::string& other = corpus_[Below(corpus_.size())];
    const auto [at, length] = Piece(*text, Below(text->size()), 1 + Below(8));
    const auto [from, other_length] = Piece(other, Below(other.size()), 1 + Below(12));
    switch (Below(6)) {
      case 0:
        text->erase(at, length);
        break;
      case 1:
        text->insert(at, other, from, other_length);
        break;
      case 2:
        text->replace(at, length, other, from, other_length);
        break;
      case 3:
        text->insert(at, text->substr(at, length));
        break;
      case 4:
        if (!text->empty()) (*text)[Below(text->size())] = static_cast<char>(Below(256));
        break;
      default: {
        const auto [second, second_length] = Piece(*text, Below(text->size()), 1 + Below(8));
        const std::string moved = text->substr(second, second_length);
        text->replace(at, length, moved);
        break;
      }
    }
  }

  const std::vector<std::string>& corpus_;
  std::mt19937_64 random_;
};

void AddFile(const std::filesystem::path& path, std::vector<std::string>* corpus) {
  std::ifstream file(path, std::ios::binary);
  corpus->emplace_back(std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>());
}

}  // namespace

int main(int argc, char** argv) {
  long seconds = 60;
  uint64_t seed = 1;
  std::vector<std::string> corpus;
  for (int i = 1; i < argc; ++i) {
    const std::string argument = argv[i];
    if (argument.starts_with("-seconds=")) {
      seconds = std::strtol(argument.c_str() + 9, nullptr, 10);
    } else if (argument.starts_with("-seed=")) {
      seed = std::strtoull(argument.c_str() + 6, nullptr, 10);
    } else if (std::filesystem::is_directory(argument)) {
      std::vector<std::filesystem::path> paths;
      for (const auto& entry : std::filesystem::recursive_directory_iterator(argument)) {
        if (entry.is_regular_file()) paths.push_back(entry.path());
      }
      std::ranges::sort(paths);
      for (const std::filesystem::path& path : paths) AddFile(path, &corpus);
    } else {
      AddFile(argument, &corpus);
    }
  }
  if (corpus.empty()) {
    std::fprintf(stderr, "usage: %s [-seconds=N] [-seed=N] PATH...\n", argv[0]);
    return 2;
  }
  for (const int signal : {SIGSEGV, SIGABRT, SIGILL, SIGFPE, SIGBUS, SIGALRM, SIGTRAP}) {
    std::signal(signal, Leave);
  }
  const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(seconds);
  for (const std::string& text : corpus) {
    current = text;
    RunOne();
  }
  Mutator mutator(corpus, seed);
  long runs = 0;
  for (; std::chrono::steady_clock::now() < end; ++runs) {
    current = mutator.Next();
    RunOne();
  }
  std::printf("%ld runs\n", runs);
  return 0;
}
