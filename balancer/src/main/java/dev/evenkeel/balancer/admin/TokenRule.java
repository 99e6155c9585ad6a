package dev.evenkeel.balancer.admin;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.jspecify.annotations.Nullable;

/** Who may ask the API: whoever shows the token (RFC 6750), or everybody if there is none. */
final class TokenRule {
    private static final String SCHEME = "Bearer ";

    private final byte @Nullable [] digest;

    TokenRule(@Nullable String token) {
        digest = token == null ? null : digest(token);
    }

    /** Whether a token is asked for. */
    boolean strict() {
        return digest != null;
    }

    /**
     * Whether this {@code Authorization} field lets one in. Takes as long for a wrong token as for the right one: digests of
     * one length are compared.
     */
    boolean allows(@Nullable String authorization) {
        if (digest == null) {
            return true;
        }
        return MessageDigest.isEqual(digest, digest(shown(authorization)));
    }

    private static String shown(@Nullable String authorization) {
        if (authorization == null || !authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
            return "";
        }
        return authorization.substring(SCHEME.length()).strip();
    }

    private static byte[] digest(String token) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(token.getBytes(UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
