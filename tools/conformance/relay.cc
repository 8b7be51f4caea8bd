#include "tools/conformance/relay.h"

#include <poll.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <stdexcept>
#include <string_view>
#include <system_error>

#include "engine/base/strings.h"

namespace schemadiff::conformance {
namespace {

constexpr std::string_view kSavepoint = "schema_diff_conformance";
// The session's user may be one who sees less than the one who logged in.
constexpr std::string_view kAsLoggedIn = "SET LOCAL SESSION AUTHORIZATION DEFAULT";

/// A peer went away.
struct Closed {};

void WaitFor(int socket, short events) {
  pollfd waiting{socket, events, 0};
  while (poll(&waiting, 1, -1) < 0 && errno == EINTR) {
  }
}

void WriteAll(int socket, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t written = send(socket, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (written > 0) {
      bytes.remove_prefix(static_cast<size_t>(written));
    } else if (errno == EAGAIN || errno == EWOULDBLOCK) {
      WaitFor(socket, POLLOUT);  // libpq's sockets do not block
    } else if (errno != EINTR) {
      throw Closed();
    }
  }
}

std::string ReadExactly(int socket, size_t size) {
  std::string bytes(size, '\0');
  for (size_t have = 0; have < size;) {
    const ssize_t got = recv(socket, bytes.data() + have, size - have, 0);
    if (got > 0) {
      have += static_cast<size_t>(got);
    } else if (got < 0 && (errno == EAGAIN || errno == EWOULDBLOCK)) {
      WaitFor(socket, POLLIN);
    } else if (got == 0 || errno != EINTR) {
      throw Closed();
    }
  }
  return bytes;
}

uint32_t Number(std::string_view bytes) {
  uint32_t value = 0;
  for (const char byte : bytes.substr(0, 4)) value = value << 8 | static_cast<unsigned char>(byte);
  return value;
}

std::string Bytes(uint32_t value) {
  std::string bytes(4, '\0');
  for (int i = 3; i >= 0; --i, value >>= 8)
    bytes[static_cast<size_t>(i)] = static_cast<char>(value & 0xFF);
  return bytes;
}

struct Message {
  char type = 0;
  std::string body;

  std::string Encoded() const {
    return StrCat(std::string(1, type), Bytes(static_cast<uint32_t>(body.size() + 4)), body);
  }
};

Message Read(int socket) {
  const std::string head = ReadExactly(socket, 5);
  return {head[0], ReadExactly(socket, Number(std::string_view(head).substr(1)) - 4)};
}

Message Text(char type, std::string_view text) {
  return {type, StrCat(text, std::string(1, '\0'))};
}

// What the server sends about the new connection before it is ready.
void Welcome(int client) {
  const size_t size = Number(ReadExactly(client, 4));
  ReadExactly(client, size - 4);  // the startup message: whoever asks is served
  std::string out = Message{'R', Bytes(0)}.Encoded();
  constexpr std::array<std::pair<std::string_view, std::string_view>, 5> kParameters{{
      {"client_encoding", "UTF8"},
      {"server_encoding", "UTF8"},
      {"server_version", "15.0"},
      {"integer_datetimes", "on"},
      {"standard_conforming_strings", "on"},
  }};
  for (const auto& [name, value] : kParameters) {
    out += Message{'S', StrCat(name, std::string(1, '\0'), value, std::string(1, '\0'))}.Encoded();
  }
  out += Message{'K', std::string(8, '\0')}.Encoded();
  out += Message{'Z', "I"}.Encoded();
  WriteAll(client, out);
}

// One client's conversation.
class Conversation {
 public:
  Conversation(int client, int server, bool in_transaction)
      : client_(client), server_(server), nested_(in_transaction) {}

  void Run() {
    try {
      Welcome(client_);
      for (;;) {
        const Message message = Read(client_);
        if (message.type == 'X') break;
        Handle(message);
      }
    } catch (const Closed&) {
      // The client is gone: what it began ends as well.
    }
    if (begun_) Ask(EndSql(), false);
  }

 private:
  void Handle(const Message& message) {
    const std::string sql = AsciiToLower(message.body.substr(0, message.body.find('\0')));
    if (message.type == 'Q' && (sql.starts_with("begin") || sql.starts_with("start"))) {
      begun_ = true;
      Ask(nested_ ? StrCat("SAVEPOINT ", kSavepoint, "; ", kAsLoggedIn)
                  : StrCat("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY; ", kAsLoggedIn),
          true);
    } else if (message.type == 'Q' && (sql == "rollback" || sql == "commit")) {
      begun_ = false;
      Ask(EndSql(), true);
    } else {
      WriteAll(server_, message.Encoded());
      Answer(true);
    }
  }

  std::string EndSql() const {
    return nested_
               ? StrCat("ROLLBACK TO SAVEPOINT ", kSavepoint, "; RELEASE SAVEPOINT ", kSavepoint)
               : "ROLLBACK";
  }

  void Ask(const std::string& sql, bool tell) const {
    WriteAll(server_, Text('Q', sql).Encoded());
    Answer(tell);
  }

  // Up to the server's ReadyForQuery. What the client is told does not outlive it: it may be gone.
  void Answer(bool tell) const {
    for (;;) {
      Message message = Read(server_);
      const bool last = message.type == 'Z';
      if (last && !begun_) message.body = "I";
      if (tell) {
        try {
          WriteAll(client_, message.Encoded());
        } catch (const Closed&) {
          tell = false;
        }
      }
      if (last) return;
    }
  }

  const int client_;
  const int server_;
  const bool nested_;
  bool begun_ = false;
};

}  // namespace

Relay::Relay() {
  std::string pattern =
      (std::filesystem::temp_directory_path() / "schema-diff-relay-XXXXXX").string();
  if (mkdtemp(pattern.data()) == nullptr) {
    throw std::system_error(errno, std::generic_category(), pattern);
  }
  directory_ = pattern;
  listener_ = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  const std::string path = directory_ + "/.s.PGSQL.5432";
  if (path.size() >= sizeof(address.sun_path)) throw std::runtime_error("too long a path: " + path);
  std::memcpy(static_cast<char*>(address.sun_path), path.c_str(), path.size() + 1);
  if (bind(listener_, reinterpret_cast<const sockaddr*>(&address), sizeof(address)) != 0 ||
      listen(listener_, 4) != 0 || pipe(static_cast<int*>(stop_)) != 0) {
    throw std::system_error(errno, std::generic_category(), path);
  }
}

Relay::~Relay() {
  End();
  for (const int descriptor : {listener_, stop_[0], stop_[1]}) close(descriptor);
  std::error_code ignored;
  std::filesystem::remove_all(directory_, ignored);
}

std::string Relay::conninfo() const {
  return StrCat("host=", directory_, " port=5432 dbname=relayed user=postgres");
}

void Relay::Begin(int socket, bool in_transaction) {
  thread_ = std::thread([this, socket, in_transaction] { Serve(socket, in_transaction); });
}

void Relay::End() {
  if (!thread_.joinable()) return;
  char byte = 's';
  while (write(stop_[1], &byte, 1) < 0 && errno == EINTR) {
  }
  thread_.join();
  while (read(stop_[0], &byte, 1) < 0 && errno == EINTR) {
  }
}

void Relay::Serve(int server, bool in_transaction) {
  for (;;) {
    std::array<pollfd, 2> waiting{{{listener_, POLLIN, 0}, {stop_[0], POLLIN, 0}}};
    if (poll(waiting.data(), waiting.size(), -1) < 0) continue;
    if ((waiting[0].revents & POLLIN) != 0) {
      const int client = accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
      if (client < 0) continue;
      try {
        Conversation(client, server, in_transaction).Run();
      } catch (const Closed&) {
        // The session's next statement finds out.
      }
      close(client);
    } else if (waiting[1].revents != 0) {
      return;
    }
  }
}

}  // namespace schemadiff::conformance
