package dev.evenkeel.balancer.cli.ctl;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.BiConsumer;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;

/** Which daemon is asked, and how its answers are shown: the options that all commands have. */
final class Connection {
    static final int OK = 0;
    static final int REFUSED = 1;
    static final int UNREACHABLE = 3;

    private static final JsonMapper JSON = new JsonMapper();

    @Spec(Target.MIXEE)
    private @Nullable CommandSpec spec;

    @Option(
            names = "--admin",
            paramLabel = "ADDRESS",
            defaultValue = "${env:EVENKEEL_ADMIN:-127.0.0.1:9090}",
            description =
                    "Where the admin API is: HOST:PORT or unix:PATH. Default: EVENKEEL_ADMIN, else 127.0.0.1:9090.")
    private String admin = "";

    @Option(
            names = "--token-file",
            paramLabel = "FILE",
            description = "Holds the token that the API asks for. Without it, EVENKEEL_TOKEN counts.")
    private @Nullable Path tokenFile;

    @Option(names = "--json", description = "Show the answer as it came, for programs.")
    private boolean json;

    /** What shows an answer to people. */
    interface View extends BiConsumer<JsonNode, PrintWriter> {}

    /** Makes a call and shows what came; returns the exit code. */
    int show(String method, String target, String body, View view) {
        return judge(method, target, body, view, answer -> OK);
    }

    /** As {@link #show}, but with an exit code that depends on what came. */
    int judge(String method, String target, String body, View view, ToIntFunction<JsonNode> exitCode) {
        try {
            AdminClient.Answer answer = client().call(method, target, body);
            if (!answer.good()) {
                return refused(answer);
            }
            JsonNode parsed = parse(answer.body());
            if (json) {
                out().print(answer.body());
                out().flush();
            } else {
                view.accept(parsed, out());
            }
            return exitCode.applyAsInt(parsed);
        } catch (IOException e) {
            return unreachable(e);
        }
    }

    /** Asks for a resource again and again until it is as wanted; shows each on the way. */
    int follow(String target, Following following) {
        try {
            while (true) {
                AdminClient.Answer answer = client().call("GET", target, "");
                if (!answer.good()) {
                    return refused(answer);
                }
                if (following.done(parse(answer.body()), out())) {
                    return OK;
                }
                Thread.sleep(following.everyMillis());
            }
        } catch (IOException e) {
            return unreachable(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return REFUSED;
        }
    }

    /** Looks at a resource until it is as wanted. */
    interface Following {
        boolean done(JsonNode resource, PrintWriter out);

        default long everyMillis() {
            return 100;
        }
    }

    private AdminClient client() throws IOException {
        String token = tokenFile == null
                ? System.getenv("EVENKEEL_TOKEN")
                : Files.readString(tokenFile).strip();
        return new AdminClient(admin, token);
    }

    private int refused(AdminClient.Answer answer) {
        String detail = answer.body();
        try {
            detail = parse(answer.body()).path("detail").asText(answer.body());
        } catch (IOException notJson) {
            // shown as it came
        }
        errors().println(detail.strip());
        return REFUSED;
    }

    private int unreachable(IOException e) {
        errors().println("The daemon's admin API at " + admin + " cannot be asked: " + e.getMessage()
                + ". Is admin.bind set, and the daemon running? --admin says where it is.");
        return UNREACHABLE;
    }

    static JsonNode parse(String text) throws JsonProcessingException {
        return JSON.readTree(text);
    }

    /** A segment of a path. */
    static String segment(String name) {
        return URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private PrintWriter out() {
        return requireNonNull(spec, "spec").commandLine().getOut();
    }

    private PrintWriter errors() {
        return requireNonNull(spec, "spec").commandLine().getErr();
    }
}
