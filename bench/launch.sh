# Read by the launchers beside it, which set $here to this folder: builds the module if a source is newer
# than the last build, then becomes the Java process, so that signals reach it.
set -eu

root=$(dirname "$here")
stamp=$here/target/launcher.stamp

stale() {
  [ -f "$stamp" ] && [ -d "$here/target/lib" ] || return 0
  [ -n "$(find "$root/pom.xml" "$root"/*/pom.xml "$root"/*/src/main -newer "$stamp" -print | head -n 1)" ]
}

# Tests and gates are for those who change the code.
build() {
  command -v mvn >/dev/null || { echo "building needs Maven (mvn) on the PATH" >&2; exit 1; }
  echo "building; Maven may have to fetch libraries" >&2
  mkdir -p "$here/target"
  touch "$stamp.new"
  mvn -q -B -Dstyle.color=never -f "$root/pom.xml" -pl bench -am -P '!gates' package -Dmaven.test.skip=true \
    -Dassembly.skipAssembly=true -Denforcer.skip=true -Dspotless.check.skip=true >&2
  mv "$stamp.new" "$stamp"
}

launch() {
  if stale; then
    build
  fi
  exec "${JAVA_HOME:+$JAVA_HOME/bin/}java" -Devenkeel.root="$root" -cp "$here/target/classes:$here/target/lib/*" "$@"
}
