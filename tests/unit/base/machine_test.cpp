#include "core/base/machine.hpp"

#include <doctest/doctest.h>

#include "core/base/io.hpp"

using namespace mlp;
using base::machine;

namespace {

struct System {
    base::TemporaryFolder folder{std::filesystem::temp_directory_path(), "mlp-machine"};
    void write(const std::string& name, const std::string& text) const {
        base::replace_file(folder.path() / name, text);
    }
    base::Machine look() const { return machine(folder.path()); }
};

}  // namespace

TEST_CASE("without control groups the machine is what the kernel says") {
    const System system;
    CHECK(system.look().cpus >= 1);
    CHECK(system.look().memory_bytes > (1U << 20));
    CHECK(machine().cpus <= system.look().cpus);
}

TEST_CASE("the tightest quota on the way up counts") {
    const System system;
    const auto free = system.look();
    system.write("proc/self/cgroup", "0::/job/step\n");
    system.write("sys/fs/cgroup/job/cpu.max", "50000 100000\n");
    system.write("sys/fs/cgroup/job/step/cpu.max", "max 100000\n");
    system.write("sys/fs/cgroup/job/memory.max", "max\n");
    system.write("sys/fs/cgroup/job/step/memory.max", "1048576\n");
    CHECK(system.look().cpus == 0.5);
    CHECK(system.look().memory_bytes == 1048576);
    system.write("sys/fs/cgroup/job/cpu.max", "");
    system.write("sys/fs/cgroup/job/step/memory.max", "garbage");
    CHECK(system.look().cpus == free.cpus);
    CHECK(system.look().memory_bytes == free.memory_bytes);
}

TEST_CASE("version 1, and names of groups that are not mounted here") {
    const System system;
    system.write("proc/self/cgroup", "4:memory:/docker/abc\n3:cpu,cpuacct:/docker/abc\n1:name=systemd:/\n");
    system.write("sys/fs/cgroup/cpu/cpu.cfs_quota_us", "25000\n");
    system.write("sys/fs/cgroup/cpu/cpu.cfs_period_us", "100000\n");
    system.write("sys/fs/cgroup/memory/memory.limit_in_bytes", "2097152\n");
    CHECK(system.look().cpus == 0.25);
    CHECK(system.look().memory_bytes == 2097152);
}
