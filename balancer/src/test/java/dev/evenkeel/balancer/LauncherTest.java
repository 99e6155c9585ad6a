package dev.evenkeel.balancer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The launcher, with a java and an mvn that only tell how they were called. */
class LauncherTest {

    private static final String PROGRAM = "evenkeel-balancer-1.2.3.jar";

    private static final String TELLING = "#!/bin/sh\necho \"$0 pid $$\" \"$@\"\n";

    @TempDir
    Path folder;

    private Path launcher = Path.of("");
    private final Map<String, String> environment = new HashMap<>();

    @BeforeEach
    void anInstallation() throws IOException {
        launcher = copyTo(folder.resolve("installed/bin"));
        program(folder.resolve("installed/lib"));
        jdk("17.0.9");
        executable("tools/mvn", "#!/bin/sh\necho mvn \"$@\"\n");
        environment.put("PATH", folder.resolve("tools") + ":" + System.getenv("PATH"));
    }

    @Test
    void anInstalledOneJustRuns() throws Exception {
        var called = launch("run", "my file.conf");

        assertThat(called.exitCode()).isZero();
        assertThat(called.output())
                .contains("-cp " + folder.resolve("installed/lib/" + PROGRAM)
                        + " dev.evenkeel.balancer.Main run my file.conf")
                .doesNotContain("mvn");
    }

    @Test
    void aFolderMayHaveASpaceInItsName() throws Exception {
        launcher = copyTo(folder.resolve("my programs/bin"));
        program(folder.resolve("my programs/lib"));
        Files.writeString(folder.resolve("my programs/classes-17.0.9.archive"), "");
        executable("jdk/bin/java", "#!/bin/sh\nfor argument; do echo \"<$argument>\"; done\n");

        var called = launch("run");

        assertThat(called.output())
                .contains("<-Djava.library.path=" + folder.resolve("my programs/lib/native") + ">")
                .contains("<-XX:SharedArchiveFile=" + folder.resolve("my programs/classes-17.0.9.archive") + ">");
    }

    @Test
    void anInstallationWithoutItsProgramSaysSo() throws Exception {
        Files.delete(folder.resolve("installed/lib/" + PROGRAM));

        var called = launch("run");

        assertThat(called.exitCode()).isEqualTo(1);
        assertThat(called.output()).contains("installed/lib does not hold one evenkeel-balancer-VERSION.jar");
    }

    @Test
    void becomesTheJavaProcess() throws Exception {
        var called = launch("run");

        assertThat(called.output()).contains("pid " + called.pid() + " ");
    }

    @Test
    void isFoundThroughLinks() throws Exception {
        var link = Files.createSymbolicLink(folder.resolve("evenkeel"), folder.relativize(launcher));

        assertThat(launch(link, "run").output()).contains("-cp " + folder.resolve("installed/lib/" + PROGRAM));
    }

    @ParameterizedTest
    @CsvSource({"17.0.9, false", "21.0.1, false", "23, false", "24.0.1, true", "25, true"})
    void flagsFitTheVersionOfJava(String version, boolean memoryAccess) throws Exception {
        jdk(version);

        var called = launch("run");

        assertThat(called.output()).contains("--enable-native-access=ALL-UNNAMED");
        assertThat(called.output().contains("--sun-misc-unsafe-memory-access=allow"))
                .isEqualTo(memoryAccess);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.8.0_382", "11.0.2", "16"})
    void anOldJavaIsRefusedWithASentence(String version) throws Exception {
        jdk(version);

        var called = launch("run");

        assertThat(called.exitCode()).isEqualTo(1);
        assertThat(called.output()).containsPattern("is Java (8|11|16); Evenkeel needs 17 or newer\\. Set JAVA_HOME");
    }

    @Test
    void aJavaThatIsNotThereIsNamed() throws Exception {
        environment.put("JAVA_HOME", folder.resolve("nowhere").toString());

        var called = launch("run");

        assertThat(called.exitCode()).isEqualTo(1);
        assertThat(called.output()).contains("there is no " + folder.resolve("nowhere/bin/java"));
    }

    @Test
    void furtherFlagsComeAfterItsOwn() throws Exception {
        environment.put("JAVA_OPTS", "-Xmx1g -Done=*");
        environment.put("EVENKEEL_OPTS", "-Xmx2g");

        assertThat(launch("run").output()).containsPattern("lib/native -Xmx1g -Done=\\* -Xmx2g -cp ");
    }

    @Test
    void aCollectorAmongTheFurtherFlagsReplacesItsOwn() throws Exception {
        environment.put("JAVA_OPTS", "-Xmx1g -XX:+UseZGC");

        assertThat(launch("run").output())
                .containsOnlyOnce("-XX:+Use")
                .contains("-XX:+UseZGC")
                .doesNotContain("-Xmn");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-XX:+UseSerialGC", "-XX:+UseGCOverheadLimit -XX:+ExplicitGCInvokesConcurrent"})
    void otherFlagsLeaveItsCollectorAsItIs(String options) throws Exception {
        environment.put("EVENKEEL_OPTS", options);

        assertThat(launch("run").output()).contains("-XX:+UseSerialGC").contains("-Xmn10m");
    }

    @ParameterizedTest
    @CsvSource({
        "17.0.9, -XX:ArchiveClassesAtExit=, -XX:SharedArchiveFile=",
        "21.0.1, -XX:ArchiveClassesAtExit=, -XX:SharedArchiveFile=",
        "25.0.3, -XX:AOTCacheOutput=, -XX:AOTCache="
    })
    void eachJavaMakesAndUsesAnArchiveOfItsOwn(String version, String making, String using) throws Exception {
        jdk(version);
        var archive = folder.resolve("installed/classes-" + version + ".archive");

        assertThat(launch("archive").output()).contains(making + archive).contains("Main archive");
        assertThat(launch("run").output()).doesNotContain(archive.toString());

        Files.writeString(archive, "");
        assertThat(launch("run").output()).contains(using + archive);
    }

    @Test
    void aCheckoutMakesTheArchiveByItselfAndAnewAfterABuild() throws Exception {
        checkout();
        executable("jdk/bin/java", """
                #!/bin/sh
                for each; do
                  case $each in -XX:ArchiveClassesAtExit=*) echo made; echo >"${each#*=}" ;; esac
                done
                echo "$@"
                """);

        assertThat(launch("run").output()).contains("archiving the classes").contains("-XX:SharedArchiveFile=");
        assertThat(launch("run").output()).doesNotContain("archiving").contains("-XX:SharedArchiveFile=");

        var library = folder.resolve("checkout/balancer/target/lib/new.jar");
        Files.writeString(library, "");
        Files.setLastModifiedTime(library, FileTime.from(Instant.now().plusSeconds(60)));
        assertThat(launch("run").output()).contains("archiving the classes");
    }

    @Test
    void aFailedArchiveOnlyMakesTheStartSlower() throws Exception {
        checkout();
        executable(
                "jdk/bin/java",
                "#!/bin/sh\ncase \"$*\" in *Main\\ archive) echo no room; exit 1 ;; esac\necho \"$@\"\n");

        var called = launch("run");

        assertThat(called.exitCode()).isZero();
        assertThat(called.output())
                .contains("that failed, and the daemon just starts slower: no room")
                .contains("Main run")
                .doesNotContain("SharedArchiveFile");
    }

    @Test
    void aCheckoutIsBuiltBeforeItRuns() throws Exception {
        checkout();

        var called = launch("run");

        assertThat(called.output())
                .containsSubsequence(
                        "evenkeel: building, for nothing is built yet",
                        "mvn -q ",
                        "package",
                        "evenkeel: built",
                        "balancer/target/lib/" + PROGRAM + " dev.evenkeel.balancer.Main run");
    }

    @Test
    void aCheckoutThatIsBuiltJustRuns() throws Exception {
        checkout();
        launch("run");

        assertThat(launch("run").output()).doesNotContain("mvn", "building");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"pom.xml", "balancer/pom.xml", "balancer/src/main/java/X.java", "health/src/main/java/Y.java"})
    void aCheckoutIsBuiltAgainWhenASourceIsNewer(String source) throws Exception {
        var root = checkout();
        launch("run");
        var file = root.resolve(source);
        Files.writeString(file, "changed");
        Files.setLastModifiedTime(file, FileTime.from(Instant.now().plusSeconds(60)));

        assertThat(launch("run").output()).contains("mvn -q").contains("is newer than the last build");
    }

    @Test
    void aBuildThatFailsIsTheEnd() throws Exception {
        checkout();
        executable("tools/mvn", "#!/bin/sh\necho no >&2\nexit 1\n");

        var called = launch("run");

        assertThat(called.exitCode()).isEqualTo(1);
        assertThat(called.output()).contains("the build failed").doesNotContain("dev.evenkeel.balancer.Main");
        assertThat(launch("run").output()).contains("nothing is built yet");
    }

    /** Puts the launcher into what looks like the sources, and gives the folder above. */
    private Path checkout() throws IOException {
        var root = folder.resolve("checkout");
        for (var path : List.of("balancer/src/main/java", "health/src/main/java", "balancer/target/lib")) {
            Files.createDirectories(root.resolve(path));
        }
        for (var path : List.of("pom.xml", "balancer/pom.xml", "health/pom.xml")) {
            Files.writeString(root.resolve(path), "");
        }
        launcher = copyTo(root.resolve("balancer/bin"));
        program(root.resolve("balancer/target/lib"));
        return root;
    }

    private static void program(Path libraries) throws IOException {
        Files.createDirectories(libraries);
        Files.writeString(libraries.resolve(PROGRAM), "");
    }

    private void jdk(String version) throws IOException {
        executable("jdk/bin/java", TELLING);
        Files.writeString(folder.resolve("jdk/release"), "IMPLEMENTOR=\"X\"\nJAVA_VERSION=\"" + version + "\"\n");
        environment.put("JAVA_HOME", folder.resolve("jdk").toString());
    }

    private void executable(String path, String script) throws IOException {
        var file = folder.resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, script);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private static Path copyTo(Path bin) throws IOException {
        Files.createDirectories(bin);
        return Files.copy(Path.of("bin/evenkeel"), bin.resolve("evenkeel"));
    }

    private Called launch(String... args) throws Exception {
        return launch(launcher, args);
    }

    private Called launch(Path script, String... args) throws Exception {
        var builder = new ProcessBuilder(script.toString()).redirectErrorStream(true);
        builder.command().addAll(List.of(args));
        builder.environment().keySet().removeIf(name -> name.endsWith("_OPTS"));
        builder.environment().putAll(environment);
        var process = builder.start();
        var output = new String(process.getInputStream().readAllBytes(), UTF_8);
        return new Called(process.waitFor(), process.pid(), output);
    }

    /** What came of a call. */
    private record Called(int exitCode, long pid, String output) {}
}
