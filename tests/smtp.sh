#!/usr/bin/env bash
# A Python with aiosmtpd for the tests of mail, in a folder of the cache.
#   eval "$(tests/smtp.sh)"    makes it once and names it in CAIFENG_TEST_SMTP_PYTHON
set -eu

folder="${XDG_CACHE_HOME:-$HOME/.cache}/caifeng-tests/smtp"
if ! "$folder/bin/python" -c 'import aiosmtpd' 2>/dev/null; then
  python3 -m venv "$folder" >&2
  "$folder/bin/pip" install --quiet 'aiosmtpd==1.4.6' >&2
fi
echo "export CAIFENG_TEST_SMTP_PYTHON=$folder/bin/python"
