package dev.cyanotype.streaming;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.subscription.MultiSubscriber;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.impl.ContextInternal;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.sse.OutboundSseEvent;
import java.util.concurrent.Flow;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.core.ResteasyReactiveRequestContext;

/// Writes one stream of events: what comes in one turn of the event loop leaves in one write.
///
/// At most [#WINDOW] events are asked for ahead, and none while the connection's queue is full,
/// so a client that does not read stops the reading of the model's answer. One that takes nothing
/// for too long is cut off. All state belongs to the request's event loop; signals may come from
/// any thread.
final class SseWriter implements MultiSubscriber<OutboundSseEvent> {

  private static final Logger LOG = Logger.getLogger(SseWriter.class);
  private static final int WINDOW = 32;
  private static final int MAX_PENDING_BYTES = 32 * 1024;
  private static final int INITIAL_BYTES = 256;
  private static final long FIRST_PROBE_MILLIS = 100;
  private static final long MAX_PROBE_MILLIS = 1000;

  private final ResteasyReactiveRequestContext request;
  private final RoutingContext routing;
  private final HttpServerResponse response;
  private final WritingRules rules;
  private final SendQueue queue;
  private final StallWatch stall;
  private final ContextInternal context = (ContextInternal) Vertx.currentContext();
  private final AtomicInteger onTheirWay = new AtomicInteger();

  private Flow.Subscription subscription;
  private ByteBuf pending;
  private int outstanding;
  private boolean flushIsDue;
  private boolean waitingForDrain;
  private boolean ended;

  private ScheduledFuture<?> nextLook;
  private long lastWrite = System.nanoTime();
  private long written;
  private long queued;

  SseWriter(ResteasyReactiveRequestContext request, RoutingContext routing, WritingRules rules) {
    this.request = request;
    this.routing = routing;
    this.response = routing.response();
    this.rules = rules;
    this.queue = new SendQueue(routing);
    this.stall = new StallWatch(rules.stallNanos());
  }

  void start(Multi<OutboundSseEvent> events) {
    request.serverResponse().addCloseHandler(() -> onContext(this::disconnected));
    if (response.closed()) {
      ended = true;
      request.close();
    } else {
      putHeaders();
      scheduleFlush();
      lookLater();
      queue.whenInputEnds(() -> probe(FIRST_PROBE_MILLIS));
    }
    events.subscribe(this); // also where it has ended: cancelled then, it gives its place back
  }

  private void putHeaders() {
    response
        .setChunked(true)
        .putHeader("Content-Type", "text/event-stream")
        .putHeader("Cache-Control", "no-cache")
        .putHeader("X-Accel-Buffering", "no");
    if (isEndedByClosing()) {
      routing.addHeadersEndHandler(_ -> response.headers().set(HttpHeaders.CONNECTION, "close"));
    }
  }

  /// HTTP/1.0 has no chunks, so nothing but the connection's end says where the stream's is.
  private boolean isEndedByClosing() {
    return routing.request().version() == HttpVersion.HTTP_1_0;
  }

  @Override
  public void onSubscribe(Flow.Subscription given) {
    onContext(
        () -> {
          subscription = given;
          if (ended) {
            given.cancel();
          } else {
            askForMore();
          }
        });
  }

  @Override
  public void onItem(OutboundSseEvent event) {
    onContext(() -> take(event));
  }

  @Override
  public void onFailure(Throwable failure) {
    onContext(() -> fail(failure));
  }

  @Override
  public void onCompletion() {
    onContext(this::complete);
  }

  /// In the order of the signals, also where they come from different threads.
  private void onContext(Runnable action) {
    if (onTheirWay.getPlain() == 0 && context.inThread() && onTheirWay.get() == 0) {
      action.run();
    } else {
      onTheirWay.incrementAndGet();
      context
          .nettyEventLoop()
          .execute(
              () -> {
                try {
                  action.run();
                } finally {
                  onTheirWay.decrementAndGet();
                }
              });
    }
  }

  private void take(OutboundSseEvent event) {
    if (ended) {
      return;
    }
    outstanding--;
    if (pending == null) {
      pending = Unpooled.buffer(INITIAL_BYTES);
    }
    SseFormat.append(event, pending);
    if (pending.readableBytes() >= MAX_PENDING_BYTES) {
      write();
    } else {
      scheduleFlush();
    }
    if (outstanding <= WINDOW / 2) {
      askForMore();
    }
  }

  private void askForMore() {
    if (ended) {
      return; // an ended response can no longer be asked
    }
    if (response.writeQueueFull()) {
      awaitDrain();
    } else {
      int more = WINDOW - outstanding;
      outstanding = WINDOW;
      subscription.request(more);
    }
  }

  private void awaitDrain() {
    if (!waitingForDrain) {
      waitingForDrain = true;
      response.drainHandler(
          _ ->
              onContext(
                  () -> {
                    waitingForDrain = false;
                    askForMore();
                  }));
    }
  }

  private void scheduleFlush() {
    if (!flushIsDue) {
      flushIsDue = true;
      context.nettyEventLoop().execute(this::flush);
    }
  }

  private void flush() {
    flushIsDue = false;
    if (!ended && (pending != null || !response.headWritten())) {
      write();
    }
  }

  private void write() {
    response.write(taken());
    lastWrite = System.nanoTime();
    queued = queue.bytes();
  }

  @SuppressWarnings("deprecation") // there is no other way to write Netty's bytes without a copy
  private Buffer taken() {
    if (pending == null) {
      return Buffer.buffer();
    }
    Buffer bytes = Buffer.buffer(pending);
    written += bytes.length();
    pending = null;
    return bytes;
  }

  /// Looks now and then, instead of setting a timer for each event.
  private void lookLater() {
    long wait = rules.untilNextLook(System.nanoTime() - lastWrite);
    if (wait > 0) {
      nextLook = context.nettyEventLoop().schedule(this::look, wait, TimeUnit.NANOSECONDS);
    }
  }

  private void look() {
    if (ended) {
      return;
    }
    long now = System.nanoTime();
    if (isStalled()) {
      cut();
    } else {
      if (rules.heartbeatNanos() > 0 && now - lastWrite >= rules.heartbeatNanos()) {
        beat();
      }
      lookLater();
    }
  }

  private boolean isStalled() {
    queued = queue.bytes();
    return stall.isStalled(written - queued, queued > 0 || waitingForDrain);
  }

  /// Not while something waits already, which has the same effect or none.
  private void beat() {
    if (queued == 0 && pending == null && !response.writeQueueFull()) {
      pending = Unpooled.buffer(SseFormat.HEARTBEAT.length).writeBytes(SseFormat.HEARTBEAT);
      write();
    }
  }

  /// A client that has gone, and has not only ended its side, answers the first write with a reset,
  /// which the second one meets.
  private void probe(long wait) {
    if (!ended) {
      beat();
      context
          .nettyEventLoop()
          .schedule(() -> probe(Math.min(2 * wait, MAX_PROBE_MILLIS)), wait, TimeUnit.MILLISECONDS);
    }
  }

  private void complete() {
    if (!ended) {
      end();
      var sent = response.end(taken());
      if (isEndedByClosing()) {
        sent.onComplete(_ -> routing.request().connection().close());
      }
      request.close();
    }
  }

  private void fail(Throwable failure) {
    if (!ended) {
      end();
      LOG.error("A stream failed without an error event", failure);
      queue.reset();
      request.close();
    }
  }

  private void cut() {
    end();
    queued = queue.bytes();
    drop(Ending.STALLED);
    queue.reset();
    request.close();
  }

  private void disconnected() {
    if (!ended) {
      end();
      drop(Ending.DISCONNECTED);
      request.close();
    }
  }

  private void end() {
    ended = true;
    if (nextLook != null) {
      nextLook.cancel(false);
    }
  }

  private void drop(Ending why) {
    rules.dropped().increment(queued + (pending == null ? 0 : pending.readableBytes()));
    pending = null;
    if (subscription instanceof EventSubscription events) {
      events.leave(why);
    } else if (subscription != null) {
      subscription.cancel();
    }
  }
}
