#!/usr/bin/env bash
# Tests the launchers in a copy of the checkout whose path has a space: a first start, two at once,
# later starts, links, any folder, a spoilt cache. Ends with "N passed, N failed, N skipped".
set -u
root=$(CDPATH='' cd -P -- "${BASH_SOURCE[0]%/*}/.." && pwd) || exit 1
scratch=$(mktemp -d) || exit 1
scratch=$(CDPATH='' cd -P -- "$scratch" && pwd) || exit 1
trap 'rm -rf "$scratch"' EXIT
tree="$scratch/a check out"
passed=0 failed=0 skipped=0

# check NAME EXPECTED ACTUAL: the actual text is, or where EXPECTED holds a *, matches, the expected.
check() {
  # shellcheck disable=SC2053 # a pattern on purpose
  if [[ $3 == $2 ]]; then
    passed=$((passed + 1))
  else
    failed=$((failed + 1))
    printf 'FAILED: %s\n  expected: %s\n  but was:  %s\n' "$1" "$2" "$3"
  fi
}

# What a command prints on stdout and stderr, in one line, then its exit code.
run() {
  local output status
  output=$("$@" 2>&1 </dev/null)
  status=$?
  echo "${output//$'\n'/ } ($status)"
}

mkdir -p "$tree"
for part in pom.xml .mvn mvnw LICENSE NOTICE bin core formats vector app examples; do
  (cd "$root" && find "$part" -name target -prune -o -path '*/src/test' -prune -o ! -type d -print)
done | tar -C "$root" -cf - -T - | tar -C "$tree" -xf -

# Two first starts at once: both answer, one builds.
"$tree/bin/tfjs4j" --version >"$scratch/one" 2>"$scratch/one.err" </dev/null &
first=$!
"$tree/bin/tensorflowjs_converter" --version >"$scratch/two" 2>"$scratch/two.err" </dev/null
check "the second of two first starts succeeds" 0 $?
wait $first
check "the first of two first starts succeeds" 0 $?
check "the first of two first starts answers" "?*" "$(cat "$scratch/one")"
check "the second of two first starts answers" "?*" "$(cat "$scratch/two")"
check "one of the two builds, and says so in one line" "tfjs4j: building what is missing*" \
  "$(cat "$scratch/one.err" "$scratch/two.err")"
check "nothing else is on stderr" 1 "$(cat "$scratch/one.err" "$scratch/two.err" | grep -c .)"
check "nothing half built is left" "" "$(find "$tree/build" -name 'dist.new' -o -name 'dist.old' -o -name training)"
check "there is an AOT cache" 1 "$(find "$tree/build/dist" -name '*.aot' -size +100k | grep -c .)"

# From here on Maven may not be called: it would say so, and fail.
mkdir "$scratch/path"
printf '#!/bin/sh\necho "Maven was called" >&2\nexit 1\n' >"$scratch/path/mvn"
chmod +x "$scratch/path/mvn"
cp "$tree/mvnw" "$scratch/mvnw"
cp "$scratch/path/mvn" "$tree/mvnw"
touch -r "$tree/pom.xml" "$tree/mvnw"
export PATH="$scratch/path:$PATH"

answer=$(cat "$scratch/one")
in_one_line="${answer//$'\n'/ } (0)"
check "a second start prints the same and nothing more" "$in_one_line" "$(run "$tree/bin/tfjs4j" --version)"
cd /
check "it starts from the root folder" "$answer" "$("$tree/bin/tfjs4j" --version)"
cd "$tree/bin" || exit 1
check "it starts from its own folder" "$answer" "$(./tfjs4j --version)"
check "it starts as an argument of bash" "$answer" "$(bash tfjs4j --version)"
cd "$scratch" || exit 1
check "it starts by a relative path" "$answer" "$("./a check out/bin/tfjs4j" --version)"
check "it starts from the PATH" "$answer" "$(PATH="$tree/bin:$PATH" tfjs4j --version)"
check "CDPATH does not confuse it" "$answer" "$(CDPATH="$scratch/path:/" "./a check out/bin/tfjs4j" --version)"

mkdir "$scratch/my links"
ln -s "$tree/bin/tfjs4j" "$scratch/my links/absolute"
ln -s "../a check out/bin/tensorflowjs_converter" "$scratch/my links/relative"
ln -s "my links/relative" "$scratch/twice"
check "it starts through an absolute link" "$answer" "$("$scratch/my links/absolute" --version)"
check "it starts through a relative link" "$(cat "$scratch/two")" "$("$scratch/my links/relative" --version)"
check "it starts through a link to a link" "$(cat "$scratch/two")" "$(./twice --version)"

# What the JVM is told, seen through a java that only prints it.
jdk=$("$tree/bin/find-jdk.sh")
mkdir -p "$scratch/jdk/bin"
cp "$jdk/release" "$scratch/jdk/release"
# shellcheck disable=SC2016
printf '#!/bin/sh\nfor a; do echo "<$a>"; done\n' | tee "$scratch/jdk/bin/java" >"$scratch/jdk/bin/javac"
chmod +x "$scratch/jdk/bin/java" "$scratch/jdk/bin/javac"
seen() { JAVA_HOME=$scratch/jdk "$@" | tr '\n' ' '; }
check "the wizard has its name" "*<-Dtfjs4j.command=tensorflowjs_wizard>*" "$(seen "$tree/bin/tensorflowjs_wizard")"
check "arguments arrive as they were" "*<a  b> <> <*> <\$x> " "$(seen "$tree/bin/tfjs4j" 'a  b' '' '*' "\$x")"
check "tfjs4j is called tfjs4j" "*<-Dtfjs4j.command=tfjs4j>*" "$(seen "$tree/bin/tfjs4j")"
check "the converter has its name" "*<-Dtfjs4j.command=tensorflowjs_converter>*" "$(seen "$tree/bin/tensorflowjs_converter")"
check "a link to the converter is the converter" "*<-Dtfjs4j.command=tensorflowjs_converter>*" "$(seen ./twice)"
check "the cache is used" "*<-XX:AOTCache=*" "$(seen "$tree/bin/tfjs4j")"
check "a model that runs once starts with the cache" "*<-XX:AOTCache=*<run> *" "$(seen "$tree/bin/tfjs4j" run m)"
check "one that runs again has the Vector API" "*<--add-modules> <jdk.incubator.vector>*<run> *" \
  "$(seen "$tree/bin/tfjs4j" run m --repeat=3)"

# The JVM's remark about that is not for users; all else on stderr is, at once and to the last byte.
mkdir -p "$scratch/loud/bin"
cp "$jdk/release" "$scratch/loud/release"
# shellcheck disable=SC2016
printf '#!/bin/sh\nprintf "WARNING: Using incubator modules: x\\nWARNING\\n one\\r two" >&2\nexit 3\n' |
  tee "$scratch/loud/bin/java" >"$scratch/loud/bin/javac"
chmod +x "$scratch/loud/bin/java" "$scratch/loud/bin/javac"
check "only the JVM's remark is dropped" "WARNING  one"$'\r'" two (3)" \
  "$(JAVA_HOME=$scratch/loud run "$tree/bin/tfjs4j" run m --repeat 2)"
sed -i.old 's/incubator modules/unknown/' "$scratch/loud/bin/java"
check "and nothing where there is none" "WARNING: Using unknown: x WARNING  one"$'\r'" two (3)" \
  "$(JAVA_HOME=$scratch/loud run "$tree/bin/tfjs4j" run m --repeat 2)"
check "a run on the Vector API prints results alone" "input *median*2 runs* (0)" \
  "$(run "$tree/bin/tfjs4j" run "$tree/examples/shapes-cnn" --random 1 --repeat 2)"
check "and where it fails, why" "error: /nowhere: * (1)" "$(run "$tree/bin/tfjs4j" run /nowhere --repeat 2)"
"$tree/bin/tfjs4j" run "$tree/examples/shapes-cnn" --random 1 --repeat 1000000 >"$scratch/killed" 2>&1 &
sleep 2
kill $!
wait $!
check "it can be killed" "143 " "$? $(cat "$scratch/killed")"

# Without a locale, with one that is not installed, and with a UTF-8 one: file names are UTF-8.
for locale in "" LANG=C LANG=xx_XX.UTF-8 LC_ALL=POSIX LC_ALL=C.UTF-8; do
  rm -rf "$scratch/größe ü"
  # shellcheck disable=SC2086 # one word, or none
  check "a file name is UTF-8 under ${locale:-no locale}" "$scratch/größe ü: * (0)" "$(run env -u LANG -u LC_ALL -u LC_CTYPE $locale \
    "$tree/bin/tfjs4j" convert "$tree/examples/shapes-cnn" "$scratch/größe ü")"
  check "and is that in the file system under ${locale:-no locale}" yes "$([[ -e "$scratch/größe ü/model.json" ]] && echo yes)"
done

# The wizard asks a pipe, and terminals: at one that can move its cursor, Tab completes what is typed.
answers() { printf '%s\n' "$tree/examples/shapes-cnn" "" "" "" "" "" "$scratch/it is"; }
check "the wizard takes answers from a pipe" \
  "tensorflowjs_converter --input_format=tfjs_layers_model --output_format=tfjs_graph_model *'$scratch/it is'" \
  "$(answers | "$tree/bin/tensorflowjs_wizard" --dryrun | grep '^tensorflowjs_converter')"
# typed TERM (WHAT-IS-PRINTED ANSWER)...: each answer is typed when that is there, and the end of all is a Ctrl-D.
# In the background a shell would have Ctrl-C ignored.
typed() {
  local log=$scratch/typed term=$1 tries
  shift
  : >"$log"
  while (($# > 1)); do
    for ((tries = 0; tries < 300; tries++)); do
      grep -q -- "$1" "$log" && break
      sleep 0.2
    done
    printf '%b' "$2"
    shift 2
  done | (cd "$tree" && TERM=$term script -qefc "env --default-signal=INT bin/tensorflowjs_wizard --dryrun" "$log" >/dev/null)
  echo "$(cat "$log") (${PIPESTATUS[1]})"
}
if script --version 2>/dev/null | grep -q util-linux; then
  check "the wizard completes paths, edits lines and ends in the command" "*tensorflowjs_converter --*examples/shapes-cnn/model.json out* (0)" \
    "$(typed xterm 'URL' 'exampl\t' 'examples/' 'sh\t' 'shapes-cnn/' '\n\n\n\n\n\nouu\x7ft\n')"
  check "a dumb terminal gets no control characters" "" \
    "$(typed dumb 'URL' 'examples/shapes-cnn\n\n\n\n\n\nout\n' | tr -d '\r' | LC_ALL=C grep '[[:cntrl:]]')"
  for term in xterm dumb; do
    check "Ctrl-C ends the wizard in $term" "*Nothing was converted.* (130)" "$(typed $term 'URL' 'examples/shapes-cnn\n' '\[1\]' '\x03' converted '')"
    check "Ctrl-D ends the wizard in $term" "*Nothing was converted.* (1)" "$(typed $term 'URL' 'examples/shapes-cnn\n' '\[1\]' '\x04' converted '')"
  done
else
  echo "skipped: the wizard in a terminal, without util-linux' script"
  skipped=$((skipped + 1))
fi
check "only the wizard loads what edits lines" 0 \
  "$(TFJS4J_JAVA_OPTIONS=-Xlog:class+load:stdout run "$tree/bin/tensorflowjs_converter" --help | grep -c '\] org\.jline')"

others=""
for jar in "$tree"/build/dist/lib/*.jar; do
  name=${jar##*/} name=${name%%-[0-9]*}
  [[ $name == tfjs4j* ]] || others+="$name "
done
check "THIRD-PARTY.md lists the jars of others" "$others" "$(sed -n 's/^| `\([^`]*\)` .*/\1/p' "$root/THIRD-PARTY.md" | sort | tr '\n' ' ')"
check "the jar holds its licence" "*META-INF/LICENSE*META-INF/NOTICE*" "$("$jdk/bin/jar" tf "$tree/build/dist/lib/tfjs4j-app.jar")"

# An old JDK in JAVA_HOME is passed over.
sed 's/^JAVA_VERSION=.*/JAVA_VERSION="25.0.2"/' "$jdk/release" >"$scratch/jdk/release"
check "JDK 25.0.2 is passed over" "$answer" "$(JAVA_HOME=$scratch/jdk "$tree/bin/tfjs4j" --version)"

# A cache that is spoilt costs time, nothing else.
aot=$(find "$tree/build/dist" -name '*.aot')
head -c 100000 "$aot" >"$scratch/short" && cp "$scratch/short" "$aot"
check "a spoilt cache goes unnoticed" "$in_one_line" "$(run "$tree/bin/tfjs4j" --version)"

# A newer source brings Maven back: it is called, and what it says is shown.
touch "$tree/core/pom.xml"
check "a changed source is built, and a failed build said" "*Maven was called*the build failed*why. (1)" "$(run "$tree/bin/tfjs4j" --version)"
cp "$scratch/mvnw" "$tree/mvnw"
check "the next start builds it" "tfjs4j: building*$in_one_line" "$(run "$tree/bin/tfjs4j" --version)"
check "and the one after does not" "$in_one_line" "$(run "$tree/bin/tfjs4j" --version)"

# Without flock, as on macOS: two at once still take turns.
turns() {
  bash -c 'source "$1/bin/lock.sh"; type() { [[ $* != "-P flock" ]] && builtin type "$@"; }
    step() { echo in >>"$1"; sleep 0.3; echo out >>"$1"; }
    with_lock "$2/lock" step "$2/steps"' - "$tree" "$scratch"
}
turns & turns & turns
wait
check "the lock without flock lets in one at a time" "in out in out in out " "$(tr '\n' ' ' <"$scratch/steps")"
mkdir "$scratch/lock.d" && sleep 0 & dead=$!
wait $dead
echo $dead >"$scratch/lock.d/pid"
: >"$scratch/steps"
turns
check "the lock of a dead process is broken" "in out " "$(tr '\n' ' ' <"$scratch/steps")"

# Conversions that are killed; bin/kill-test.sh 300 does it for longer.
check "no kill spoils a model" "*13 passed, 0 failed, 0 skipped (0)" "$(run "$tree/bin/kill-test.sh" 6)"

echo "$passed passed, $failed failed, $skipped skipped"
((failed == 0))
