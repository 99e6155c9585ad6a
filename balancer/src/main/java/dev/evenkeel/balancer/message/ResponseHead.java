package dev.evenkeel.balancer.message;

/** The head of a response. */
public final class ResponseHead extends Head {
    private int status;

    @Override
    public void clear() {
        super.clear();
        status = 0;
    }

    /** The status code, 100 to 599. */
    public int status() {
        return status;
    }

    public void status(int value) {
        status = value;
    }

    /** Begins a response of our own: forgets what was here and writes the status line. */
    public ResponseHead begin(int newStatus, String reason) {
        clear();
        status = newStatus;
        append("HTTP/1.1 ");
        append(Integer.toString(newStatus));
        append(" ");
        append(reason);
        append("\r\n");
        fieldsStart(length());
        return this;
    }

    /** Whether a response of this status never has a body, whatever its fields say (RFC 9112 §6.3). */
    public boolean bodiless() {
        return status < 200 || status == 204 || status == 304;
    }
}
