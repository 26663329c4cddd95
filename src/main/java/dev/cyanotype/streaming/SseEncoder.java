package dev.cyanotype.streaming;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.io.JsonStringEncoder;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.cyanotype.streaming.StreamEvent.Outcome;
import io.smallrye.mutiny.Multi;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.sse.OutboundSseEvent;
import java.lang.reflect.Type;

/// Encodes events so that each is exactly one line `data: {"type":…,"data":…}` and a blank one.
/// JSON escapes line breaks, so that an event never spans lines.
@ApplicationScoped
public class SseEncoder implements StreamFormat {

  public static final String STREAM_ID = "X-Stream-Id";

  private final ObjectMapper mapper;

  SseEncoder(ObjectMapper mapper) {
    this.mapper = mapper;
  }

  /// The first one has the stream's id as `stream_id`, which the header [#STREAM_ID] of the answer
  /// names too.
  @Override
  public Multi<OutboundSseEvent> events(LiveStream stream) {
    String id = stream.id();
    return new EncodedEvents(
        stream.events(), (event, number) -> number == 0 ? encode(event, id) : encode(event));
  }

  @Override
  public Multi<OutboundSseEvent> gone(String message) {
    return Multi.createFrom()
        .<StreamEvent>items(new StreamEvent.Failed(message), new StreamEvent.Done(Outcome.ERROR))
        .map(this::encode);
  }

  public OutboundSseEvent encode(StreamEvent event) {
    if (event.data() instanceof String text && isPlain(text)) {
      return new DataEvent("{\"type\":\"" + event.type() + "\",\"data\":\"" + text + "\"}");
    }
    return new DataEvent(inUnicode(line(event).append('}').toString()));
  }

  private OutboundSseEvent encode(StreamEvent event, String streamId) {
    StringBuilder line = line(event).append(",\"stream_id\":\"").append(streamId).append("\"}");
    return new DataEvent(inUnicode(line.toString()));
  }

  /// True where JSON has the text as it is, in ASCII: most tokens, with a fraction of the work.
  private static boolean isPlain(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < ' ' || c > '~' || c == '"' || c == '\\') {
        return false;
      }
    }
    return true;
  }

  private StringBuilder line(StreamEvent event) {
    StringBuilder line = new StringBuilder(64);
    line.append("{\"type\":\"").append(event.type()).append("\",\"data\":");
    if (event.data() instanceof String text) {
      line.append('"');
      JsonStringEncoder.getInstance().quoteAsString(text, line);
      line.append('"');
    } else {
      line.append(json(event.data()));
    }
    return line;
  }

  /// A model may send the halves of a surrogate pair in two pieces. Escaped, a client puts them
  /// together again; as UTF-8 neither of them can be written.
  private static String inUnicode(String line) {
    if (!hasSurrogates(line) || line.codePoints().noneMatch(SseEncoder::isHalf)) {
      return line;
    }
    StringBuilder escaped = new StringBuilder(line.length() + 10);
    line.codePoints()
        .forEach(
            c -> {
              if (isHalf(c)) {
                escaped.append("\\u%04X".formatted(c));
              } else {
                escaped.appendCodePoint(c);
              }
            });
    return escaped.toString();
  }

  private static boolean hasSurrogates(String line) {
    for (int i = 0; i < line.length(); i++) {
      if (Character.isSurrogate(line.charAt(i))) {
        return true;
      }
    }
    return false;
  }

  private static boolean isHalf(int codePoint) {
    return codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE;
  }

  private String json(Object data) {
    try {
      return mapper.writeValueAsString(data);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("An event's data is not JSON", e);
    }
  }

  /// An event of `data:` and nothing else.
  private record DataEvent(String data) implements OutboundSseEvent {

    @Override
    public Class<?> getType() {
      return String.class;
    }

    @Override
    public Type getGenericType() {
      return String.class;
    }

    @Override
    public MediaType getMediaType() {
      return MediaType.TEXT_PLAIN_TYPE;
    }

    @Override
    public Object getData() {
      return data;
    }

    @Override
    public String getId() {
      return null;
    }

    @Override
    public String getName() {
      return null;
    }

    @Override
    public String getComment() {
      return null;
    }

    @Override
    public long getReconnectDelay() {
      return RECONNECT_NOT_SET;
    }

    @Override
    public boolean isReconnectDelaySet() {
      return false;
    }
  }
}
