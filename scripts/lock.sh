#!/usr/bin/env bash
# Writes the two lock files anew from pyproject.toml: every system, hashes, no registry address. Run by `make lock`.
set -eu
cd "$(dirname "$0")/.."
tools=$(mktemp -d)
trap 'rm -rf "$tools"' EXIT
python3 -m venv "$tools"
"$tools/bin/pip" install --quiet --disable-pip-version-check uv

compile() { # compile GROUP FILE
    "$tools/bin/uv" pip compile --quiet --universal --python-version 3.11 --generate-hashes \
        --no-header --no-annotate --no-emit-index-url --upgrade --group "$1" pyproject.toml --output-file "$2"
}
compile build requirements.lock
compile dev requirements-dev.lock
