# Integers beyond 64 bits, as seeds are: whole in commands, in the lock, in reasons and differences, whatever file they are in.
. "$MLP_SOURCE/tests/support/cli.sh"
mkdir p && cd p
git init -q . && git config user.email t@example.org && git config user.name t
cat >mlp.yaml <<'YAML'
version: 1
project: seeds
stages:
  a:
    cmd: echo ${seed} ${more.0} >out.txt
    params: [seed, more, {p.toml: [seed, day]}, {p.json: [seed]}]
    outs: [out.txt]
YAML
printf 'seed: 123456789012345678901234567890\nmore: [18446744073709551616]\n' >params.yaml
printf 'seed = 123456789012345678901234567890\nday = 2024-01-02\n' >p.toml
printf '{"seed": 123456789012345678901234567890}' >p.json
git add . && git commit -qm begin
expect 0 mlp run
same "$(cat out.txt)" "123456789012345678901234567890 18446744073709551616"
expect 0 mlp run; has "$work/out" "Nothing to do"
# The last digit counts.
sed -i 's/7890$/7891/' p.toml
expect 0 mlp run; has "$work/err" "p.toml:seed 123456789012345678901234567890 → 123456789012345678901234567891"
expect 0 mlp diff --json HEAD
same "$(json '.params["p.toml"].seed.new')" 123456789012345678901234567891
expect 0 mlp run --set p.json:seed=123456789012345678901234567892
same "$(cat p.json)" '{"seed": 123456789012345678901234567892}'
