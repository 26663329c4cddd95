package dev.cyanotype.streaming;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import jakarta.ws.rs.sse.OutboundSseEvent;
import java.nio.charset.StandardCharsets;

/// The bytes of an event after the HTML standard's section on server-sent events, with the space
/// behind the colon that the documented clients cut off with it, and `\n` line ends.
final class SseFormat {

  private static final byte[] DATA = "data: ".getBytes(StandardCharsets.US_ASCII);

  /// A comment, which clients pass over.
  static final byte[] HEARTBEAT = ": keep-alive\n\n".getBytes(StandardCharsets.US_ASCII);

  private SseFormat() {}

  /// @param event whose data, where it has any, is text on one line
  static void append(OutboundSseEvent event, ByteBuf bytes) {
    if (event.getComment() != null) {
      field("", event.getComment(), bytes);
    }
    if (event.getId() != null) {
      field("id", event.getId(), bytes);
    }
    if (event.getName() != null) {
      field("event", event.getName(), bytes);
    }
    if (event.getData() instanceof String data) {
      bytes.writeBytes(DATA);
      bytes.writeBytes(data.getBytes(StandardCharsets.UTF_8)); // faster than Netty's own loop
      bytes.writeByte('\n');
    }
    bytes.writeByte('\n');
  }

  private static void field(String name, String value, ByteBuf bytes) {
    ByteBufUtil.writeUtf8(bytes, name + ": " + value.lines().findFirst().orElse("") + "\n");
  }
}
