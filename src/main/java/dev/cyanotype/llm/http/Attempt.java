package dev.cyanotype.llm.http;

import dev.cyanotype.llm.LlmEvent;
import dev.cyanotype.llm.LlmException;
import dev.cyanotype.llm.LlmException.Kind;
import io.netty.channel.ConnectTimeoutException;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ConnectionPoolTooBusyException;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpClosedException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;

/// One try of an [Exchange], on whose context everything here happens: a request, and the reading
/// of its response.
final class Attempt {

  private enum State {
    SENDING,
    READING,
    /// Nobody waits for it any more.
    LEFT
  }

  private static final int MAX_SENDS = 3;
  private static final int MAX_ERROR_BYTES = 64 * 1024;
  private static final long DRAIN_MILLIS = 1000;

  private final Vertx vertx;
  private final Call call;
  private final AnswerDecoder decoder;
  private final Exchange exchange;
  private final long started = System.nanoTime();

  private State state = State.SENDING;
  private HttpClientRequest request;
  private HttpClientResponse response;
  private int sends = 1;
  private boolean paused;
  private boolean bodyEnded;
  private LlmException failure;
  private Optional<Duration> retryAfter = Optional.empty();
  private int signs;
  private long lastSign;

  Attempt(Vertx vertx, Call call, Consumer<LlmEvent> events, Exchange exchange) {
    this.vertx = vertx;
    this.call = call;
    this.decoder = call.decoder().apply(events);
    this.exchange = exchange;
  }

  void start() {
    HttpClient client = sends == MAX_SENDS ? call.clients().fresh() : call.clients().keeping();
    client.request(call.options()).onFailure(this::notConnected).onSuccess(this::send);
  }

  private void send(HttpClientRequest connected) {
    request = connected;
    connected.exceptionHandler(_ -> {}); // told by the response's future already
    if (state == State.LEFT) {
      disconnect();
    } else {
      connected.send(call.body()).onSuccess(this::respond).onFailure(this::noResponse);
    }
  }

  private void notConnected(Throwable cause) {
    if (!sentAgain(cause)) {
      fail(Kind.UNREACHABLE, "The model cannot be reached: " + reason(cause), cause);
    }
  }

  private void noResponse(Throwable cause) {
    if (!sentAgain(cause)) {
      fail(Kind.UNREACHABLE, "The model gave no answer: " + reason(cause), cause);
    }
  }

  /// A kept connection may be closed by its server just as it is taken for the next request.
  /// Nothing was answered then, so the request goes out again on another one.
  private boolean sentAgain(Throwable cause) {
    if (state != State.SENDING || !isClosed(cause) || sends == MAX_SENDS) {
      return false;
    }
    sends++;
    start();
    return true;
  }

  private static boolean isClosed(Throwable cause) {
    return cause instanceof HttpClosedException
        || (cause instanceof SocketException && !(cause instanceof ConnectException))
        || (cause.getClass() == IOException.class);
  }

  private String reason(Throwable cause) {
    return switch (cause) {
      case HttpClosedException _ -> "the connection was closed.";
      case ConnectTimeoutException _ ->
          "connecting took longer than %d ms.".formatted(call.limits().connect().toMillis());
      case UnknownHostException _ -> "its host name is not known.";
      case ConnectException _ -> "the connection was refused.";
      case ConnectionPoolTooBusyException _ -> "too many requests wait for a connection.";
      case javax.net.ssl.SSLException _ -> "the TLS connection failed.";
      default -> "the connection failed.";
    };
  }

  private void respond(HttpClientResponse answer) {
    response = answer;
    answer.exceptionHandler(this::readFailed);
    if (state == State.LEFT) {
      disconnect();
      return;
    }
    state = State.READING;
    String encoding = answer.getHeader("content-encoding");
    if (encoding != null && !encoding.equalsIgnoreCase("identity")) {
      reject("sent an answer compressed with " + encoding + ", which was not asked for.");
    } else if (answer.statusCode() != 200) {
      refused(answer);
    } else if (call.streamed() && !isEventStream(answer)) {
      reject("did not answer with an event stream.");
    } else {
      answer.handler(this::read);
      answer.endHandler(_ -> bodyEnded());
    }
  }

  private void reject(String what) {
    fail(Kind.BROKEN, "The model's endpoint " + what, null);
  }

  private static boolean isEventStream(HttpClientResponse answer) {
    String type = answer.getHeader("content-type");
    return type != null && type.toLowerCase(Locale.ROOT).startsWith("text/event-stream");
  }

  private void refused(HttpClientResponse answer) {
    retryAfter = Refusals.retryAfter(answer.getHeader("retry-after"));
    Buffer text = Buffer.buffer();
    answer.handler(
        part -> {
          text.appendBuffer(part);
          if (text.length() > MAX_ERROR_BYTES) {
            fail(Refusals.of(answer.statusCode(), new byte[0], call.secrets()));
          }
        });
    answer.endHandler(
        _ -> {
          bodyEnded = true;
          fail(Refusals.of(answer.statusCode(), text.getBytes(), call.secrets()));
        });
  }

  private void read(Buffer part) {
    if (state != State.READING || failure != null) {
      return;
    }
    try {
      decoder.feed(part.getBytes());
    } catch (LlmException e) {
      sawSigns(); // those before the fault
      fail(e);
      return;
    }
    sawSigns();
    exchange.advance();
  }

  private void sawSigns() {
    if (decoder.signs() != signs) {
      boolean first = signs == 0;
      signs = decoder.signs();
      lastSign = System.nanoTime();
      if (first) {
        exchange.begun();
      }
    }
  }

  private void bodyEnded() {
    bodyEnded = true;
    endAnswer();
  }

  private void readFailed(Throwable cause) {
    if (!bodyEnded) {
      bodyEnded = true;
      endAnswer();
    }
  }

  /// Whole once a finish reason has come, however the body ends after it.
  private void endAnswer() {
    if (state == State.READING && failure == null && !decoder.isDone()) {
      try {
        decoder.end();
      } catch (LlmException e) {
        fail(e);
        return;
      }
      exchange.advance();
    }
  }

  private void fail(Kind kind, String message, Throwable cause) {
    fail(new LlmException(kind, message, cause));
  }

  /// The failure is known before the connection is closed, which is told to the handlers at once.
  private void fail(LlmException cause) {
    if (state != State.LEFT && failure == null) {
      failure = cause;
      disconnect();
      exchange.advance();
    }
  }

  /// Null as long as it has not failed.
  LlmException failure() {
    return failure;
  }

  /// What the endpoint said of when it may be asked again.
  Optional<Duration> retryAfter() {
    return retryAfter;
  }

  /// Nothing was answered, and another time something may be.
  boolean mayBeRepeated() {
    return signs == 0
        && switch (failure.kind()) {
          case UNREACHABLE, UNAVAILABLE -> true;
          case REFUSED, TIMEOUT, BROKEN -> false;
        };
  }

  boolean isDone() {
    return decoder.isDone();
  }

  void pause() {
    if (!paused && response != null) {
      paused = true;
      response.pause();
    }
  }

  void resume() {
    if (paused) {
      paused = false;
      lastSign = System.nanoTime();
      response.resume();
    }
  }

  /// When it has to be looked at, as [System#nanoTime].
  long due() {
    Duration idle = call.limits().idle();
    return signs == 0
        ? started + call.limits().firstToken().toNanos()
        : (paused ? System.nanoTime() : lastSign) + idle.toNanos();
  }

  /// Fails where it is late.
  void check() {
    if (System.nanoTime() - due() < 0) {
      return;
    }
    if (decoder.hasFinishReason()) {
      endAnswer();
      disconnect();
    } else if (signs == 0) {
      late("sent no first token within", call.limits().firstToken());
    } else {
      late("sent nothing more for", call.limits().idle());
    }
  }

  private void late(String what, Duration limit) {
    fail(Kind.TIMEOUT, "The model %s %d ms.".formatted(what, limit.toMillis()), null);
  }

  /// The end of the answer comes before the end of the body: closing here would cost the
  /// connection, so what is left is read.
  void drain() {
    state = State.LEFT;
    if (!bodyEnded) {
      long bound = vertx.setTimer(DRAIN_MILLIS, _ -> disconnect());
      response.handler(_ -> {});
      response.endHandler(
          _ -> {
            bodyEnded = true;
            vertx.cancelTimer(bound);
          });
      response.resume();
    }
  }

  void leave() {
    if (state != State.LEFT) {
      state = State.LEFT;
      disconnect();
    }
  }

  private void disconnect() {
    if (request != null && !bodyEnded) {
      request.reset();
    }
  }
}
