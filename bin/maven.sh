#!/usr/bin/env bash
# Runs Maven on the JDK that find-jdk.sh finds: ./mvnw, which fetches its Maven once, or, where that
# cannot be (no network, no curl or wget), a Maven that is installed.
set -euo pipefail
root=$(CDPATH='' cd -P -- "${BASH_SOURCE[0]%/*}/.." && pwd)
# shellcheck source=bin/find-jdk.sh
source "$root/bin/find-jdk.sh"
find_jdk || { jdk_missing; exit 1; }
export JAVA_HOME=$jdk

maven=$root/mvnw
if ! problem=$("$maven" --version 2>&1 >/dev/null); then
  maven=$(type -P mvn) || {
    echo "Maven is missing: mvnw could not fetch it and no mvn is on the PATH." >&2
    echo "mvnw said: $problem" >&2
    exit 1
  }
fi
exec "$maven" -f "$root/pom.xml" "$@"
