#include "core/base/curl.hpp"

namespace mlp::base {

Curl::Curl() : library({"libcurl.so.4", "libcurl-gnutls.so.4"}, "a remote reached by HTTP", "libcurl4") {
    global_init(CURL_GLOBAL_DEFAULT);
}

const Curl& curl() {
    static const Curl table;
    return table;
}

}  // namespace mlp::base
