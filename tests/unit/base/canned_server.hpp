// An HTTP server for tests that says exactly what it is told to, byte by byte, on a free port of the loopback.
#pragma once

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <functional>
#include <mutex>
#include <stdexcept>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

namespace mlp::test {

/// One connection a request; each is answered in turn by one thread.
class CannedServer {
public:
    /// The raw answer to a raw request, head and body. An empty one: the connection is closed without a word.
    using Answer = std::function<std::string(const std::string& request)>;

    explicit CannedServer(Answer answer) : answer_(std::move(answer)), socket_(::socket(AF_INET, SOCK_STREAM, 0)) {
        sockaddr_in where{};
        where.sin_family = AF_INET;
        where.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        socklen_t size = sizeof where;
        auto* const generic = reinterpret_cast<sockaddr*>(&where);
        if (::bind(socket_, generic, size) != 0 || ::listen(socket_, 16) != 0 ||
            ::getsockname(socket_, generic, &size) != 0) {
            throw std::runtime_error("no port to listen on");
        }
        port_ = ntohs(where.sin_port);
        thread_ = std::jthread([this] { serve(); });
    }
    ~CannedServer() {
        ::shutdown(socket_, SHUT_RDWR);
        thread_.join();
        ::close(socket_);
    }
    CannedServer(const CannedServer&) = delete;
    CannedServer& operator=(const CannedServer&) = delete;

    std::string url() const { return "http://127.0.0.1:" + std::to_string(port_); }
    std::vector<std::string> requests() const {
        const std::scoped_lock lock(mutex_);
        return requests_;
    }

private:
    static std::string read_request(int connection) {
        std::string request;
        std::size_t whole = std::string::npos;
        while (request.size() < whole) {
            char block[4096];
            const ssize_t count = ::recv(connection, block, sizeof block, 0);
            if (count <= 0) break;
            request.append(block, static_cast<std::size_t>(count));
            const auto head = request.find("\r\n\r\n");
            if (head == std::string::npos) continue;
            const auto length = request.find("Content-Length: ");
            whole = head + 4 + (length < head ? std::stoul(request.substr(length + 16)) : 0);
        }
        return request;
    }
    void serve() {
        while (true) {
            const int connection = ::accept(socket_, nullptr, nullptr);
            if (connection < 0) return;
            const std::string request = read_request(connection);
            {
                const std::scoped_lock lock(mutex_);
                requests_.push_back(request);
            }
            std::string_view rest;
            const std::string answer = answer_(request);
            for (rest = answer; !rest.empty();) {
                const ssize_t count = ::send(connection, rest.data(), rest.size(), MSG_NOSIGNAL);
                if (count <= 0) break;
                rest.remove_prefix(static_cast<std::size_t>(count));
            }
            ::shutdown(connection, SHUT_WR);
            char block[4096];
            while (::recv(connection, block, sizeof block, 0) > 0) {
            }
            ::close(connection);
        }
    }

    Answer answer_;
    int socket_;
    int port_ = 0;
    mutable std::mutex mutex_;  // guards the one below
    std::vector<std::string> requests_;
    std::jthread thread_;
};

/// A whole answer with its length.
inline std::string answer(int status, const std::string& body = "", const std::string& headers = "") {
    return "HTTP/1.1 " + std::to_string(status) +
           " x\r\nConnection: close\r\nContent-Length: " + std::to_string(body.size()) + "\r\n" + headers + "\r\n" +
           body;
}

}  // namespace mlp::test
