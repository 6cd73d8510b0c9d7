// A word of the command line becomes the value of an argument: conversion, choices, and what is refused.
#pragma once

#include <string>

#include "cli/command.hpp"

namespace mlp::cli {

/// Writes one value (for lists: one more) into the argument's target. Empty, not one of the choices, not a number where
/// one is wanted: Error{usage} in the words of the argument. A switch is set, whatever the value.
void assign(const Argument& argument, const std::string& value);

/// The same without a look at the value: words of a trailing command are taken as they are.
void assign_raw(const Argument& argument, const std::string& value);

}  // namespace mlp::cli
