package dev.cyanotype.deployment.docker;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/// Over a unix socket, one connection for each request. What libraries there are for it load native
/// code or find the JDK's sockets by reflection, neither of which suits a native image.
final class UnixTransport implements Transport {

  private final UnixDomainSocketAddress address;

  UnixTransport(Path socket) {
    address = UnixDomainSocketAddress.of(socket);
  }

  @Override
  public <T> T exchange(Call call, AnswerReader<T> reader) throws IOException {
    try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
        Deadline deadline = Deadline.of(call.timeout(), channel)) {
      try {
        channel.connect(address);
        write(channel, head(call));
        write(channel, call.body());
        HttpAnswer answer = HttpAnswer.read(Channels.newInputStream(channel));
        return reader.read(answer.status(), answer.body());
      } catch (IOException e) {
        throw deadline.told(e);
      }
    }
  }

  private static byte[] head(Call call) {
    String length =
        call.body().length == 0 && call.method().equals("GET")
            ? ""
            : "Content-Type: %s\r\nContent-Length: %d\r\n"
                .formatted(call.contentType(), call.body().length);
    return "%s %s HTTP/1.1\r\nHost: docker\r\nConnection: close\r\n%s\r\n"
        .formatted(call.method(), call.target(), length)
        .getBytes(StandardCharsets.US_ASCII);
  }

  private static void write(SocketChannel channel, byte[] bytes) throws IOException {
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    while (buffer.hasRemaining()) {
      channel.write(buffer);
    }
  }
}
