package dev.evenkeel.balancer.cli;

import java.lang.invoke.MethodHandleProxies;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;

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
    public void onHangUp(Runnable action) {
        handle("HUP", action);
    }

    private static void handle(String name, Runnable action) {
        try {
            var signal = Class.forName("sun.misc.Signal");
            var handler = Class.forName("sun.misc.SignalHandler");
            var run = MethodHandles.lookup().bind(action, "run", MethodType.methodType(void.class));
            var onSignal =
                    MethodHandleProxies.asInterfaceInstance(handler, MethodHandles.dropArguments(run, 0, signal));
            signal.getMethod("handle", signal, handler)
                    .invoke(null, signal.getConstructor(String.class).newInstance(name), onSignal);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("SIG" + name + " can't be handled on this Java", e);
        }
    }
}
