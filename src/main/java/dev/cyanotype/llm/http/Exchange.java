package dev.cyanotype.llm.http;

import dev.cyanotype.llm.LlmEvent;
import dev.cyanotype.llm.LlmException;
import dev.cyanotype.llm.LlmException.Kind;
import io.vertx.core.Vertx;
import io.vertx.core.impl.ContextInternal;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/// A call with all its tries: hands the events of the answer on as they are demanded, and tries
/// again what fails before the first of them and may be better later.
///
/// All state belongs to one Vert.x context; [#request] and [#cancel] may be called from any
/// thread. At most the events of one read wait here: while any do, the connection is not read.
final class Exchange implements Flow.Subscription {

  private final Vertx vertx;
  private final ContextInternal context;
  private final Call call;
  private final Breaker breaker;
  private final Deque<LlmEvent> waiting = new ArrayDeque<>();

  private Flow.Subscriber<? super LlmEvent> subscriber;
  private Attempt attempt;
  private CompletableFuture<Void> outcome;
  private LlmException lastFailure;
  private int retries;
  private long demand;
  private boolean emitting;
  private boolean ended;
  private long timer = -1;
  private long deadline;

  Exchange(Vertx vertx, Call call, Breaker breaker, Flow.Subscriber<? super LlmEvent> subscriber) {
    this.vertx = vertx;
    this.context = (ContextInternal) vertx.getOrCreateContext();
    this.call = call;
    this.breaker = breaker;
    this.subscriber = subscriber;
  }

  /// Sends the request in a later turn of the event loop than the subscription's, so that what the
  /// client is told before has left by then.
  void start() {
    subscriber.onSubscribe(this);
    context.runOnContext(
        _ -> {
          deadline = System.nanoTime() + call.limits().whole().toNanos();
          tryIt();
        });
  }

  private void tryIt() {
    if (ended) {
      return;
    }
    CompletableFuture<Void> result = new CompletableFuture<>();
    breaker.attempt(
        () -> onContext(() -> begin(result)), result, () -> onContext(this::refusedByBreaker));
  }

  private void begin(CompletableFuture<Void> result) {
    outcome = result;
    if (ended) {
      breaker.abandon(result);
    } else {
      attempt = new Attempt(vertx, call, waiting::add, this);
      attempt.start();
      watch();
    }
  }

  private void refusedByBreaker() {
    fail(
        lastFailure != null
            ? lastFailure
            : new LlmException(
                Kind.UNAVAILABLE,
                "The model's endpoint failed too often lately and is left alone for a while."));
  }

  @Override
  public void request(long n) {
    onContext(
        () -> {
          if (n <= 0) {
            fail(new IllegalArgumentException("a demand of " + n));
          } else {
            demand = demand + n < 0 ? Long.MAX_VALUE : demand + n;
            advance();
          }
        });
  }

  @Override
  public void cancel() {
    onContext(
        () -> {
          if (!ended) {
            release();
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

  /// The try has shown the first sign of an answer.
  void begun() {
    outcome.complete(null);
    watch();
  }

  /// Hands on what is waiting and demanded, then sees how the try stands. Not re-entered when the
  /// subscriber asks for more inside.
  void advance() {
    if (emitting) {
      return;
    }
    emitting = true;
    try {
      while (!ended && demand > 0 && !waiting.isEmpty()) {
        demand--;
        subscriber.onNext(waiting.poll());
      }
    } finally {
      emitting = false;
    }
    if (attempt == null) {
      return; // ended, or between two tries
    }
    if (!waiting.isEmpty()) {
      attempt.pause();
    } else if (attempt.failure() != null) {
      failed(attempt);
    } else if (attempt.isDone()) {
      complete();
    } else {
      attempt.resume();
    }
  }

  private void failed(Attempt attempt) {
    this.attempt = null;
    lastFailure = attempt.failure();
    outcome.completeExceptionally(lastFailure);
    Duration pause = attempt.retryAfter().orElseGet(this::backoff);
    if (attempt.mayBeRepeated()
        && retries < call.retries().most()
        && pause.compareTo(call.retries().longest()) <= 0) {
      retries++;
      vertx.cancelTimer(timer);
      long millis = Math.min(pause.toMillis(), millisUntil(deadline));
      timer = vertx.setTimer(Math.max(1, millis), _ -> onContext(this::repeat));
    } else {
      fail(lastFailure);
    }
  }

  private Duration backoff() {
    long nanos = call.retries().delay().toNanos() << Math.min(retries, 20);
    return Duration.ofNanos(nanos - ThreadLocalRandom.current().nextLong(nanos / 2 + 1));
  }

  private void repeat() {
    if (!ended && System.nanoTime() - deadline >= 0) {
      fail(lastFailure);
    } else {
      tryIt();
    }
  }

  private void complete() {
    Flow.Subscriber<? super LlmEvent> told = subscriber;
    Attempt finished = attempt;
    attempt = null;
    release();
    finished.drain();
    told.onComplete();
  }

  private void fail(Throwable cause) {
    if (!ended) {
      Flow.Subscriber<? super LlmEvent> told = subscriber;
      release();
      told.onError(cause);
    }
  }

  /// Vert.x may hold on to a call that waits for a connection long after its client has gone.
  private void release() {
    ended = true;
    vertx.cancelTimer(timer);
    if (attempt != null) {
      attempt.leave();
      attempt = null;
    }
    if (outcome != null && !outcome.isDone()) {
      breaker.abandon(outcome);
    }
    waiting.clear();
    subscriber = null;
  }

  /// One timer for the nearest of the limits.
  private void watch() {
    if (attempt == null) {
      return;
    }
    vertx.cancelTimer(timer);
    long due = Math.min(millisUntil(deadline), millisUntil(attempt.due()));
    timer = vertx.setTimer(Math.max(1, due), _ -> onContext(this::check));
  }

  private void check() {
    if (attempt == null) {
      return;
    }
    if (System.nanoTime() - deadline >= 0) {
      tooLong();
    } else {
      attempt.check();
      watch();
    }
  }

  private void tooLong() {
    LlmException late =
        new LlmException(
            Kind.TIMEOUT,
            "The model's answer took too long: more than %d ms in all."
                .formatted(call.limits().whole().toMillis()));
    outcome.completeExceptionally(late);
    fail(late);
  }

  private static long millisUntil(long nanoTime) {
    return TimeUnit.NANOSECONDS.toMillis(nanoTime - System.nanoTime() + 999_999);
  }
}
