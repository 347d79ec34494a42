#!/usr/bin/env bash
# Finds a JDK that can build and run tfjs4j: Java 25, 25.0.3 or newer (25.0.0 to 25.0.2 have a garbage
# collector bug). Run, it prints the JDK's folder; sourced, it gives find_jdk, which sets
# jdk (the folder) and jdk_version. Only builtins on the usual path: the launcher sources it each time.

jdk_wanted="25.0.3 or newer"

# Is the folder $1 a JDK that fits? Reads its `release` file, which is faster than asking its java.
jdk_fits() {
  local line version="" feature rest interim update
  [[ -n $1 && -x $1/bin/java && -x $1/bin/javac && -r $1/release ]] || return 1
  while IFS= read -r line; do
    case $line in
      JAVA_VERSION=*) version=${line#*=} version=${version//[\"$'\r']/} ;;
    esac
  done <"$1/release"
  jdk_seen+=" $1 ($version)"
  IFS=. read -r feature interim update rest <<<"${version%%[-+]*}.0.0"
  [[ $feature =~ ^[0-9]+$ && $interim =~ ^[0-9]+$ && $update =~ ^[0-9]+$ ]] || return 1
  ((feature > 25 || (feature == 25 && (interim > 0 || update >= 3)))) || return 1
  jdk=$1 jdk_version=$version
}

# JAVA_HOME first, then the java on the PATH, then the usual places, an exact Java 25 before a newer one.
find_jdk() {
  local candidate newer="" java
  jdk="" jdk_version="" jdk_seen=""
  jdk_fits "${JAVA_HOME:-}" && return
  if java=$(type -P java); then
    while [[ -L $java ]]; do
      candidate=$(readlink "$java")
      [[ $candidate == /* ]] && java=$candidate || java=${java%/*}/$candidate
    done
    jdk_fits "${java%/bin/java}" && return
  fi
  for candidate in \
    /usr/lib/jvm/* \
    /usr/java/* \
    /opt/java/* \
    /opt/jdk* \
    /Library/Java/JavaVirtualMachines/*/Contents/Home \
    "${HOME:-}"/Library/Java/JavaVirtualMachines/*/Contents/Home \
    /opt/homebrew/opt/openjdk*/libexec/openjdk.jdk/Contents/Home \
    /usr/local/opt/openjdk*/libexec/openjdk.jdk/Contents/Home \
    "${SDKMAN_DIR:-${HOME:-}/.sdkman}"/candidates/java/* \
    "${HOME:-}"/.jdks/* \
    "${HOME:-}"/.jdks/*/Contents/Home \
    "${HOME:-}"/.local/share/mise/installs/java/* \
    "${HOME:-}"/.asdf/installs/java/*; do
    jdk_fits "$candidate" || continue
    [[ $jdk_version == 25* ]] && return
    newer=${newer:-$candidate}
  done
  [[ -n $newer ]] && jdk_fits "$newer"
}

jdk_missing() {
  cat >&2 <<MESSAGE
tfjs4j needs a JDK, Java $jdk_wanted, and found none.
Looked at JAVA_HOME (${JAVA_HOME:-not set}), the PATH and the usual places; saw:${jdk_seen:- no JDK at all}
Get one, for example:
  Debian, Ubuntu  apt-get install openjdk-25-jdk-headless, or temurin-25-jdk from https://adoptium.net/installation/linux
  Fedora          dnf install java-25-openjdk-devel
  macOS           brew install --cask temurin@25
  SDKMAN          sdk install java 25-tem
  any             unpack https://adoptium.net/temurin/releases/?version=25 and set JAVA_HOME to the folder
MESSAGE
}

if [[ ${BASH_SOURCE[0]} == "$0" ]]; then
  if find_jdk; then echo "$jdk"; else jdk_missing; exit 1; fi
fi
