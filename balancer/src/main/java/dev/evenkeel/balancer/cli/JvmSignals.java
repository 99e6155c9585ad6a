package dev.evenkeel.balancer.cli;

import java.lang.reflect.Proxy;

/**
 * The signals of this process.
 *
 * <p>A shutdown hook could not do this: the JVM then exits with 143 whatever is done, and SIGHUP ends it. The class
 * that can, {@code sun.misc.Signal}, is supported (JEP 260) but javac warns of it in a way that can't be switched
 * off, so it is reached by name.
 */
final class JvmSignals implements Signals {

    @Override
    public void onStop(Runnable action) {
        handle("TERM", action);
        handle("INT", action);
    }

    @Override
    public boolean onHangUp(Runnable action) {
        return handle("HUP", action);
    }

    /** Returns whether the signal can come; the JVM leaves one alone that was ignored when it began. */
    private static boolean handle(String name, Runnable action) {
        try {
            var signal = Class.forName("sun.misc.Signal");
            var handler = Class.forName("sun.misc.SignalHandler");
            var onSignal = Proxy.newProxyInstance(
                    handler.getClassLoader(), new Class<?>[] {handler}, (proxy, method, arguments) -> {
                        if (method.getName().equals("handle")) {
                            action.run();
                        }
                        return null;
                    });
            var before = signal.getMethod("handle", signal, handler)
                    .invoke(null, signal.getConstructor(String.class).newInstance(name), onSignal);
            return !handler.getField("SIG_IGN").get(null).equals(before);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("SIG" + name + " can't be handled on this Java", e);
        }
    }
}
