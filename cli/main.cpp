// The process: standard streams, the words, the only catch, and the exit code.
#include <exception>

#include "cli/output/error.hpp"
#include "cli/output/stream.hpp"
#include "cli/run.hpp"
#include "core/base/interrupt.hpp"

int main(int argc, char** argv) {
    namespace cli = mlp::cli;
    constexpr int signal_base = 128;
    constexpr int closed_pipe = signal_base + 13;  // SIGPIPE has this number everywhere
    cli::Globals globals;
    try {
        cli::keep_standard_streams();
        return cli::run({argv + (argc > 0 ? 1 : 0), argv + argc}, globals);
    } catch (const mlp::Error& error) {
        return cli::print_error(error, globals);
    } catch (const mlp::base::Interrupted& interrupted) {
        return signal_base + interrupted.signal;
    } catch (const cli::ClosedPipe&) {
        return closed_pipe;
    } catch (const std::exception& error) {
        return cli::print_bug(error.what(), globals);
    } catch (...) {
        return cli::print_bug("an exception without a description", globals);
    }
}
