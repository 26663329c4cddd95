package dev.cyanotype.llm.openai;

import dev.cyanotype.llm.LlmEvent;
import dev.cyanotype.llm.LlmException;
import dev.cyanotype.llm.LlmException.Kind;
import io.netty.channel.ConnectTimeoutException;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpClosedException;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.impl.ContextInternal;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;

/// One streamed call: sends the request, decodes the answer, hands its events on as they are
/// demanded.
///
/// All state belongs to one Vert.x context; [#request] and [#cancel] may be called from any
/// thread. At most the events of one read wait here: while any do, the connection is not read.
final class CompletionExchange implements Flow.Subscription {

  /// @param firstByte from the request to the start of the answer
  /// @param idle between two reads, while the consumer keeps up
  record Limits(Duration firstByte, Duration idle, Secrets secrets) {}

  /// @param keeping keeps its connections for further requests
  /// @param fresh opens one for each request
  record Clients(HttpClient keeping, HttpClient fresh) {}

  private enum State {
    SENDING,
    READING,
    /// The consumer has its end; what is left of the body is read so that the connection can be
    /// kept.
    DRAINING,
    ENDED
  }

  private static final int MAX_ATTEMPTS = 3;
  private static final int MAX_ERROR_BYTES = 64 * 1024;
  private static final long DRAIN_MILLIS = 1000;

  private final Vertx vertx;
  private final ContextInternal context;
  private final Clients clients;
  private final RequestOptions options;
  private Buffer body;
  private Flow.Subscriber<? super LlmEvent> subscriber;
  private final Limits limits;
  private final CompletionDecoder decoder;
  private final Deque<LlmEvent> waiting = new ArrayDeque<>();

  private State state = State.SENDING;
  private HttpClientRequest request;
  private HttpClientResponse response;
  private long demand;
  private boolean paused;
  private boolean emitting;
  private int attempts = 1;
  private boolean bodyEnded;
  private Throwable failure;
  private long timer = -1;
  private long lastRead;

  CompletionExchange(
      Vertx vertx,
      Clients clients,
      RequestOptions options,
      Buffer body,
      Flow.Subscriber<? super LlmEvent> subscriber,
      Limits limits) {
    this.vertx = vertx;
    this.context = (ContextInternal) vertx.getOrCreateContext();
    this.clients = clients;
    this.options = options;
    this.body = body;
    this.subscriber = subscriber;
    this.limits = limits;
    this.decoder = new CompletionDecoder(waiting::add, limits.secrets());
  }

  /// Sends the request in a later turn of the event loop than the subscription's, so that what the
  /// client is told before has left by then.
  void start() {
    subscriber.onSubscribe(this);
    context.runOnContext(
        _ -> {
          if (state == State.SENDING) {
            lastRead = System.nanoTime();
            arm(limits.firstByte());
            send();
          }
        });
  }

  @Override
  public void request(long n) {
    onContext(
        () -> {
          if (n <= 0) {
            fail(new IllegalArgumentException("a demand of " + n));
          } else {
            demand = demand + n < 0 ? Long.MAX_VALUE : demand + n;
            emit();
          }
        });
  }

  @Override
  public void cancel() {
    onContext(
        () -> {
          if (state != State.ENDED && state != State.DRAINING) {
            end();
            release();
            disconnect();
          }
        });
  }

  private void onContext(Runnable action) {
    if (context.inThread()) {
      action.run();
    } else {
      context.runOnContext(_ -> action.run());
    }
  }

  private void send() {
    HttpClient client = attempts == MAX_ATTEMPTS ? clients.fresh() : clients.keeping();
    client
        .request(options)
        .onFailure(this::notConnected)
        .onSuccess(
            connected -> {
              request = connected;
              connected.exceptionHandler(_ -> {}); // told by the response's future already
              if (state == State.ENDED) {
                disconnect();
              } else {
                connected.send(body).onSuccess(this::respond).onFailure(this::noResponse);
              }
            });
  }

  private void notConnected(Throwable cause) {
    if (!sentAgain(cause)) {
      fail(
          new LlmException(
              Kind.UNREACHABLE, "The model cannot be reached: " + reason(cause), cause));
    }
  }

  private void noResponse(Throwable cause) {
    if (!sentAgain(cause)) {
      fail(new LlmException(Kind.UNREACHABLE, "The model gave no answer: " + reason(cause), cause));
    }
  }

  /// A kept connection may be closed by its server just as it is taken for the next request.
  /// Nothing was answered then, so the request goes out again on another one.
  private boolean sentAgain(Throwable cause) {
    if (state != State.SENDING || !isClosed(cause) || attempts == MAX_ATTEMPTS) {
      return false;
    }
    attempts++;
    send();
    return true;
  }

  private static boolean isClosed(Throwable cause) {
    return cause instanceof HttpClosedException
        || (cause instanceof SocketException && !(cause instanceof ConnectException))
        || (cause.getClass() == IOException.class);
  }

  private static String reason(Throwable cause) {
    return switch (cause) {
      case HttpClosedException _ -> "the connection was closed.";
      case ConnectTimeoutException _ -> "connecting took too long.";
      case UnknownHostException _ -> "its host name is not known.";
      case ConnectException _ -> "the connection was refused.";
      case javax.net.ssl.SSLException _ -> "the TLS connection failed.";
      default -> "the connection failed.";
    };
  }

  private void respond(HttpClientResponse answer) {
    response = answer;
    answer.exceptionHandler(this::readFailed);
    if (state != State.SENDING) {
      disconnect();
      return;
    }
    state = State.READING;
    lastRead = System.nanoTime();
    String type = answer.getHeader("content-type");
    if (answer.statusCode() != 200) {
      refused(answer);
    } else if (type == null || !type.toLowerCase(Locale.ROOT).startsWith("text/event-stream")) {
      fail(
          new LlmException(
              Kind.BROKEN, "The model's endpoint did not answer with an event stream."));
      disconnect();
    } else {
      arm(limits.idle());
      answer.handler(this::read);
      answer.endHandler(_ -> bodyEnded());
    }
  }

  private void refused(HttpClientResponse answer) {
    Buffer text = Buffer.buffer();
    answer.handler(
        part -> {
          text.appendBuffer(part);
          if (text.length() > MAX_ERROR_BYTES) {
            fail(Refusals.of(answer.statusCode(), new byte[0], limits.secrets()));
            disconnect();
          }
        });
    answer.endHandler(
        _ -> {
          bodyEnded = true;
          fail(Refusals.of(answer.statusCode(), text.getBytes(), limits.secrets()));
        });
  }

  private void read(Buffer part) {
    if (state != State.READING || failure != null) {
      return;
    }
    lastRead = System.nanoTime();
    try {
      decoder.feed(part.getBytes());
    } catch (LlmException e) {
      failure = e;
      disconnect();
    }
    emit();
  }

  private void bodyEnded() {
    bodyEnded = true;
    if (state == State.READING && failure == null) {
      endAnswer();
    }
    emit();
  }

  /// Whole once a finish reason has come, however the body ends after it.
  private void endAnswer() {
    try {
      decoder.end();
    } catch (LlmException e) {
      failure = e;
    }
  }

  private void readFailed(Throwable cause) {
    if (state == State.READING && failure == null && !bodyEnded) {
      bodyEnded = true;
      endAnswer();
      emit();
    }
  }

  /// Hands on what is waiting and demanded. Not re-entered when the subscriber asks for more
  /// inside.
  private void emit() {
    if (emitting) {
      return;
    }
    emitting = true;
    try {
      while (state == State.READING && demand > 0 && !waiting.isEmpty()) {
        demand--;
        subscriber.onNext(waiting.poll());
      }
    } finally {
      emitting = false;
    }
    if (state == State.READING) {
      if (waiting.isEmpty() && (failure != null || decoder.isDone())) {
        finish();
      } else {
        regulate();
      }
    }
  }

  private void regulate() {
    boolean full = !waiting.isEmpty() || demand == 0;
    if (full && !paused) {
      paused = true;
      response.pause();
    } else if (!full && paused) {
      paused = false;
      lastRead = System.nanoTime();
      response.resume();
    }
  }

  private void finish() {
    if (failure != null) {
      fail(failure);
    } else {
      end();
      drain();
      subscriber.onComplete();
    }
  }

  /// `[DONE]` comes before the end of the body: closing here would cost the connection.
  private void drain() {
    if (!bodyEnded) {
      state = State.DRAINING;
      long bound = vertx.setTimer(DRAIN_MILLIS, _ -> disconnect());
      response.handler(_ -> {});
      response.endHandler(_ -> vertx.cancelTimer(bound));
      response.resume();
    }
  }

  private void fail(Throwable cause) {
    if (state == State.SENDING || state == State.READING) {
      end();
      Flow.Subscriber<? super LlmEvent> told = subscriber;
      release();
      told.onError(cause);
    }
  }

  /// Vert.x may hold on to a call that waits for a connection long after its client has gone.
  private void release() {
    waiting.clear();
    body = null;
    subscriber = null;
  }

  private void end() {
    state = State.ENDED;
    vertx.cancelTimer(timer);
  }

  private void disconnect() {
    if (request != null && !bodyEnded) {
      request.reset();
    }
  }

  private void arm(Duration limit) {
    vertx.cancelTimer(timer);
    long passed = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - lastRead);
    timer =
        vertx.setTimer(Math.max(1, limit.toMillis() - passed), _ -> onContext(() -> check(limit)));
  }

  private void check(Duration limit) {
    boolean late = System.nanoTime() - lastRead >= limit.toNanos();
    if (state == State.READING && paused) {
      lastRead = System.nanoTime();
      arm(limit);
    } else if (late && state == State.READING && decoder.hasFinishReason()) {
      endAnswer();
      disconnect();
      emit();
    } else if (late && (state == State.SENDING || state == State.READING)) {
      String what = state == State.SENDING ? "did not answer" : "sent nothing more";
      fail(
          new LlmException(
              Kind.TIMEOUT, "The model " + what + " for " + limit.toMillis() + " ms."));
      disconnect();
    } else if (state == State.SENDING || state == State.READING) {
      arm(limit);
    }
  }
}
