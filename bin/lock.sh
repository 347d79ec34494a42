# Sourced: with_lock FILE COMMAND... runs a command while no other process holds FILE's lock. Where it
# has to wait, it prints $lock_notice, if there is one.
# shellcheck shell=bash

with_lock() {
  local file=$1
  shift
  mkdir -p "${file%/*}" || return
  if type -P flock >/dev/null; then
    # The kernel drops the lock when we die; the command's own children must not inherit it.
    (flock -n 9 || { lock_wait && flock 9; } && "$@" 9>&-) 9>"$file"
  else
    ( take_lock "$file.d" && trap 'rm -rf "$file.d"' EXIT && "$@")
  fi
}

lock_wait() { [[ -z ${lock_notice:-} ]] || echo "$lock_notice" >&2; }

# macOS has no flock: a folder that one process can make, with its maker's id within.
take_lock() {
  local holder waited=""
  until mkdir "$1" 2>/dev/null; do
    [[ -d ${1%/*} && -w ${1%/*} ]] || return
    [[ -n $waited ]] || lock_wait
    waited=yes
    holder=$(cat "$1/pid" 2>/dev/null)
    if [[ -n $holder ]]; then
      kill -0 "$holder" 2>/dev/null || break_lock "$1" "$holder"
    elif [[ -n $(find "$1" -prune -mmin +1 2>/dev/null) ]]; then
      break_lock "$1" "" # its maker died before it could sign
    fi
    sleep 0.2
  done
  # $$ is the whole script's id, also in a subshell; the lock is as good as its life.
  echo $$ >"$1/pid"
}

# Only one may break it, and only if it is still the dead one's: else a waiter could break a new lock.
break_lock() {
  mkdir "$1.breaking" 2>/dev/null || return 0
  [[ $(cat "$1/pid" 2>/dev/null) == "$2" ]] && rm -rf "$1"
  rmdir "$1.breaking"
}
