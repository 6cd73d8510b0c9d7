# The lint rules find what they are for: each is run on a small tree that breaks it, and on one that does not.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
fresh() { rm -rf "$work/tree"; mkdir -p "$work/tree"/{cli,tests,schemas/output,core/base,core/git,core/tracking}; cd "$work/tree"; }
bites() { # RULE TEXT
    local rule=$1 text=$2 got=0
    case $rule in *.py) python3 "$here/$rule" "$PWD" ;; *) bash "$here/$rule" "$PWD" ;; esac >/dev/null 2>"$work/err" || got=$?
    [ "$got" = 1 ] && grep -qF -- "$text" "$work/err" || { echo "FAIL: $rule let '$text' pass (exit $got)" >&2; cat "$work/err" >&2; exit 1; }
}
passes() {
    case $1 in *.py) python3 "$here/$1" "$PWD" ;; *) bash "$here/$1" "$PWD" ;; esac ||
        { echo "FAIL: $1 refused a good tree" >&2; exit 1; }
}

fresh
printf '#include "core/base/io.hpp"\n#include "core/store/store.hpp"\n' >core/tracking/a.cpp
printf '// std::cout is not used, nor exit(1)\nauto s = "printf(";\nint on_exit(int);\n' >core/base/b.cpp
printf 'int f(int a) {\n    return a;\n}\n' >core/git/c.cpp
printf 'auto d = document("mlp.x/1");\n' >cli/x.cpp
echo '{"$schema": "http://json-schema.org/draft-07/schema#", "description": "x", "required": ["schema"],
    "properties": {"schema": {"const": "mlp.x/1"}}}' >schemas/output/mlp.x.1.schema.json
for rule in layers.sh quiet_core.sh no_machine_paths.sh schemas.sh sizes.py; do passes $rule; done

fresh; echo '#include "core/tracking/run.hpp"' >core/git/a.cpp; bites layers.sh 'git may not include core/tracking/run.hpp'
fresh; echo '#include "cli/command.hpp"' >core/git/a.cpp; bites layers.sh 'core includes cli/command.hpp'
fresh; mkdir core/attic; echo 'int a;' >core/attic/a.cpp; bites layers.sh "room 'attic' is not in layers.txt"
fresh; printf 'mlp_room(git\n    LINKS base tracking\n    SOURCES a.cpp)\n' >core/git/CMakeLists.txt; bites layers.sh 'git may not link tracking'
fresh; echo 'void f() { std::cerr << 1; }' >core/git/a.cpp; bites quiet_core.sh 'core/git/a.cpp:1: prints'
fresh; echo 'void f() { std::exit(1); }' >core/git/a.cpp; bites quiet_core.sh 'ends the process'
fresh; echo 'auto h = getenv("HOME");' >core/git/a.cpp; bites quiet_core.sh 'reads the environment'
fresh; echo "a=$PWD/x" >a.sh; bites no_machine_paths.sh 'a.sh:1'
fresh; printf 'a=/%s/x\n' root >b.sh; bites no_machine_paths.sh 'b.sh:1'
fresh; echo 'auto d = document("mlp.y/1");' >cli/x.cpp; bites schemas.sh 'no schemas/output/mlp.y.1.schema.json'
fresh; echo '{}' >schemas/output/mlp.z.1.schema.json; bites schemas.sh 'no source prints mlp.z/1'
fresh; seq -f '// %g' 601 >cli/long.cpp; bites sizes.py 'cli/long.cpp: 601 lines'
fresh; { printf 'namespace a {\nclass B {\n    int f() const {\n'; seq -f 'g("}"); // %g' 79; printf '    }\n};\n}\n'; } >core/git/f.cpp
bites sizes.py 'core/git/f.cpp:3: a function of 81 lines'
