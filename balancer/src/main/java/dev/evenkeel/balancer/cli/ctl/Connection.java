package dev.evenkeel.balancer.cli.ctl;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.net.URLEncoder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;

/**
 * Which daemon is asked, and how its answers are shown: the options that all commands have, before the command's name or
 * behind it.
 */
final class Connection {
    static final int OK = 0;
    static final int REFUSED = 1;
    static final int UNREACHABLE = 3;
    static final int ENDED_OTHERWISE = 4;

    private static final Duration LOOK_EVERY = Duration.ofMillis(100);

    private static final String DATA = "data: ";
    private static final JsonMapper JSON = new JsonMapper();

    @Spec(Target.MIXEE)
    private @Nullable CommandSpec spec;

    @Option(
            names = "--admin",
            scope = ScopeType.INHERIT,
            paramLabel = "ADDRESS",
            converter = AdminAddress.Converter.class,
            defaultValue = "${env:EVENKEEL_ADMIN:-127.0.0.1:9090}",
            description =
                    "Where the admin API is: HOST:PORT or unix:PATH. Default: EVENKEEL_ADMIN, else 127.0.0.1:9090.")
    private @Nullable AdminAddress admin;

    @Option(
            names = "--token-file",
            scope = ScopeType.INHERIT,
            paramLabel = "FILE",
            description = "Holds the token that the API asks for. Without it, EVENKEEL_TOKEN counts.")
    private @Nullable Path tokenFile;

    @Option(names = "--json", scope = ScopeType.INHERIT, description = "Show the answer as it came, for programs.")
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
            AdminClient.Answer answer = client(new Deadline(null)).call(method, target, body);
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

    /**
     * Makes a call and shows what came, then asks for a resource again and again until its progress is over. For programs only
     * the last answer is shown.
     *
     * @param resource says from the answer of the call where to look; null if there is nothing to wait for
     * @param patience how long the progress may take
     */
    int await(
            String method,
            String target,
            String body,
            View view,
            Function<JsonNode, @Nullable String> resource,
            Progress progress,
            Patience patience) {
        PrintWriter shown = json ? new PrintWriter(Writer.nullWriter()) : out();
        Deadline deadline = patience.deadline();
        try {
            AdminClient client = client(deadline);
            AdminClient.Answer answer = client.call(method, target, body);
            if (!answer.good()) {
                return refused(answer);
            }
            view.accept(parse(answer.body()), shown);
            String looked = resource.apply(parse(answer.body()));
            Integer code = looked == null ? Integer.valueOf(OK) : null;
            while (code == null) {
                answer = client.call("GET", looked, "");
                if (!answer.good()) {
                    return refused(answer);
                }
                code = progress.look(parse(answer.body()), shown);
                if (code == null && deadline.isOver()) {
                    code = notInTime(progress);
                } else if (code == null) {
                    Thread.sleep(deadline.left(LOOK_EVERY).toMillis());
                }
            }
            if (json) {
                out().print(answer.body());
                out().flush();
            }
            return code;
        } catch (TimedStream.TimeIsOverException e) {
            return notInTime(progress);
        } catch (IOException e) {
            return unreachable(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return ENDED_OTHERWISE;
        }
    }

    private int notInTime(Progress progress) {
        errors().println("Not done in time: "
                + (progress.last().isEmpty() ? "the daemon at " + admin + " does not answer." : progress.last()));
        return ENDED_OTHERWISE;
    }

    /**
     * Shows the events of a stream until it ends, which it does only with the daemon.
     *
     * @param view shows one event
     */
    int stream(String target, View view) {
        try {
            AdminClient.Answer refusal = client(new Deadline(null)).follow(target, line -> showEvent(line, view));
            if (refusal != null) {
                return refused(refusal);
            }
            errors().println("The daemon at " + admin + " has ended the stream: it stops, or this was too slow.");
            return UNREACHABLE;
        } catch (UncheckedIOException e) {
            return unreachable(new IOException(e.getCause()));
        } catch (IOException e) {
            return unreachable(e);
        }
    }

    private void showEvent(String line, View view) {
        if (!line.startsWith(DATA)) {
            return;
        }
        String event = line.substring(DATA.length());
        if (json) {
            out().println(event);
            out().flush();
            return;
        }
        try {
            view.accept(parse(event), out());
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    private AdminClient client(Deadline deadline) throws IOException {
        Path file = tokenFile;
        return new AdminClient(
                requireNonNull(admin, "admin"), file == null ? System.getenv("EVENKEEL_TOKEN") : token(file), deadline);
    }

    private static String token(Path file) throws NoTokenException {
        try {
            return Files.readString(file).strip();
        } catch (NoSuchFileException e) {
            throw new NoTokenException(file, "there is no such file", e);
        } catch (AccessDeniedException e) {
            throw new NoTokenException(file, "this user may not", e);
        } catch (CharacterCodingException e) {
            throw new NoTokenException(file, "it is not UTF-8", e);
        } catch (IOException e) {
            throw new NoTokenException(file, String.valueOf(e.getMessage()), e);
        }
    }

    private static final class NoTokenException extends IOException {
        private static final long serialVersionUID = 1;

        NoTokenException(Path file, String reason, IOException cause) {
            super("The token file " + file + " cannot be read: " + reason + ".", cause);
        }
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
        if (e instanceof NoTokenException) {
            errors().println(e.getMessage());
            return UNREACHABLE;
        }
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

    /**
     * The settings by their keys.
     *
     * @throws ParameterException if one is given twice
     */
    Map<String, String> distinct(List<Setting> settings) {
        var all = new LinkedHashMap<String, String>();
        for (Setting setting : settings) {
            if (all.put(setting.key(), setting.value()) != null) {
                throw new ParameterException(command(), setting.key() + ": given twice. Leave only one.");
            }
        }
        return all;
    }

    private CommandLine command() {
        CommandLine ctl = requireNonNull(spec, "spec").commandLine();
        ParseResult given = ctl.getParseResult().subcommand();
        return given == null ? ctl : given.commandSpec().commandLine();
    }

    private PrintWriter out() {
        return requireNonNull(spec, "spec").commandLine().getOut();
    }

    private PrintWriter errors() {
        return requireNonNull(spec, "spec").commandLine().getErr();
    }
}
