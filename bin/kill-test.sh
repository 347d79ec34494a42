#!/usr/bin/env bash
# Kills conversions that overwrite a model, at random moments: bin/kill-test.sh [N [SEED]], 20 kills where no N is
# given. After each, the old model or the new one must be there whole; SIGTERM must leave nothing else, and
# after SIGKILL the next conversion must. Then some write into one folder at once. Ends with "N passed, N failed, N skipped".
set -u
root=$(CDPATH='' cd -P -- "${BASH_SOURCE[0]%/*}/.." && pwd) || exit 1
kills=${1:-20} RANDOM=${2:-1}
scratch=$(mktemp -d) || exit 1
trap 'rm -rf "$scratch"' EXIT
out=$scratch/out
old=0 new=0 left=0 passed=0 failed=0

# Two models that differ in every file, each of some 50 shards, so that a commit takes a while.
convert() { # one|two FOLDER
  local options=(--weight_shard_size_bytes=1000)
  [[ $1 == one ]] || options=(--weight_shard_size_bytes=500 --quantize_uint16='*')
  exec "$root/bin/tensorflowjs_converter" --input_format=tfjs_layers_model --output_format=tfjs_graph_model \
    "${options[@]}" "$root/examples/shapes-cnn" "$2"
}

shards() { grep -o '"paths":\[[^]]*\]' "$1/model.json" | grep -o '"[^"]*\.bin"' | tr -d '"'; }

# The model in a folder, whatever its files are called: its topology and all of its weights.
content() {
  local shard
  { sed 's/"paths":\[[^]]*\]//g' "$1/model.json" && while IFS= read -r shard; do
    cat "$1/$shard" || echo "$shard is missing"
  done < <(shards "$1"); } 2>&1 | cksum
}

# What lies in a folder besides a model.
clutter() {
  diff <(cd "$1" && find . -mindepth 1 | sort) <(shards "$1" | sed 's|^|./|' | (cat && echo ./model.json) | sort) | tail -n +2
}

fail() {
  failed=$((failed + 1))
  echo "FAILED: $*"
}

# A conversion that nobody kills.
convert_whole() {
  (convert one "$out") >/dev/null 2>&1 || fail "the conversion $1"
  [[ $(content "$out") == "$one" ]] || fail "the conversion $1 wrote another model"
  [[ -z $(clutter "$out") ]] || fail "the conversion $1 leaves something behind: $(clutter "$out")"
}

now() { echo $(($(date +%s%N) / 1000000)); }

start=$(now)
for model in one two; do
  (convert $model "$scratch/$model") >/dev/null || exit 1
done
took=$((($(now) - start) / 2))
one=$(content "$scratch/one") two=$(content "$scratch/two")
[[ $one != "$two" ]] || fail "the two models are the same"
cp -r "$scratch/one" "$out"

for ((i = 1; i <= kills; i++)); do
  signal=KILL
  ((i % 4 == 0)) && signal=TERM && convert_whole "before number $i"
  touch "$scratch/started"
  before=$(content "$out") model=one
  [[ $before == "$one" ]] && model=two
  (convert $model "$out") >/dev/null 2>&1 &
  converter=$!
  if ((i % 2 == 0)); then
    # While it writes.
    until [[ $out/.tfjs4j-writing/own -nt $scratch/started ]] || ! kill -0 $converter 2>/dev/null; do :; done
    sleep "0.00$((RANDOM % 10))"
  else
    milliseconds=$((RANDOM % took))
    sleep "$((milliseconds / 1000)).$(printf %03d $((milliseconds % 1000)))"
  fi
  kill -$signal $converter 2>/dev/null
  wait $converter 2>/dev/null
  after=$(content "$out")
  case $after in
    "$before") old=$((old + 1)) passed=$((passed + 1)) ;;
    "$one" | "$two") new=$((new + 1)) passed=$((passed + 1)) ;;
    *) fail "SIG$signal number $i leaves no whole model: $(ls -a "$out")" ;;
  esac
  if [[ -n $(clutter "$out") ]]; then
    left=$((left + 1))
    [[ $signal == KILL ]] || fail "SIG$signal number $i leaves something behind: $(clutter "$out")"
  fi
  ((RANDOM % 3 == 0 || i == kills)) && convert_whole "after number $i"
done

# Several at once into one folder: they take turns.
rm -rf "$out"
writers=()
for model in one two one two one two; do
  (convert $model "$out") >/dev/null 2>&1 &
  writers+=($!)
done
for writer in "${writers[@]}"; do
  if wait "$writer"; then passed=$((passed + 1)); else fail "one of several writers"; fi
done
case $(content "$out") in
  "$one" | "$two") passed=$((passed + 1)) ;;
  *) fail "several writers leave no whole model: $(ls -a "$out")" ;;
esac
[[ -z $(clutter "$out") ]] || fail "several writers leave something behind: $(clutter "$out")"

echo "$kills kills: $old times the old model was there, $new times the new one, $left times with something besides"
echo "$passed passed, $failed failed, 0 skipped"
((failed == 0))
