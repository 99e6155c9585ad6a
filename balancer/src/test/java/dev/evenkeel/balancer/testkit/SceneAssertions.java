package dev.evenkeel.balancer.testkit;

import java.util.List;
import org.assertj.core.api.AbstractAssert;
import org.assertj.core.api.Assertions;

/** AssertJ's assertions and those for messages, by one static import. */
public final class SceneAssertions extends Assertions {

    private SceneAssertions() {}

    /** Assertions about a response as the client saw it. */
    public static ResponseAssert assertThat(Response actual) {
        return new ResponseAssert(actual);
    }

    /** Assertions about a request as the origin saw it. */
    public static RequestAssert assertThat(RecordedRequest actual) {
        return new RequestAssert(actual);
    }

    /** What requests and responses have in common. */
    public abstract static class MessageAssert<S extends MessageAssert<S, M>, M> extends AbstractAssert<S, M> {

        MessageAssert(M actual, Class<?> type) {
            super(actual, type);
        }

        abstract Fields fields();

        abstract String body();

        abstract Fields trailers();

        /** Has exactly one field of this name, with this value. */
        public S hasHeader(String name, String value) {
            return hasHeaders(name, value);
        }

        /** Has exactly these values in fields of this name, in this order. */
        public S hasHeaders(String name, String... values) {
            check(name, fields().all(name), List.of(values));
            return myself;
        }

        /** Has at least one field of this name. */
        public S hasHeader(String name) {
            if (!fields().has(name)) {
                failWithMessage("%nExpected a field %s in:%n%s", name, actual);
            }
            return myself;
        }

        /** Has no field of any of these names. */
        public S hasNoHeader(String... names) {
            for (String name : names) {
                check(name, fields().all(name), List.of());
            }
            return myself;
        }

        /** Has exactly this body. */
        public S hasBody(String body) {
            check("body", body(), body);
            return myself;
        }

        /** Has a body with this in it. */
        public S hasBodyWith(String part) {
            if (!body().contains(part)) {
                failWithMessage("%nExpected a body with %s in:%n%s", part, actual);
            }
            return myself;
        }

        /** Has exactly one field of this name and value after its body. */
        public S hasTrailer(String name, String value) {
            check("trailer " + name, trailers().all(name), List.of(value));
            return myself;
        }

        void check(String what, Object seen, Object expected) {
            if (!seen.equals(expected)) {
                throw failureWithActualExpected(
                        seen, expected, "%nExpected %s:%n  %s%nbut was:%n  %s%nin:%n%s", what, expected, seen, actual);
            }
        }
    }

    /** Assertions about a response as the client saw it. */
    public static final class ResponseAssert extends MessageAssert<ResponseAssert, Response> {

        ResponseAssert(Response actual) {
            super(actual, ResponseAssert.class);
        }

        @Override
        Fields fields() {
            return actual.fields();
        }

        @Override
        String body() {
            return actual.body();
        }

        @Override
        Fields trailers() {
            return actual.trailers();
        }

        /** Has this status code. */
        public ResponseAssert hasStatus(int status) {
            check("status", actual.status(), status);
            return this;
        }

        /** Was preceded by exactly these 1xx responses. */
        public ResponseAssert hasInterim(Integer... statuses) {
            check("1xx", actual.interim().stream().map(Response::status).toList(), List.of(statuses));
            return this;
        }

        /** Says that the connection will be closed. */
        public ResponseAssert saysClose() {
            return saysClose(true);
        }

        /** Lets the connection be used again. */
        public ResponseAssert keepsAlive() {
            return saysClose(false);
        }

        private ResponseAssert saysClose(boolean expected) {
            check("Connection: close", actual.fields().listHas("Connection", "close"), expected);
            return this;
        }
    }

    /** Assertions about a request as the origin saw it. */
    public static final class RequestAssert extends MessageAssert<RequestAssert, RecordedRequest> {

        RequestAssert(RecordedRequest actual) {
            super(actual, RequestAssert.class);
        }

        @Override
        Fields fields() {
            return actual.fields();
        }

        @Override
        String body() {
            return actual.body();
        }

        @Override
        Fields trailers() {
            return actual.trailers();
        }

        /** Has this method. */
        public RequestAssert hasMethod(String method) {
            check("method", actual.method(), method);
            return this;
        }

        /** Has this target. */
        public RequestAssert hasTarget(String target) {
            check("target", actual.target(), target);
            return this;
        }
    }
}
