package dev.cyanotype.streaming;

import dev.cyanotype.streaming.StreamEvent.Done;
import dev.cyanotype.streaming.StreamEvent.Failed;
import dev.cyanotype.streaming.StreamEvent.Text;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.helpers.Subscriptions;
import io.smallrye.mutiny.subscription.MultiSubscriber;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;

/// Passes events on until the first of its ends: the source's own, a failure, one from outside,
/// or a client that has gone.
///
/// One thread at a time hands on, the one that raises `busy` from 0. What others bring meanwhile
/// waits in `waiting`, which only sources that emit while they are asked for more make use of.
final class Relay implements MultiSubscriber<StreamEvent>, EventSubscription {

  private final Multi<StreamEvent> source;
  private final Function<Throwable, Fault> describe;
  private final Runnable release;

  private final AtomicBoolean subscribed = new AtomicBoolean();
  private final AtomicReference<Flow.Subscription> upstream = new AtomicReference<>();
  private final AtomicReference<Ending> ending = new AtomicReference<>();
  private final AtomicBoolean released = new AtomicBoolean();
  private final AtomicLong early = new AtomicLong();
  private final AtomicLong requested = new AtomicLong();
  private final AtomicInteger busy = new AtomicInteger();
  private final Queue<StreamEvent> waiting = new ConcurrentLinkedQueue<>();
  private volatile Deque<StreamEvent> last;
  private volatile boolean cut;
  private volatile boolean gone;

  private MultiSubscriber<? super StreamEvent> downstream;
  private long events;
  private long characters;

  Relay(Multi<StreamEvent> source, Function<Throwable, Fault> describe, Runnable release) {
    this.source = source;
    this.describe = describe;
    this.release = release;
  }

  /// How it ends, once that is decided.
  Optional<Ending> ending() {
    return Optional.ofNullable(ending.get());
  }

  /// Events that were handed on.
  long events() {
    busy.get(); // so that what the thread that handed on last has written is seen
    return events;
  }

  /// Characters of the answer that were handed on.
  long characters() {
    busy.get();
    return characters;
  }

  void start(MultiSubscriber<? super StreamEvent> subscriber) {
    if (!subscribed.compareAndSet(false, true)) {
      Subscriptions.fail(
          subscriber, new IllegalStateException("a live stream is subscribed to once"));
      return;
    }
    downstream = subscriber;
    subscriber.onSubscribe(this);
    if (ending.get() == null) {
      source.subscribe().withSubscriber(this);
    }
    drain();
  }

  @Override
  public void onSubscribe(Flow.Subscription given) {
    Subscriptions.setIfEmptyAndRequest(upstream, early, given);
  }

  @Override
  public void request(long n) {
    if (n <= 0) {
      throw new IllegalArgumentException("a demand of " + n);
    }
    Subscriptions.add(requested, n);
    Subscriptions.requestIfNotNullOrAccumulate(upstream, early, n);
    if (last != null) {
      drain();
    }
  }

  @Override
  public void onItem(StreamEvent event) {
    if (ending.get() != null || (event instanceof Done done && !isDecidedBy(done))) {
      return;
    }
    if (busy.compareAndSet(0, 1)) {
      handOnUnlessCut(event);
      handOnRest(busy.decrementAndGet());
    } else {
      waiting.add(event);
      drain();
    }
  }

  private boolean isDecidedBy(Done done) {
    return ending.compareAndSet(null, Ending.of(done.data()));
  }

  @Override
  public void onFailure(Throwable failure) {
    if (ending.get() == null) {
      Fault fault = describe.apply(failure);
      decide(fault.ending(), List.of(new Failed(fault.message())));
    }
  }

  @Override
  public void onCompletion() {
    if (ending.get() == null) {
      Fault fault = Fault.unexpected(new IllegalStateException("a stream ended without done"));
      decide(Ending.BROKEN, List.of(new Failed(fault.message())));
    }
  }

  Ending end(Ending how, List<StreamEvent> before) {
    if (ending.compareAndSet(null, how)) {
      cut = true;
      Subscriptions.cancel(upstream);
      conclude(how, before);
    }
    return ending.get();
  }

  private void decide(Ending how, List<StreamEvent> before) {
    if (ending.compareAndSet(null, how)) {
      conclude(how, before);
    }
  }

  private void conclude(Ending how, List<StreamEvent> before) {
    Deque<StreamEvent> end = new ArrayDeque<>(before);
    end.add(new Done(how.outcome()));
    last = end;
    drain();
  }

  /// Leaves where nobody has subscribed, and then nobody can.
  void abandon() {
    if (subscribed.compareAndSet(false, true)) {
      leave(Ending.DISCONNECTED);
    }
  }

  @Override
  public void leave(Ending why) {
    ending.compareAndSet(null, why);
    gone = true;
    Subscriptions.cancel(upstream);
    release();
  }

  private void drain() {
    if (busy.getAndIncrement() == 0) {
      handOnRest(1);
    }
  }

  /// @param due how often `busy` was raised and has to be lowered again
  private void handOnRest(int due) {
    for (int left = due; left != 0; left = busy.addAndGet(-left)) {
      for (StreamEvent next = waiting.poll(); next != null; next = waiting.poll()) {
        handOnUnlessCut(next);
      }
      Deque<StreamEvent> end = last;
      while (end != null && !end.isEmpty() && downstream != null && requested.get() > events) {
        handOn(end.remove());
      }
    }
  }

  /// What the source sent before it heard of its end from outside comes too late.
  private void handOnUnlessCut(StreamEvent event) {
    if (!cut) {
      handOn(event);
    }
  }

  private void handOn(StreamEvent event) {
    if (gone) {
      return;
    }
    events++;
    if (event instanceof Text text) {
      characters += text.data().length();
    }
    if (event instanceof Done) {
      release(); // before the client can know, so that its next request finds a free place
      downstream.onItem(event);
      downstream.onCompletion();
    } else {
      downstream.onItem(event);
    }
  }

  private void release() {
    if (released.compareAndSet(false, true)) {
      release.run();
    }
  }
}
