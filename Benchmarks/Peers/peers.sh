#!/bin/bash
# The matchers that RuleBenchmark is compared with, and the workload of all of them.
#
#   peers.sh DIR [data|build|hostile|all]      default: all = data and build
#
# Everything is kept in DIR, and made once. Debian packages are unpacked there; nothing is installed and no root is
# needed. Needs g++, python3 with venv, apt-get and dpkg of Debian or Ubuntu on x86-64 (Hyperscan exists for nothing else).
#   DIR/data  workload      DIR/bin  the peers      DIR/venv  pyahocorasick      DIR/packages  unpacked packages
set -euo pipefail

here=$(cd "$(dirname "$0")" && pwd)
work=${1:?usage: peers.sh DIR [data|build|hostile|all]}
step=${2:-all}
mkdir -p "$work"
work=$(cd "$work" && pwd)
packages="libhyperscan-dev libhyperscan5 libre2-dev libre2-9 libpcre2-dev libpcre2-8-0"

# The workload, checked against the recorded sums: figures of different machines are of the same messages.
make_data() {
    if ! (cd "$work/data" && sha256sum --quiet --check "$here/data.sha256") >/dev/null 2>&1; then
        echo "making the workload (less than a minute)" >&2
        python3 "$here/generate.py" "$work/data" >&2
        (cd "$work/data" && sha256sum --quiet --check "$here/data.sha256")
    fi
}

unpack_packages() {
    [ ! -e "$work/packages/done" ] || return 0
    echo "fetching $packages" >&2
    mkdir -p "$work/packages/lists/partial" "$work/packages/cache/archives/partial" "$work/packages/files"
    # Lists of its own: those of the system may be empty, and only root may renew them.
    apt=(apt-get -qq -o "Dir::State::lists=$work/packages/lists" -o "Dir::Cache=$work/packages/cache"
        -o APT::Sandbox::User=root)
    "${apt[@]}" update
    # shellcheck disable=SC2086
    (cd "$work/packages/files" && "${apt[@]}" download $packages)
    for package in "$work"/packages/files/*.deb; do dpkg -x "$package" "$work/packages/root"; done
    touch "$work/packages/done"
}

make_python() {
    ! "$work/venv/bin/python" -c 'import ahocorasick' 2>/dev/null || return 0
    echo "fetching pyahocorasick" >&2
    python3 -m venv "$work/venv" && "$work/venv/bin/pip" install -q pyahocorasick==2.3.1
}

# compile NAME LIBRARIES...: NAME.cpp to DIR/bin/NAME, unless that is newer.
compile() {
    local name=$1 libraries=$work/packages/root/usr/lib/x86_64-linux-gnu
    shift
    [ ! "$work/bin/$name" -nt "$here/$name.cpp" ] || [ ! "$work/bin/$name" -nt "$here/common.hpp" ] || return 0
    g++ -O3 -march=native -std=c++17 -Wall -isystem "$work/packages/root/usr/include" "$here/$name.cpp" \
        -o "$work/bin/$name" -L"$libraries" -Wl,-rpath,"$libraries" "$@" -pthread
}

build() {
    mkdir -p "$work/bin"
    unpack_packages
    compile hyperscan -lhs
    compile re2 -lre2
    compile pcre2 -lpcre2-8
    compile hostile -lre2 -lpcre2-8
    local counter=$here/../AllocationCounter
    [ "$work/bin/allocation_counter.so" -nt "$counter/allocation_counter.c" ] ||
        gcc -O2 -Wall -shared -fPIC -I "$counter/include" "$counter/allocation_counter.c" \
            -o "$work/bin/allocation_counter.so"
    make_python || echo "pyahocorasick could not be installed; its column stays empty" >&2
}

# The hostile regexes on RE2 and PCRE2, one process and at most four seconds each.
hostile() {
    local count
    count=$(wc -l <"$work/data/adv.tsv")
    for ((number = 0; number < count; number++)); do
        for engine in re2 pcre2; do
            timeout 4 "$work/bin/hostile" "$engine" "$work/data" "$number" ||
                echo "{\"engine\":\"$engine\",\"case\":$number,\"error\":\"no result in 4 s\"}"
        done
    done
}

case $step in
data) make_data ;;
build) build ;;
hostile) hostile ;;
all) make_data && build ;;
*) echo "unknown step $step" >&2 && exit 64 ;;
esac
