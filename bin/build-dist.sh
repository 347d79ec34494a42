# Sourced by bin/tfjs4j when something is missing or out of date: builds build/dist (lib/*.jar, stamp) and the AOT cache.
# Uses the launcher's root, dist, cache, jdk, jdk_version and is_fresh.
# shellcheck shell=bash disable=SC2154

# shellcheck source=bin/lock.sh
source "$root/bin/lock.sh"

build_dist() {
  with_lock "$root/build/dist.lock" build_what_is_missing
}

# Whoever waited for the lock finds the work done.
build_what_is_missing() {
  if ! is_fresh; then
    echo "tfjs4j: building what is missing, a minute or so ..." >&2
    build_jars || return
  fi
  [[ -e $cache ]] || make_cache
}

# Builds in a folder of its own and then swaps it in, so that nobody ever sees half a build.
build_jars() {
  local work=$root/build/dist.new
  rm -rf "$work" && mkdir -p "$work" || return
  touch "$work/stamp" # before the build: what is edited meanwhile is newer
  # shellcheck disable=SC2016 # Maven expands it, once a module
  if ! "$root/bin/maven.sh" -q package -Dmaven.test.skip=true -DskipLint -Denforcer.skip \
    -Dtarget="$work/"'${project.artifactId}' >"$work/log" 2>&1; then
    grep -v -e '-> \[Help' -e '^\[ERROR\] *$' "$work/log" >&2
    echo "tfjs4j: the build failed; the messages above say why." >&2
    return 1
  fi
  mv "$work/tfjs4j-app/lib" "$work/lib" && rm -rf "$work/tfjs4j" "$work/tfjs4j-formats" "$work/tfjs4j-vector" "$work/tfjs4j-app" || return
  rm -rf "$root/build/dist.old"
  if [[ -e $dist ]]; then mv "$dist" "$root/build/dist.old" || return; fi
  mv "$work" "$dist" && rm -rf "$root/build/dist.old"
}

# Trains on real conversions, and on running what came of them, where examples are at hand, else on the
# help text. What goes wrong here costs the user only time, so it goes to a log.
make_cache() {
  local work=$dist/training
  rm -rf "$work" && mkdir -p "$work" || return 0
  {
    conversions >"$work/batch"
    [[ -s $work/batch ]] && train convert --verify --batch "$work/batch"
    [[ -s $work/aot ]] || train --help
  } >"$work/log" 2>&1 </dev/null
  [[ -s $work/aot ]] || : >"$work/aot"
  mv "$work/aot" "$cache" && mv "$work/log" "$cache.log" && rm -rf "$work"
  return 0
}

# One model of each kind that people convert most; the one in HDF5 has the layers of MobileNets.
conversions() {
  local kind model
  for kind in 'examples/*/model.json' 'conformance/cases/keras/app_mobilenet*/model.h5' 'conformance/cases/keras3/*/model.keras' \
    'conformance/cases/saved-model/keras2_conv*/saved_model.pb'; do
    for model in "$root"/$kind; do
      [[ -e $model ]] || continue
      [[ $model != *.json ]] || grep -qs '"layers-model"' "$model" || continue
      printf '%s\t%s\n' "$model" "$work/${model##*.}"
      break
    done
  done
}

train() {
  rm -f "$work/aot"
  "$jdk/bin/java" "@$root/bin/jvm.options" "-XX:AOTCacheOutput=$work/aot" \
    -Dtfjs4j.command=tfjs4j -jar "$dist/lib/tfjs4j-app.jar" "$@" && [[ -s $work/aot ]]
}
