package dev.cyanotype.chat;

import dev.cyanotype.streaming.LiveStream;
import dev.cyanotype.streaming.StreamEvent;
import dev.cyanotype.streaming.StreamEvent.Outcome;
import dev.cyanotype.streaming.StreamFormat;
import io.smallrye.mutiny.Multi;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.sse.OutboundSseEvent;
import org.jboss.resteasy.reactive.server.jaxrs.OutboundSseEventImpl;

/// A stream as named events of the HTML standard, each with one line of data, a JSON object:
/// `start` at once, `message` for the answer's text, and at the end one of `done`, `error` and
/// `cancelled`. Events of other kinds come under their own names.
@ApplicationScoped
public class NamedEvents implements StreamFormat {

  /// What a browser sends back in `Last-Event-ID` when it asks again for what has ended.
  static final String LAST = "last";

  private final EventJson json;

  NamedEvents(EventJson json) {
    this.json = json;
  }

  @Override
  public Multi<OutboundSseEvent> events(LiveStream stream) {
    return new StartedEvents(stream.events(), started(stream), this::named);
  }

  @Override
  public Multi<OutboundSseEvent> gone(String message) {
    return Multi.createFrom().item(last("error", single("error", message)));
  }

  private OutboundSseEvent started(LiveStream stream) {
    return event("start", single("stream_id", stream.id()));
  }

  /// @return null for `done` behind an `error`, which was the end already
  private OutboundSseEvent named(StreamEvent event) {
    return switch (event) {
      case StreamEvent.Text piece -> event("message", single("text", piece.data()));
      case StreamEvent.Failed failed -> last("error", single("error", failed.data()));
      case StreamEvent.Done done -> ended(done.data());
      case StreamEvent.Status status -> event(status.type(), single("status", status.data()));
      case StreamEvent.Warning warning -> event(warning.type(), single("warning", warning.data()));
      case StreamEvent.Intent _,
          StreamEvent.ResourceReady _,
          StreamEvent.BlueprintReady _,
          StreamEvent.PlanReady _,
          StreamEvent.DeploymentReady _,
          StreamEvent.Usage _ ->
          event(event.type(), json.object(event.data()));
    };
  }

  private OutboundSseEvent ended(Outcome outcome) {
    return switch (outcome) {
      case COMPLETE, CLARIFICATION_NEEDED -> last("done", single("status", outcome.id()));
      case CANCELLED -> last("cancelled", single("status", outcome.id()));
      case ERROR -> null;
    };
  }

  private String single(String name, String text) {
    StringBuilder object = new StringBuilder(text.length() + 24).append('{');
    json.field(name, text, object);
    return object.append('}').toString();
  }

  private static OutboundSseEvent event(String name, String data) {
    return new OutboundSseEventImpl.BuilderImpl().name(name).data(data).build();
  }

  private static OutboundSseEvent last(String name, String data) {
    return new OutboundSseEventImpl.BuilderImpl().id(LAST).name(name).data(data).build();
  }
}
