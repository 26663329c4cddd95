package dev.cyanotype.chat;

import dev.cyanotype.problem.Problem;
import dev.cyanotype.problem.ProblemException;
import dev.cyanotype.streaming.Ending;
import dev.cyanotype.streaming.LiveStream;
import dev.cyanotype.streaming.SendQueue;
import dev.cyanotype.streaming.StallWatch;
import dev.cyanotype.streaming.StreamEvent;
import dev.cyanotype.streaming.StreamEvent.Outcome;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.EventLoop;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.impl.ConnectionBase;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.core.ResteasyReactiveRequestContext;

/// Writes the text of one stream and nothing else of it.
///
/// The response begins with the first piece, so that a failure before it is a problem with a
/// status of its own. It ends as HTTP has it only where the answer is whole; else the connection
/// is broken off, which is the one way to say so that is left.
final class TextWriter extends EventReader {

  private static final Logger LOG = Logger.getLogger(TextWriter.class);
  private static final int MAX_PENDING_BYTES = 32 * 1024;
  private static final int INITIAL_BYTES = 256;
  private static final Duration RETRY_AFTER = Duration.ofSeconds(5);

  private final ResteasyReactiveRequestContext request;
  private final RoutingContext routing;
  private final HttpServerResponse response;
  private final LiveStream stream;
  private final SendQueue queue;
  private final StallWatch stall;

  private ByteBuf pending;
  private String firstHalf = "";
  private String failure = Problem.UNEXPECTED;
  private Outcome outcome = Outcome.ERROR;
  private boolean waitingForDrain;
  private long written;

  TextWriter(
      ResteasyReactiveRequestContext request,
      RoutingContext routing,
      LiveStream stream,
      Duration stallTimeout) {
    super(loop(routing));
    this.request = request;
    this.routing = routing;
    this.response = routing.response();
    this.stream = stream;
    this.queue = new SendQueue(routing);
    this.stall = new StallWatch(stallTimeout.toNanos());
  }

  private static EventLoop loop(RoutingContext routing) {
    return ((ConnectionBase) routing.request().connection()).channel().eventLoop();
  }

  void start() {
    request.serverResponse().addCloseHandler(() -> onLoop(this::disconnected));
    if (response.closed()) {
      disconnected();
    } else {
      stall.start(loop(routing), this::isStalled, this::cut);
    }
    read(stream.events()); // also where nobody waits: cancelled then, it gives its place back
  }

  private void begin() {
    response
        .setChunked(true)
        .putHeader(HttpHeaders.CONTENT_TYPE, "text/plain; charset=utf-8")
        .putHeader(HttpHeaders.CACHE_CONTROL, "no-cache")
        .putHeader("X-Accel-Buffering", "no");
    if (isEndedByClosing()) {
      routing.addHeadersEndHandler(_ -> response.headers().set(HttpHeaders.CONNECTION, "close"));
    }
  }

  /// HTTP/1.0 has no chunks, so nothing but the connection's end says where the text's is.
  private boolean isEndedByClosing() {
    return routing.request().version() == HttpVersion.HTTP_1_0;
  }

  @Override
  boolean isFull() {
    if (!response.writeQueueFull()) {
      return false;
    }
    if (!waitingForDrain) {
      waitingForDrain = true;
      response.drainHandler(_ -> onLoop(this::drained));
    }
    return true;
  }

  private void drained() {
    waitingForDrain = false;
    askForMore();
  }

  @Override
  void take(StreamEvent event) {
    switch (event) {
      case StreamEvent.Text piece -> append(piece.data());
      case StreamEvent.Failed failed -> failure = failed.data();
      case StreamEvent.Done done -> outcome = done.data();
      case StreamEvent.Intent _,
          StreamEvent.Status _,
          StreamEvent.ResourceReady _,
          StreamEvent.BlueprintReady _,
          StreamEvent.PlanReady _,
          StreamEvent.DeploymentReady _,
          StreamEvent.Usage _,
          StreamEvent.Warning _ -> {}
    }
  }

  /// A surrogate pair that a model sends in two pieces leaves as one character.
  private void append(String piece) {
    String text = firstHalf.isEmpty() ? piece : firstHalf + piece;
    int end = text.length();
    firstHalf = "";
    if (end > 0 && Character.isHighSurrogate(text.charAt(end - 1))) {
      firstHalf = text.substring(--end);
    }
    if (end > 0) {
      write(text, end);
    }
  }

  private void write(String text, int end) {
    if (pending == null) {
      pending = Unpooled.buffer(INITIAL_BYTES);
    }
    ByteBufUtil.writeUtf8(pending, text, 0, end);
    if (pending.readableBytes() >= MAX_PENDING_BYTES) {
      flush();
    } else {
      flushSoon();
    }
  }

  @Override
  void flush() {
    if (pending == null || response.ended() || response.closed()) {
      return;
    }
    if (!response.headWritten()) {
      begin();
    }
    response.write(taken());
  }

  @SuppressWarnings("deprecation") // there is no other way to write Netty's bytes without a copy
  private Buffer taken() {
    Buffer bytes = Buffer.buffer(pending);
    written += bytes.length();
    pending = null;
    return bytes;
  }

  @Override
  void complete() {
    stall.stop();
    if (!firstHalf.isEmpty()) {
      write(firstHalf, 1);
    }
    boolean nothingYet = pending == null && !response.headWritten();
    switch (outcome) {
      case COMPLETE, CLARIFICATION_NEEDED -> end();
      case ERROR -> breakOff(nothingYet, problem());
      case CANCELLED -> breakOff(nothingYet, ProblemException.conflict("It was cancelled."));
    }
  }

  private void end() {
    flush();
    if (!response.headWritten()) {
      begin();
    }
    var sent = response.end();
    if (isEndedByClosing()) {
      sent.onComplete(_ -> routing.request().connection().close());
    }
    request.close();
  }

  private void breakOff(boolean nothingYet, ProblemException problem) {
    if (nothingYet) {
      request.resume(problem, true);
    } else {
      flush();
      hangUp();
      request.close();
    }
  }

  /// Resetting an HTTP/1 response would keep it from being counted as ended at shutdown.
  private void hangUp() {
    if (routing.request().version() == HttpVersion.HTTP_2) {
      response.reset();
    } else {
      routing.request().connection().close();
    }
  }

  private ProblemException problem() {
    Ending ending = stream.ending().orElse(Ending.BROKEN);
    return switch (ending) {
      case TIMED_OUT -> ProblemException.gatewayTimeout(failure);
      case SHUT_DOWN -> ProblemException.unavailable(failure, RETRY_AFTER);
      case BROKEN -> ProblemException.unexpected();
      case ERROR, COMPLETE, CLARIFICATION_NEEDED, CANCELLED, DISCONNECTED, STALLED ->
          failure.equals(Problem.UNEXPECTED)
              ? ProblemException.unexpected()
              : ProblemException.badGateway(failure);
    };
  }

  @Override
  void fail(Throwable unexpected) {
    stall.stop();
    LOG.error("A stream failed without an error event", unexpected);
    breakOff(pending == null && !response.headWritten(), ProblemException.unexpected());
  }

  private boolean isStalled() {
    long queued = queue.bytes();
    return stall.isStalled(written - queued, queued > 0 || waitingForDrain);
  }

  private void cut() {
    if (!hasEnded()) {
      leave(Ending.STALLED);
      pending = null;
      queue.reset();
      request.close();
    }
  }

  private void disconnected() {
    if (!hasEnded()) {
      stall.stop();
      leave(Ending.DISCONNECTED);
      pending = null;
      request.close();
    }
  }
}
