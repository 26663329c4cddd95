package dev.cyanotype.cli;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/// Reads server-sent events after the HTML standard, wherever their bytes are split: `\n`, `\r\n`
/// and `\r` end a line, a blank line ends an event, `data` lines join with `\n`, lines that begin
/// with a colon are comments, unknown fields are passed over.
final class SseParser {

  static final int MAX_BYTES = 16 * 1024 * 1024;

  /// @param name of the event, `message` where it has none
  /// @param id empty where the event has none
  record Frame(String name, String id, String data) {}

  private final Consumer<String> lines;
  private final ByteArrayOutputStream line = new ByteArrayOutputStream();
  private final StringBuilder data = new StringBuilder();
  private final List<Frame> frames = new ArrayList<>();
  private String name = "";
  private String id = "";
  private boolean hasData;
  private boolean afterReturn;
  private boolean first = true;

  /// @param lines told each line that is not blank, as it came
  SseParser(Consumer<String> lines) {
    this.lines = lines;
  }

  /// Takes the next bytes and gives the events that they complete.
  ///
  /// @throws ClientException where an event is larger than [#MAX_BYTES]
  List<Frame> feed(ByteBuffer bytes) {
    frames.clear();
    while (bytes.hasRemaining()) {
      take(bytes.get());
    }
    return List.copyOf(frames);
  }

  private void take(byte b) {
    boolean secondOfPair = afterReturn && b == '\n';
    afterReturn = b == '\r';
    if (secondOfPair) {
      return;
    }
    if (b == '\n' || b == '\r') {
      String text = line.toString(StandardCharsets.UTF_8);
      line.reset();
      line(first && text.startsWith("\uFEFF") ? text.substring(1) : text);
      first = false;
    } else {
      line.write(b);
      if (line.size() + data.length() > MAX_BYTES) {
        throw new ClientException("An event is larger than " + MAX_BYTES + " bytes.");
      }
    }
  }

  private void line(String text) {
    if (text.isEmpty()) {
      endEvent();
      return;
    }
    lines.accept(text);
    int colon = text.indexOf(':');
    if (colon != 0) {
      String value = colon < 0 ? "" : text.substring(colon + 1);
      field(
          colon < 0 ? text : text.substring(0, colon),
          value.startsWith(" ") ? value.substring(1) : value);
    }
  }

  private void field(String field, String value) {
    switch (field) {
      case "data" -> {
        data.append(hasData ? "\n" : "").append(value);
        hasData = true;
      }
      case "event" -> name = value;
      case "id" -> id = value;
      default -> {}
    }
  }

  private void endEvent() {
    if (hasData) {
      frames.add(new Frame(name.isEmpty() ? "message" : name, id, data.toString()));
    }
    data.setLength(0);
    hasData = false;
    name = "";
    id = "";
  }
}
