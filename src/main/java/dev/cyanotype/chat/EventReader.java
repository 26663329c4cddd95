package dev.cyanotype.chat;

import dev.cyanotype.streaming.Ending;
import dev.cyanotype.streaming.EventSubscription;
import dev.cyanotype.streaming.StreamEvent;
import io.netty.channel.EventLoop;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.subscription.MultiSubscriber;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicInteger;

/// Reads one stream of events on the event loop of the connection that they are written to.
///
/// At most [#WINDOW] events are asked for ahead, and none while the connection is full, so a
/// client that does not read stops the reading of the model's answer. What comes in one turn of
/// the event loop is flushed at once. All methods but those of the signals belong to the loop.
abstract class EventReader {

  private static final int WINDOW = 32;

  private final EventLoop loop;
  private final AtomicInteger onTheirWay = new AtomicInteger();
  private final Signals signals = new Signals();

  private EventSubscription subscription;
  private int outstanding;
  private boolean flushIsDue;
  private boolean ended;
  private Ending leftFor = Ending.DISCONNECTED;

  EventReader(EventLoop loop) {
    this.loop = loop;
  }

  final void read(Multi<StreamEvent> events) {
    events.subscribe(signals);
  }

  /// Whether the connection takes nothing at the moment; [#askForMore] is to be called when it
  /// does again.
  abstract boolean isFull();

  abstract void take(StreamEvent event);

  /// Sends what was taken since the last time.
  abstract void flush();

  /// The stream has ended; its last event was taken before.
  abstract void complete();

  /// The stream failed without an event that says so.
  abstract void fail(Throwable failure);

  final boolean hasEnded() {
    return ended;
  }

  /// No event is taken any more.
  ///
  /// @param why what becomes of the stream's [Ending] where it is not decided yet
  final void leave(Ending why) {
    if (!ended) {
      ended = true;
      leftFor = why;
      if (subscription != null) {
        subscription.leave(why);
      }
    }
  }

  final void askForMore() {
    if (!ended && subscription != null && outstanding <= WINDOW / 2 && !isFull()) {
      int more = WINDOW - outstanding;
      outstanding = WINDOW;
      subscription.request(more);
    }
  }

  final void flushSoon() {
    if (!flushIsDue) {
      flushIsDue = true;
      loop.execute(
          () -> {
            flushIsDue = false;
            flush();
          });
    }
  }

  /// In the order of the signals, also where they come from different threads.
  final void onLoop(Runnable action) {
    if (onTheirWay.getPlain() == 0 && loop.inEventLoop() && onTheirWay.get() == 0) {
      action.run();
    } else {
      onTheirWay.incrementAndGet();
      loop.execute(
          () -> {
            try {
              action.run();
            } finally {
              onTheirWay.decrementAndGet();
            }
          });
    }
  }

  private void begin(Flow.Subscription given) {
    subscription = (EventSubscription) given; // as each live stream's is
    if (ended) {
      subscription.leave(leftFor);
    } else {
      askForMore();
    }
  }

  private void next(StreamEvent event) {
    if (!ended) {
      outstanding--;
      take(event);
      askForMore();
    }
  }

  private void end(Runnable end) {
    if (!ended) {
      ended = true;
      end.run();
    }
  }

  private final class Signals implements MultiSubscriber<StreamEvent> {

    @Override
    public void onSubscribe(Flow.Subscription given) {
      onLoop(() -> begin(given));
    }

    @Override
    public void onItem(StreamEvent event) {
      onLoop(() -> next(event));
    }

    @Override
    public void onFailure(Throwable failure) {
      onLoop(() -> end(() -> fail(failure)));
    }

    @Override
    public void onCompletion() {
      onLoop(() -> end(EventReader.this::complete));
    }
  }
}
