# Read by the launchers beside it, which set $here to this folder: builds the module if a source is newer
# than the jar, then runs one of its classes.

root=$(dirname -- "$here")
built=$here/target/lib

stale() {
    [ -d "$built" ] || return 0
    [ -n "$(find "$root/pom.xml" "$root/health" "$root/balancer" "$here" \
        -path '*/target' -prune -o -path '*/src/test' -prune -o \
        -type f \( -path '*/src/main/*' -o -name pom.xml \) -newer "$built/.complete" -print 2>/dev/null | head -n 1)" ] ||
        [ ! -e "$built/.complete" ]
}

launch() {
    if stale; then
        echo "building…" >&2
        (cd "$root" && mvn -q -pl bench -am -DskipTests package) || exit 1
        touch "$built/.complete"
    fi
    exec "${JAVA_HOME:+$JAVA_HOME/bin/}java" -Devenkeel.root="$root" \
        -cp "$here/target/classes:$built/*" "$@"
}
