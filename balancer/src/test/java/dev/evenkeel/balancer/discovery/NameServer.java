package dev.evenkeel.balancer.discovery;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoop;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.handler.codec.dns.DatagramDnsQuery;
import io.netty.handler.codec.dns.DatagramDnsQueryDecoder;
import io.netty.handler.codec.dns.DatagramDnsResponse;
import io.netty.handler.codec.dns.DatagramDnsResponseEncoder;
import io.netty.handler.codec.dns.DefaultDnsRawRecord;
import io.netty.handler.codec.dns.DnsQuestion;
import io.netty.handler.codec.dns.DnsRecordType;
import io.netty.handler.codec.dns.DnsResponseCode;
import io.netty.handler.codec.dns.DnsSection;
import io.netty.resolver.dns.DnsServerAddressStreamProvider;
import io.netty.resolver.dns.SingletonDnsServerAddressStreamProvider;
import io.netty.util.NetUtil;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** A DNS server on a free UDP port of the loopback address. */
final class NameServer implements AutoCloseable {
    private record Answer(DnsRecordType type, long ttl, ByteBuf content) {}

    private final Map<String, List<Answer>> answers = new ConcurrentHashMap<>();
    private final Channel channel;
    private volatile boolean silent;

    NameServer(EventLoop loop) {
        channel = new Bootstrap()
                .group(loop)
                .channel(NioDatagramChannel.class)
                .handler(new ChannelInitializer<NioDatagramChannel>() {
                    @Override
                    protected void initChannel(NioDatagramChannel ch) {
                        ch.pipeline()
                                .addLast(
                                        new DatagramDnsQueryDecoder(),
                                        new DatagramDnsResponseEncoder(),
                                        new Responder());
                    }
                })
                .bind(NetUtil.LOCALHOST4, 0)
                .syncUninterruptibly()
                .channel();
    }

    DnsServerAddressStreamProvider provider() {
        return new SingletonDnsServerAddressStreamProvider((InetSocketAddress) channel.localAddress());
    }

    void address(String name, long ttl, String address) {
        byte[] content = NetUtil.createByteArrayFromIpAddressString(address);
        add(
                name,
                new Answer(
                        content.length == 4 ? DnsRecordType.A : DnsRecordType.AAAA,
                        ttl,
                        Unpooled.wrappedBuffer(content)));
    }

    void alias(String name, long ttl, String target) {
        add(name, new Answer(DnsRecordType.CNAME, ttl, encoded(target)));
    }

    void beSilent() {
        silent = true;
    }

    private void add(String name, Answer answer) {
        answers.computeIfAbsent(name + ".", key -> new CopyOnWriteArrayList<>()).add(answer);
    }

    private static ByteBuf encoded(String name) {
        ByteBuf encoded = Unpooled.buffer();
        for (String label : name.split("\\.", -1)) {
            encoded.writeByte(label.length());
            encoded.writeCharSequence(label, StandardCharsets.US_ASCII);
        }
        encoded.writeByte(0);
        return encoded;
    }

    @Override
    public void close() {
        channel.close().syncUninterruptibly();
    }

    private final class Responder extends SimpleChannelInboundHandler<DatagramDnsQuery> {
        @Override
        protected void channelRead0(ChannelHandlerContext context, DatagramDnsQuery query) {
            if (silent) {
                return;
            }
            DnsQuestion question = query.recordAt(DnsSection.QUESTION);
            DatagramDnsResponse response = new DatagramDnsResponse(
                    /* sender= */ query.recipient(), /* recipient= */ query.sender(), query.id());
            response.addRecord(DnsSection.QUESTION, question);
            List<Answer> known = answers.get(question.name());
            if (known == null) {
                response.setCode(DnsResponseCode.NXDOMAIN);
            } else {
                known.stream()
                        .filter(answer -> answer.type().equals(question.type())
                                || answer.type().equals(DnsRecordType.CNAME))
                        .forEach(answer -> response.addRecord(DnsSection.ANSWER, record(question.name(), answer)));
            }
            context.writeAndFlush(response);
        }

        private DefaultDnsRawRecord record(String name, Answer answer) {
            return new DefaultDnsRawRecord(name, answer.type(), answer.ttl(), Unpooled.copiedBuffer(answer.content()));
        }
    }
}
