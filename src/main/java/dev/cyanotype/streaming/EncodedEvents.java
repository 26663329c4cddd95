package dev.cyanotype.streaming;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.operators.AbstractMulti;
import io.smallrye.mutiny.subscription.MultiSubscriber;
import jakarta.ws.rs.sse.OutboundSseEvent;
import java.util.concurrent.Flow;

/// Events as they are sent. Passes its subscriber the events' own [EventSubscription].
final class EncodedEvents extends AbstractMulti<OutboundSseEvent> {

  private final Multi<StreamEvent> events;
  private final EventEncoding encoding;

  EncodedEvents(Multi<StreamEvent> events, EventEncoding encoding) {
    this.events = events;
    this.encoding = encoding;
  }

  @Override
  public void subscribe(MultiSubscriber<? super OutboundSseEvent> subscriber) {
    events.subscribe(new Encoder(subscriber, encoding));
  }

  private static final class Encoder implements MultiSubscriber<StreamEvent> {

    private final MultiSubscriber<? super OutboundSseEvent> downstream;
    private final EventEncoding encoding;
    private Flow.Subscription subscription;
    private long sent;

    Encoder(MultiSubscriber<? super OutboundSseEvent> downstream, EventEncoding encoding) {
      this.downstream = downstream;
      this.encoding = encoding;
    }

    @Override
    public void onSubscribe(Flow.Subscription given) {
      subscription = given;
      downstream.onSubscribe(given);
    }

    @Override
    public void onItem(StreamEvent event) {
      OutboundSseEvent encoded;
      try {
        encoded = encoding.encode(event, sent++);
      } catch (RuntimeException e) {
        subscription.cancel();
        downstream.onFailure(e);
        return;
      }
      downstream.onItem(encoded);
    }

    @Override
    public void onFailure(Throwable failure) {
      downstream.onFailure(failure);
    }

    @Override
    public void onCompletion() {
      downstream.onCompletion();
    }
  }
}
