#!/bin/sh
# The one place that says how a CI job gets mlp. Set MLP_PACKAGE to a .deb or .tar.gz of it: a path, or an address that curl can read.
set -eu
command -v mlp >/dev/null && { mlp --version; exit 0; }
: "${MLP_PACKAGE:?set it to the path or address of an mlp package (.deb or .tar.gz)}"
file=$MLP_PACKAGE
case $MLP_PACKAGE in
    *://*) file=$(mktemp -d)/${MLP_PACKAGE##*/}; curl -fsSL "$MLP_PACKAGE" -o "$file" ;;
esac
case $file in
    *.deb) sudo=$(command -v sudo || true); $sudo apt-get install -y "$(realpath "$file")" ;;
    *.tar.gz) mkdir -p "$HOME/.local" && tar -xzf "$file" --strip-components=1 -C "$HOME/.local" ;;
    *) echo "MLP_PACKAGE must end in .deb or .tar.gz: $MLP_PACKAGE" >&2; exit 2 ;;
esac
PATH="$HOME/.local/bin:$PATH" mlp --version
