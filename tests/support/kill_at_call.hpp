// Ends a child process by SIGKILL just before its n-th system call that changes a file: every instant of a change, one
// by one.
#pragma once

#include <signal.h>
#include <sys/ptrace.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>

namespace mlp::test {

/// Calls after which the disk may look different than before, or that make it last.
inline bool changes_files(std::uint64_t call) {
    static constexpr std::array calls{
        SYS_write,    SYS_pwrite64,  SYS_openat,    SYS_renameat, SYS_renameat2, SYS_linkat,          SYS_symlinkat,
        SYS_unlinkat, SYS_mkdirat,   SYS_ftruncate, SYS_fchmod,   SYS_utimensat, SYS_copy_file_range, SYS_ioctl,
        SYS_fsync,    SYS_fdatasync, SYS_syncfs,
#ifdef SYS_rename
        SYS_rename,   SYS_link,      SYS_symlink,   SYS_unlink,   SYS_mkdir,     SYS_rmdir,           SYS_open,
#endif
    };
    return std::find(calls.begin(), calls.end(), static_cast<long>(call)) != calls.end();
}

/// Runs `work` in a child that is killed before its call number `count` (from 1).
/// @return false when the work ended before: then all instants have been tried. Threads that `work` starts are not
/// watched.
template <class Work>
bool kill_at_call(int count, const Work& work) {
    const pid_t child = ::fork();
    if (child == 0) {
        ::ptrace(PTRACE_TRACEME, 0, nullptr, nullptr);
        ::raise(SIGSTOP);
        work();
        ::_exit(0);
    }
    int status = 0;
    ::waitpid(child, &status, 0);
    ::ptrace(PTRACE_SETOPTIONS, child, nullptr, PTRACE_O_TRACESYSGOOD | PTRACE_O_EXITKILL);
    int signal = 0;
    while (true) {
        ::ptrace(PTRACE_SYSCALL, child, nullptr, signal);
        if (::waitpid(child, &status, 0) != child || WIFEXITED(status) || WIFSIGNALED(status)) {
            return false;
        }
        signal = WSTOPSIG(status) == (SIGTRAP | 0x80) ? 0 : WSTOPSIG(status);
        __ptrace_syscall_info info{};
        if (signal == 0 && ::ptrace(PTRACE_GET_SYSCALL_INFO, child, sizeof info, &info) > 0 &&
            info.op == PTRACE_SYSCALL_INFO_ENTRY && changes_files(info.entry.nr) && --count == 0) {
            ::kill(child, SIGKILL);
            ::waitpid(child, &status, 0);
            return true;
        }
    }
}

}  // namespace mlp::test
