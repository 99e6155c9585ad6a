package dev.evenkeel.bench.rig;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the origin has counted since its start.
 *
 * @param connections accepted
 * @param requests answered
 * @see <a href="https://nginx.org/en/docs/http/ngx_http_stub_status_module.html">ngx_http_stub_status_module</a>
 */
public record OriginCounters(long connections, long requests) {
    private static final Pattern TOTALS = Pattern.compile("(?m)^ (\\d+) (\\d+) (\\d+) *$");

    static OriginCounters parse(String status) {
        Matcher totals = TOTALS.matcher(status);
        if (!totals.find()) {
            throw new RigException("origin's status: " + status + " (expected: a line of three totals)");
        }
        return new OriginCounters(Long.parseLong(totals.group(1)), Long.parseLong(totals.group(3)));
    }
}
