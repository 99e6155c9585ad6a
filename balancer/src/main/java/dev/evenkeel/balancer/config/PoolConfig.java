package dev.evenkeel.balancer.config;

/**
 * A set of backends that serve the same content.
 *
 * @param name unique among pools and services
 * @param policy who gets the next request
 * @param members where the backends come from and what becomes of one that fails
 * @param queue where requests wait while every backend is at its limit
 * @param retry when a request is tried again
 * @param upstream how HTTP is spoken with the backends
 */
public record PoolConfig(
        String name,
        PolicyConfig policy,
        MembersConfig members,
        QueueConfig queue,
        RetryConfig retry,
        UpstreamConfig upstream) {

    /** This with other members. */
    PoolConfig with(MembersConfig nextMembers) {
        return new PoolConfig(name, policy, nextMembers, queue, retry, upstream);
    }
}
