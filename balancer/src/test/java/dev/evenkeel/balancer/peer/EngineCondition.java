package dev.evenkeel.balancer.peer;

import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.testcontainers.DockerClientFactory;

/**
 * Skips a class where no container engine answers. An engine is required, and its absence a failure, with
 * {@code CI=true} in the environment or {@code -Devenkeel.containers=required}.
 */
final class EngineCondition implements ExecutionCondition {
    private static final String ABSENT =
            "no container engine answers; balancer/src/test/containers/README.md says how to get one";

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        speakTheVersionOfTheEngine();
        if (DockerClientFactory.instance().isDockerAvailable()) {
            return ConditionEvaluationResult.enabled("a container engine answers");
        }
        if (isRequired()) {
            throw new IllegalStateException(ABSENT);
        }
        return ConditionEvaluationResult.disabled(ABSENT);
    }

    private static boolean isRequired() {
        return "true".equals(System.getenv("CI")) || "required".equals(System.getProperty("evenkeel.containers"));
    }

    /** The docker command reads this variable; Testcontainers reads a system property of another name. */
    private static void speakTheVersionOfTheEngine() {
        String version = System.getenv("DOCKER_API_VERSION");
        if (version != null && System.getProperty("api.version") == null) {
            System.setProperty("api.version", version);
        }
    }
}
