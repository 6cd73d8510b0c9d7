// Anchors in dvc.lock: DVC numbers those of the whole file anew each time it writes one stage.
#pragma once

#include <string>

namespace mlp::pipeline {

/// The text with its anchors (&id001) and the aliases to them numbered in the order in which the first aliases come.
/// Only names of that form are touched: DVC keeps others.
std::string with_numbered_anchors(std::string text);

}  // namespace mlp::pipeline
