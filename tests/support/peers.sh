# Sourced by scripts/fetch-peers, which installs the peers, and by tests/compat, which drive them: where they are.
# Before tests/support/cli.sh, which takes the user's home away. MLP_TEST_DVC names another `dvc` to test against.
dvc_venv=${XDG_CACHE_HOME:-${HOME:-${TMPDIR:-/tmp}}/.cache}/mlp-tests/dvc-3.67.1

if [ -z "${MLP_TEST_DVC:-}" ] && [ -e "$dvc_venv/complete" ]; then
    MLP_TEST_DVC=$dvc_venv/bin/dvc
fi
export MLP_TEST_DVC="${MLP_TEST_DVC:-}"

# needs_dvc: skips the script when there is no DVC. Python with DVC's packages is then $dvc_python.
needs_dvc() {
    [ -x "$MLP_TEST_DVC" ] || { echo "no DVC: scripts/setup --tests"; exit 77; }
    dvc_python=$(dirname "$MLP_TEST_DVC")/python
    export DVC_NO_ANALYTICS=1 DVC_TEST=1
}

# needs_templates: skips the script when cookiecutter, copier and Jinja are not there. MLP_TEST_TEMPLATES names another environment.
templates_venv=${XDG_CACHE_HOME:-${HOME:-${TMPDIR:-/tmp}}/.cache}/mlp-tests/templates-1
if [ -z "${MLP_TEST_TEMPLATES:-}" ] && [ -e "$templates_venv/complete" ]; then
    MLP_TEST_TEMPLATES=$templates_venv
fi
export MLP_TEST_TEMPLATES="${MLP_TEST_TEMPLATES:-}"
needs_templates() {
    [ -x "$MLP_TEST_TEMPLATES/bin/python" ] || { echo "no cookiecutter and copier: scripts/setup --tests"; exit 77; }
}

# needs_openlineage: skips the script when OpenLineage's own classes are not there; Python with them is then $openlineage_python.
openlineage_venv=${XDG_CACHE_HOME:-${HOME:-${TMPDIR:-/tmp}}/.cache}/mlp-tests/openlineage-1.54.0
openlineage_python=$openlineage_venv/bin/python
needs_openlineage() {
    [ -e "$openlineage_venv/complete" ] || { echo "no openlineage-python: scripts/setup --tests"; exit 77; }
}

# needs_finding_readers: skips the script when no readers of SARIF, JUnit and JSON Schema are there, for $finding_readers_python.
finding_readers_venv=${XDG_CACHE_HOME:-${HOME:-${TMPDIR:-/tmp}}/.cache}/mlp-tests/finding-readers-1
finding_readers_python=$finding_readers_venv/bin/python
needs_finding_readers() {
    [ -e "$finding_readers_venv/complete" ] || { echo "no readers of SARIF and JUnit: scripts/setup --tests"; exit 77; }
}

# needs_yaml_language_server: skips the script when it is not there. `node $yaml_language_server --stdio` runs it.
yaml_language_server_version=1.25.0
yaml_language_server_folder=${XDG_CACHE_HOME:-${HOME:-${TMPDIR:-/tmp}}/.cache}/mlp-tests/yaml-language-server-$yaml_language_server_version
yaml_language_server=$yaml_language_server_folder/node_modules/yaml-language-server/bin/yaml-language-server
needs_yaml_language_server() {
    [ -e "$yaml_language_server_folder/complete" ] || { echo "no YAML language server: scripts/setup --tests"; exit 77; }
}

# needs_s3: skips the script when there is no S3 server. MLP_TEST_VERSITYGW names another binary of it.
versitygw_version=v1.8.0
versitygw_folder=${XDG_CACHE_HOME:-${HOME:-${TMPDIR:-/tmp}}/.cache}/mlp-tests/versitygw-$versitygw_version
if [ -z "${MLP_TEST_VERSITYGW:-}" ] && [ -x "$versitygw_folder/versitygw" ]; then
    MLP_TEST_VERSITYGW=$versitygw_folder/versitygw
fi
export MLP_TEST_VERSITYGW="${MLP_TEST_VERSITYGW:-}"
needs_s3() {
    [ -x "$MLP_TEST_VERSITYGW" ] || { echo "no S3 server: scripts/setup --tests"; exit 77; }
}
