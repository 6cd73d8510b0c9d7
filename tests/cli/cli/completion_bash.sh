# Tab in a real bash: commands, flags, choices, files, words with '='.
. "${MLP_SOURCE:?}/tests/support/cli.sh"
. "$MLP_SOURCE/tests/support/completion.sh"
mkdir 'a folder'
cat >mlp.yaml <<'YAML'
version: 1
project: demo
stages:
  prepare: {cmd: echo}
  train:
    foreach: [left, right]
    do: {cmd: "echo ${item}"}
YAML
press 'mlp vers\tX' '<version><X>'
press 'mlp help vers\tX' '<help><version><X>'
press 'mlp version --js\tX' '<version><--json><X>'
press 'mlp --no\tvers\tX' '<--no-color><version><X>'
press 'mlp completion z\tX' '<completion><zsh><X>'
press 'mlp -C a\tX' '<-C><a folder/X>'
press 'mlp docs man --output=a\tX' '<docs><man><--output=a folder/X>'
press 'mlp docs re\t--outp\ta\tX' '<docs><reference><--output><a folder/X>'
press 'mlp run pre\tX' '<run><prepare><X>'
press 'mlp run train@l\tX' '<run><train@left><X>'
press 'mlp run prepare tr\tr\tX' '<run><prepare><train@right><X>'
in_shell bash
