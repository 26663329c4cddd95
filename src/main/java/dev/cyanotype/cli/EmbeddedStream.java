package dev.cyanotype.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.cyanotype.streaming.StreamEvent;
import io.smallrye.mutiny.Multi;
import java.time.Duration;
import java.util.Optional;

/// An answer that is made in this process. The provider's own time limits hold.
final class EmbeddedStream implements AnswerStream {

  private final Mailbox<StreamEvent> events = new Mailbox<>(EmbeddedStream::explained);
  private final ObjectMapper mapper;
  private final Trace trace;

  EmbeddedStream(Multi<StreamEvent> answer, ObjectMapper mapper, Trace trace) {
    this.mapper = mapper;
    this.trace = trace;
    answer.subscribe(events);
  }

  @Override
  public Optional<Received> next() {
    Optional<Received> received = events.next(Duration.ZERO).map(this::received);
    received.ifPresent(trace::received);
    return received;
  }

  private Received received(StreamEvent event) {
    return new Received.Event(event.type(), mapper.valueToTree(event.data()));
  }

  private static ClientException explained(Throwable failure) {
    return new ClientException(String.valueOf(failure.getMessage()));
  }

  @Override
  public void stop() {
    events.stop();
  }
}
