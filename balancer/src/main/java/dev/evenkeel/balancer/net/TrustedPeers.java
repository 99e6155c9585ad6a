package dev.evenkeel.balancer.net;

import dev.evenkeel.balancer.config.Cidr;
import dev.evenkeel.balancer.message.Peer;
import java.net.InetAddress;
import java.util.List;
import java.util.function.Predicate;

/**
 * Decides whose word about earlier hops is taken: those in one of the given blocks, and all clients of a Unix socket,
 * since the permissions of its file already say who may connect.
 */
final class TrustedPeers implements Predicate<Peer> {
    private final List<Cidr> blocks;

    TrustedPeers(List<Cidr> blocks) {
        this.blocks = List.copyOf(blocks);
    }

    @Override
    public boolean test(Peer peer) {
        InetAddress ip = peer.ip();
        return ip == null ? peer.unix() : blocks.stream().anyMatch(block -> block.contains(ip));
    }
}
