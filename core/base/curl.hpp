// libcurl, opened on first use, as one table of the functions we call. For http.cpp alone: the one include of curl.h.
#pragma once

#include <curl/curl.h>

// Checked only where they are macros over the functions of the table.
#undef curl_easy_setopt
#undef curl_easy_getinfo

#include "core/base/library.hpp"

namespace mlp::base {

/// One member a function, named as in curl.h without "curl_".
struct Curl {
    /// libcurl cannot be loaded: Error{missing} with the package to install.
    Curl();
    Curl(const Curl&) = delete;
    Curl& operator=(const Curl&) = delete;

    Library library;
#define MLP_CURL(name) decltype(&::curl_##name) name = library.symbol<decltype(&::curl_##name)>("curl_" #name)
    MLP_CURL(global_init);
    MLP_CURL(easy_init);
    MLP_CURL(easy_setopt);
    MLP_CURL(easy_getinfo);
    MLP_CURL(easy_perform);
    MLP_CURL(easy_reset);
    MLP_CURL(easy_cleanup);
    MLP_CURL(easy_strerror);
    MLP_CURL(slist_append);
    MLP_CURL(slist_free_all);
#undef MLP_CURL
};

const Curl& curl();

}  // namespace mlp::base
