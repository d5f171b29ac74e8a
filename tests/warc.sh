#!/usr/bin/env bash
# A Python with warcio for the tests of evidence, in a folder of the cache.
#   eval "$(tests/warc.sh)"    makes it once and names it in CAIFENG_TEST_WARC_PYTHON
set -eu

folder="${XDG_CACHE_HOME:-$HOME/.cache}/caifeng-tests/warc"
if ! "$folder/bin/python" -c 'import warcio' 2>/dev/null; then
  python3 -m venv "$folder" >&2
  "$folder/bin/pip" install --quiet 'warcio==1.7.5' >&2
fi
echo "export CAIFENG_TEST_WARC_PYTHON=$folder/bin/python"
