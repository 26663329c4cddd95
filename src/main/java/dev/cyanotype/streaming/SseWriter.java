package dev.cyanotype.streaming;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.smallrye.mutiny.Multi;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.impl.ContextInternal;
import jakarta.ws.rs.sse.OutboundSseEvent;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicInteger;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.core.ResteasyReactiveRequestContext;

/// Writes one stream of events: what comes in one turn of the event loop leaves in one write.
///
/// At most [#WINDOW] events are asked for ahead, and none while the connection's queue is full,
/// so a client that does not read stops the reading of the model's answer. All state belongs to
/// the request's event loop; signals may come from any thread.
final class SseWriter implements Flow.Subscriber<OutboundSseEvent> {

  private static final Logger LOG = Logger.getLogger(SseWriter.class);
  private static final int WINDOW = 32;
  private static final int MAX_PENDING_BYTES = 32 * 1024;
  private static final int INITIAL_BYTES = 256;

  private final ResteasyReactiveRequestContext request;
  private final HttpServerResponse response;
  private final ContextInternal context = (ContextInternal) Vertx.currentContext();
  private final AtomicInteger onTheirWay = new AtomicInteger();

  private Flow.Subscription subscription;
  private ByteBuf pending;
  private int outstanding;
  private boolean flushIsDue;
  private boolean waitingForDrain;
  private boolean ended;

  SseWriter(ResteasyReactiveRequestContext request, HttpServerResponse response) {
    this.request = request;
    this.response = response;
  }

  void start(Multi<OutboundSseEvent> events) {
    response
        .setChunked(true)
        .putHeader("Content-Type", "text/event-stream")
        .putHeader("Cache-Control", "no-cache")
        .putHeader("X-Accel-Buffering", "no");
    request.serverResponse().addCloseHandler(() -> onContext(this::disconnected));
    if (response.closed()) {
      ended = true;
      request.close();
    } else {
      scheduleFlush();
    }
    events.subscribe(
        this); // also where it has ended: cancelled then, the stream gives its place back
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
  public void onNext(OutboundSseEvent event) {
    onContext(() -> take(event));
  }

  @Override
  public void onError(Throwable failure) {
    onContext(() -> fail(failure));
  }

  @Override
  public void onComplete() {
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
  }

  @SuppressWarnings("deprecation") // there is no other way to write Netty's bytes without a copy
  private Buffer taken() {
    Buffer bytes = pending == null ? Buffer.buffer() : Buffer.buffer(pending);
    pending = null;
    return bytes;
  }

  private void complete() {
    if (!ended) {
      ended = true;
      response.end(taken());
      request.close();
    }
  }

  private void fail(Throwable failure) {
    if (!ended) {
      ended = true;
      LOG.error("A stream failed without an error event", failure);
      response.reset();
      request.close();
    }
  }

  private void disconnected() {
    if (!ended) {
      ended = true;
      pending = null;
      if (subscription != null) {
        subscription.cancel();
      }
      request.close();
    }
  }
}
