package dev.cyanotype.streaming;

import io.netty.buffer.ByteBufUtil;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.helpers.Subscriptions;
import io.smallrye.mutiny.operators.AbstractMulti;
import io.smallrye.mutiny.subscription.MultiSubscriber;
import jakarta.ws.rs.sse.OutboundSseEvent;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicInteger;

/// A stream that outlives its connection: it keeps events that may be lost on their way, and goes
/// on for a while with nobody reading.
///
/// What is kept is bounded in bytes. Events that were sent are dropped for those that were not, and
/// while the latter fill half of the bound, nothing is asked for: the other half is for what a
/// broken connection may have lost. What is done follows from the state under the lock,
/// and is done outside of it by one thread at a time.
final class ResumableStream implements MultiSubscriber<OutboundSseEvent> {

  /// What a stream tells those who look after it.
  interface Owner {

    /// Nobody reads any more, be it for now or for good.
    ///
    /// @param readers how many have read so far
    void left(ResumableStream stream, int readers);
  }

  /// @param bytes on the wire, about
  private record Kept(long number, OutboundSseEvent event, int bytes) {}

  private static final int BATCH = 16;
  private static final int FRAME_BYTES = 40;

  private final LiveStream stream;
  private final long maxBytes;
  private final Owner owner;
  private final AtomicInteger busy = new AtomicInteger();

  private final Deque<Kept> sent = new ArrayDeque<>();
  private final Deque<Kept> unsent = new ArrayDeque<>();
  private long sentBytes;
  private long unsentBytes;
  private long produced;
  private int outstanding;
  private EventSubscription upstream;
  private boolean finished;
  private Reader reader;
  private final Deque<Reader> replaced = new ArrayDeque<>();
  private boolean expired;
  private int readers;
  private Ending left = Ending.DISCONNECTED;

  ResumableStream(LiveStream stream, long maxBytes, Owner owner) {
    this.stream = stream;
    this.maxBytes = maxBytes;
    this.owner = owner;
  }

  LiveStream stream() {
    return stream;
  }

  /// The events behind that of the number `seen`, -1 for all.
  ///
  /// @param gone what is sent instead where they are no longer all there
  AbstractMulti<OutboundSseEvent> after(long seen, Multi<OutboundSseEvent> gone) {
    return new AbstractMulti<>() {
      @Override
      public void subscribe(MultiSubscriber<? super OutboundSseEvent> subscriber) {
        Reader next = new Reader(subscriber);
        if (attach(next, seen)) {
          subscriber.onSubscribe(next);
          next.begin();
        } else {
          gone.subscribe(subscriber);
        }
      }
    };
  }

  /// Whether all events behind that of the number `seen` are still there.
  synchronized boolean has(long seen) {
    return !expired && seen + 1 >= firstKept() && seen < produced;
  }

  private long firstKept() {
    if (!sent.isEmpty()) {
      return sent.getFirst().number();
    }
    return unsent.isEmpty() ? produced : unsent.getFirst().number();
  }

  synchronized boolean isDetached() {
    return reader == null;
  }

  /// Whether nobody reads and nothing more comes.
  synchronized boolean isOver() {
    return reader == null && finished;
  }

  private synchronized boolean attach(Reader next, long seen) {
    if (!has(seen)) {
      return false;
    }
    if (reader != null) {
      replaced.add(reader);
    }
    reader = next;
    readers++;
    while (!sent.isEmpty() && sent.getLast().number() > seen) {
      Kept again = sent.removeLast();
      sentBytes -= again.bytes();
      unsentBytes += again.bytes();
      unsent.addFirst(again);
    }
    return true;
  }

  /// Stops the work where nobody has come back.
  ///
  /// @param lastReaders how many had read when the last one left
  /// @return whether nobody has
  boolean expire(int lastReaders) {
    EventSubscription abandoned;
    synchronized (this) {
      if (reader != null || readers != lastReaders) {
        return false;
      }
      expired = true;
      abandoned = upstream;
    }
    if (abandoned != null) {
      abandoned.leave(left);
    }
    return true;
  }

  /// Nothing is kept any more.
  synchronized void discard() {
    sent.clear();
    unsent.clear();
  }

  @Override
  public void onSubscribe(Flow.Subscription given) {
    synchronized (this) {
      upstream = (EventSubscription) given;
    }
    drain();
  }

  @Override
  public void onItem(OutboundSseEvent event) {
    synchronized (this) {
      int bytes = FRAME_BYTES + ByteBufUtil.utf8Bytes(String.valueOf(event.getData()));
      long number = produced++;
      outstanding--;
      unsentBytes += bytes;
      unsent.add(
          new Kept(
              number,
              event.getId() == null
                  ? new IdentifiedEvent(event, new EventId(stream.id(), number).toString())
                  : event,
              bytes));
      dropHistory();
    }
    drain();
  }

  @Override
  public void onFailure(Throwable failure) {
    onCompletion(); // the events of a live stream do not fail
  }

  @Override
  public void onCompletion() {
    synchronized (this) {
      finished = true;
    }
    drain();
  }

  private void dropHistory() {
    while (sentBytes + unsentBytes > maxBytes && !sent.isEmpty()) {
      sentBytes -= sent.removeFirst().bytes();
    }
  }

  private void drain() {
    if (busy.getAndIncrement() == 0) {
      int due = 1;
      do {
        for (Runnable next = next(); next != null; next = next()) {
          next.run();
        }
        due = busy.addAndGet(-due);
      } while (due != 0);
    }
  }

  /// What is to be done now; null for nothing.
  private synchronized Runnable next() {
    if (!replaced.isEmpty() && replaced.getFirst().hasBegun) {
      return replaced.remove().downstream::onCompletion;
    }
    if (reader != null && reader.demand > 0 && !unsent.isEmpty()) {
      return handOn(reader);
    }
    if (reader != null && reader.hasBegun && finished && unsent.isEmpty()) {
      return complete(reader);
    }
    if (!finished && upstream != null && outstanding == 0 && unsentBytes < maxBytes / 2) {
      outstanding = BATCH;
      return () -> upstream.request(BATCH);
    }
    return null;
  }

  private Runnable handOn(Reader to) {
    Kept next = unsent.removeFirst();
    unsentBytes -= next.bytes();
    sentBytes += next.bytes();
    sent.add(next);
    dropHistory();
    to.demand--;
    return () -> to.downstream.onItem(next.event());
  }

  private Runnable complete(Reader to) {
    reader = null;
    int last = readers;
    return () -> {
      to.downstream.onCompletion();
      owner.left(this, last);
    };
  }

  /// One connection's subscription.
  private final class Reader implements EventSubscription {

    private final MultiSubscriber<? super OutboundSseEvent> downstream;
    private long demand;
    private boolean hasBegun;

    Reader(MultiSubscriber<? super OutboundSseEvent> downstream) {
      this.downstream = downstream;
    }

    /// It has its subscription, so it may be told that it has come to its end.
    void begin() {
      synchronized (ResumableStream.this) {
        hasBegun = true;
      }
      drain();
    }

    @Override
    public void request(long n) {
      synchronized (ResumableStream.this) {
        demand = Subscriptions.add(demand, n);
      }
      drain();
    }

    @Override
    public void leave(Ending why) {
      int last;
      synchronized (ResumableStream.this) {
        if (reader != this) {
          return;
        }
        reader = null;
        left = why;
        last = readers;
      }
      owner.left(ResumableStream.this, last);
    }
  }
}
