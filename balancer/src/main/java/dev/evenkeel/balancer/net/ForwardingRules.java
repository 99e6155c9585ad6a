package dev.evenkeel.balancer.net;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.util.Objects.requireNonNull;

import dev.evenkeel.balancer.config.ForwardedConfig;
import dev.evenkeel.balancer.exchange.Exchange;
import dev.evenkeel.balancer.exchange.RequestIds;
import dev.evenkeel.balancer.message.Ascii;
import dev.evenkeel.balancer.message.FieldName;
import dev.evenkeel.balancer.message.Peer;
import dev.evenkeel.balancer.message.RequestHead;
import dev.evenkeel.balancer.message.Via;

/**
 * What a backend is told of the client and of the way a request came, and what it must not be told. Applied once to each
 * request, before it is routed. For one event loop.
 *
 * <p><b>From everybody</b> these are dropped: {@code Proxy}, which CGI programs take for a setting of their own
 * (CVE-2016-5385), and names that CGI and WSGI servers cannot tell from those that the balancer acts upon or sets,
 * because an underscore stands where those have a hyphen. {@code Via} is kept: no proxy may remove it (RFC 9110 §7.6.3).
 *
 * <p><b>From a peer that is not trusted</b> these are dropped, whether or not the balancer then sends them: all
 * {@code X-Forwarded-…}, {@code Forwarded}, {@code X-Real-IP} and {@code X-Request-Id}.
 *
 * <p><b>From a trusted peer</b> all of these are kept; its own address is appended to {@code X-Forwarded-For} and
 * {@code Forwarded} where these are to be sent; {@code X-Forwarded-Proto} and {@code -Host} are added only if it sent
 * none. Its request id is taken over if it is alone and made of 1 to 128 letters, digits and {@code -._~+/=:@}. Neither
 * list is translated into the other. A client of a Unix socket has no address: it adds nothing to
 * {@code X-Forwarded-For}, and {@code unknown} to {@code Forwarded} (RFC 7239 §6.2).
 */
public final class ForwardingRules {
    private static final int LONGEST_ID = 128;
    private static final String X_FORWARDED_PREFIX = "x-forwarded-";

    private static final byte[] X_FORWARDED_FOR = bytes("X-Forwarded-For: ");
    private static final byte[] X_FORWARDED_PROTO = bytes("X-Forwarded-Proto: ");
    private static final byte[] X_FORWARDED_HOST = bytes("X-Forwarded-Host: ");
    private static final byte[] X_REQUEST_ID = bytes("X-Request-Id: ");
    private static final byte[] FORWARDED = bytes("Forwarded: ");
    private static final byte[] FOR = bytes("for=");
    private static final byte[] FOR_UNKNOWN = bytes("for=unknown");
    private static final byte[] OPEN_IPV6 = bytes("\"[");
    private static final byte[] CLOSE_IPV6 = bytes("]\"");
    private static final byte[] HOST = bytes(";host=");
    private static final byte[] PROTO = bytes(";proto=");
    private static final byte[] QUOTE = bytes("\"");
    private static final byte[] COMMA = bytes(", ");

    private final ForwardedConfig config;
    private final byte[] scheme;
    private final RequestIds ids;
    private final TrustedPeers trustedPeers;

    /**
     * @param scheme {@code http} or {@code https}: how clients speak to the listener
     * @param ids of the event loop that these rules are for
     */
    public ForwardingRules(ForwardedConfig config, String scheme, RequestIds ids) {
        this.config = requireNonNull(config, "config");
        this.scheme = bytes(scheme);
        this.ids = requireNonNull(ids, "ids");
        this.trustedPeers = new TrustedPeers(config.trusted());
    }

    private static byte[] bytes(String text) {
        return text.getBytes(US_ASCII);
    }

    /** Edits the head of an exchange's request as described above, and names the exchange. */
    public void apply(Exchange exchange) {
        RequestHead head = exchange.request();
        Peer peer = exchange.client().peer();
        dropWhatMustNotPass(head, peer);
        exchange.forwardedFor(head.find(FieldName.X_FORWARDED_FOR));
        nameAfterHead(exchange, head);
        if (config.xForwarded()) {
            addXForwarded(head, peer);
        }
        if (config.forwarded()) {
            addForwarded(head, peer);
        }
        if (config.via()) {
            Via.addTo(head);
        }
    }

    /**
     * Drops from a head what is not believed of its sender. With a head and a peer of the caller's own, from any thread.
     *
     * @return whether the sender is trusted
     */
    public boolean dropWhatMustNotPass(RequestHead head, Peer peer) {
        boolean trusted = peer.trustedBy(trustedPeers);
        dropWhatMustNotPass(head, trusted);
        return trusted;
    }

    /** Names the exchange of a request that will not be forwarded, of which the head may not even be whole. */
    public void name(Exchange exchange) {
        exchange.requestId(ids, ids.next());
    }

    private static void dropWhatMustNotPass(RequestHead head, boolean trusted) {
        for (int i = 0; i < head.fieldCount(); i++) {
            boolean drop = switch (head.id(i)) {
                case FieldName.PROXY, FieldName.UNDERSCORED -> true;
                case FieldName.FORWARDED,
                        FieldName.X_FORWARDED_FOR,
                        FieldName.X_FORWARDED_PROTO,
                        FieldName.X_FORWARDED_HOST,
                        FieldName.X_FORWARDED_PORT,
                        FieldName.X_FORWARDED_SERVER,
                        FieldName.X_REAL_IP,
                        FieldName.X_REQUEST_ID -> !trusted;
                case FieldName.OTHER -> isXForwarded(head, i) && !(trusted && hasHyphens(head, i));
                default -> false;
            };
            if (drop) {
                head.drop(i);
            }
        }
    }

    /** Whether a name begins with {@code X-Forwarded-}, underscores counting as hyphens. */
    private static boolean isXForwarded(RequestHead head, int position) {
        byte[] bytes = head.bytes();
        int start = head.nameStart(position);
        if (Ascii.lower(bytes[start]) != 'x' || head.nameEnd(position) - start < X_FORWARDED_PREFIX.length()) {
            return false;
        }
        for (int i = 1; i < X_FORWARDED_PREFIX.length(); i++) {
            if (Ascii.foldToken(bytes[start + i]) != X_FORWARDED_PREFIX.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    private static boolean hasHyphens(RequestHead head, int position) {
        for (int i = head.nameStart(position); i < head.nameEnd(position); i++) {
            if (head.bytes()[i] == '_') {
                return false;
            }
        }
        return true;
    }

    private void nameAfterHead(Exchange exchange, RequestHead head) {
        int position = head.find(FieldName.X_REQUEST_ID);
        if (position >= 0 && isUsableId(head, position)) {
            exchange.requestId(head.value(position));
            return;
        }
        head.dropAll(FieldName.X_REQUEST_ID);
        long number = ids.next();
        exchange.requestId(ids, number);
        if (config.requestId()) {
            add(head, X_REQUEST_ID);
            ids.addTo(head, number);
            head.endAddedLine();
        }
    }

    private static boolean isUsableId(RequestHead head, int position) {
        int start = head.valueStart(position);
        int end = head.valueEnd(position);
        if (start == end || end - start > LONGEST_ID || head.findNext(FieldName.X_REQUEST_ID, position) >= 0) {
            return false;
        }
        for (int i = start; i < end; i++) {
            byte b = head.bytes()[i];
            boolean alphanumeric = (b >= '0' && b <= '9') || (Ascii.lower(b) >= 'a' && Ascii.lower(b) <= 'z');
            if (!alphanumeric && "-._~+/=:@".indexOf(b) < 0) {
                return false;
            }
        }
        return true;
    }

    private void addXForwarded(RequestHead head, Peer peer) {
        if (peer.ip() != null) {
            add(head, X_FORWARDED_FOR);
            moveList(head, FieldName.X_FORWARDED_FOR);
            add(head, peer.ipText());
            head.endAddedLine();
        }
        if (!head.has(FieldName.X_FORWARDED_PROTO)) {
            add(head, X_FORWARDED_PROTO);
            add(head, scheme);
            head.endAddedLine();
        }
        if (!head.has(FieldName.X_FORWARDED_HOST) && head.authorityEnd() > head.authorityStart()) {
            add(head, X_FORWARDED_HOST);
            head.addBytes(head.bytes(), head.authorityStart(), head.authorityEnd());
            head.endAddedLine();
        }
    }

    private void addForwarded(RequestHead head, Peer peer) {
        add(head, FORWARDED);
        moveList(head, FieldName.FORWARDED);
        addNode(head, peer);
        if (head.authorityEnd() > head.authorityStart()) {
            add(head, HOST);
            addTokenOrQuoted(head, head.authorityStart(), head.authorityEnd());
        }
        add(head, PROTO);
        add(head, scheme);
        head.endAddedLine();
    }

    /** RFC 7239 §6: an IPv6 address stands in brackets, which are no token and need quotes. */
    private static void addNode(RequestHead head, Peer peer) {
        byte[] ip = peer.ipText();
        if (ip.length == 0) {
            add(head, FOR_UNKNOWN);
            return;
        }
        boolean ipv6 = isIpv6(ip);
        add(head, FOR);
        if (ipv6) {
            add(head, OPEN_IPV6);
        }
        add(head, ip);
        if (ipv6) {
            add(head, CLOSE_IPV6);
        }
    }

    private static boolean isIpv6(byte[] ipText) {
        for (byte b : ipText) {
            if (b == ':') {
                return true;
            }
        }
        return false;
    }

    /** A host that was checked has neither quotes nor backslashes in it. */
    private static void addTokenOrQuoted(RequestHead head, int start, int end) {
        boolean token = true;
        for (int i = start; i < end; i++) {
            token &= Ascii.foldToken(head.bytes()[i]) != 0;
        }
        if (!token) {
            add(head, QUOTE);
        }
        head.addBytes(head.bytes(), start, end);
        if (!token) {
            add(head, QUOTE);
        }
    }

    /** Moves the values of all fields of a name into the one that is being added, so that nobody reads just one. */
    private static void moveList(RequestHead head, int id) {
        for (int i = head.find(id); i >= 0; i = head.findNext(id, i)) {
            head.drop(i);
            if (head.valueEnd(i) > head.valueStart(i)) {
                head.addBytes(head.bytes(), head.valueStart(i), head.valueEnd(i));
                add(head, COMMA);
            }
        }
    }

    private static void add(RequestHead head, byte[] text) {
        head.addBytes(text, 0, text.length);
    }
}
