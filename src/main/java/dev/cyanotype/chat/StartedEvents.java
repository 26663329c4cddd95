package dev.cyanotype.chat;

import dev.cyanotype.streaming.Ending;
import dev.cyanotype.streaming.EventSubscription;
import dev.cyanotype.streaming.StreamEvent;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.operators.AbstractMulti;
import io.smallrye.mutiny.subscription.MultiSubscriber;
import jakarta.ws.rs.sse.OutboundSseEvent;
import java.util.concurrent.Flow;
import java.util.function.Function;

/// Events of the wire, the first of which leaves before there is an event of the stream. An event
/// that becomes null is left out; that may only be the last one.
final class StartedEvents extends AbstractMulti<OutboundSseEvent> {

  private final Multi<StreamEvent> events;
  private final OutboundSseEvent start;
  private final Function<StreamEvent, OutboundSseEvent> encoding;

  StartedEvents(
      Multi<StreamEvent> events,
      OutboundSseEvent start,
      Function<StreamEvent, OutboundSseEvent> encoding) {
    this.events = events;
    this.start = start;
    this.encoding = encoding;
  }

  @Override
  public void subscribe(MultiSubscriber<? super OutboundSseEvent> subscriber) {
    events.subscribe(new Starter(subscriber));
  }

  private final class Starter implements MultiSubscriber<StreamEvent>, EventSubscription {

    private final MultiSubscriber<? super OutboundSseEvent> downstream;
    private EventSubscription subscription;
    private boolean started;

    Starter(MultiSubscriber<? super OutboundSseEvent> downstream) {
      this.downstream = downstream;
    }

    @Override
    public void onSubscribe(Flow.Subscription given) {
      subscription = (EventSubscription) given;
      downstream.onSubscribe(this);
    }

    /// The first one comes before any event does.
    @Override
    public void request(long n) {
      if (started) {
        subscription.request(n);
        return;
      }
      started = true;
      downstream.onItem(start);
      if (n > 1) {
        subscription.request(n == Long.MAX_VALUE ? n : n - 1);
      }
    }

    @Override
    public void leave(Ending why) {
      subscription.leave(why);
    }

    @Override
    public void onItem(StreamEvent event) {
      OutboundSseEvent encoded;
      try {
        encoded = encoding.apply(event);
      } catch (RuntimeException e) {
        subscription.cancel();
        downstream.onFailure(e);
        return;
      }
      if (encoded != null) {
        downstream.onItem(encoded);
      }
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
