package dev.evenkeel.bench.rig;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

final class WrkScriptTest {
    @Test
    void saysWhatToSend() {
        assertThat(WrkScript.of(Workload.POST_4K.request())).startsWith("""
                        wrk.method = "POST"
                        wrk.path = "/post"
                        wrk.headers["Content-Type"] = "application/octet-stream"
                        wrk.body = string.rep("x", 4096)
                        done = function""");
    }

    @Test
    void quotesWhatAFieldHolds() {
        Request request = new Request("GET", "/", List.of(new Request.Field("If-None-Match", "\"a\\b\"")), 0);

        assertThat(WrkScript.of(request)).contains("wrk.headers[\"If-None-Match\"] = \"\\\"a\\\\b\\\"\"\n");
    }

    @Test
    void takesSeveralRequestsInTurn() {
        String script = WrkScript.inTurn(List.of(Workload.GET_16K.request(), Workload.NEW_CONNECTION.request()));

        assertThat(script)
                .contains("wrk.format(\"GET\", \"/16k\", {}, nil)")
                .contains("wrk.format(\"GET\", \"/1k\", {[\"Connection\"] = \"close\"}, nil)");
    }

    @Test
    void theBrowserSendsTwentyFields() {
        assertThat(Workload.HEADERS_1K.request().fields())
                .hasSize(20)
                .extracting(Request.Field::name)
                .doesNotHaveDuplicates();
    }
}
