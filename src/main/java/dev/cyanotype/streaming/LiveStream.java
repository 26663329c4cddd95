package dev.cyanotype.streaming;

import dev.cyanotype.security.Caller;
import dev.cyanotype.streaming.StreamEvent.Failed;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.operators.AbstractMulti;
import io.smallrye.mutiny.subscription.MultiSubscriber;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/// A stream that is open: who asked for it, how far it has come, and its [#events].
///
/// Made by [LiveStreams#open], which counts it until its events have ended or nobody wants them
/// any more. Every method may be called from any thread.
public final class LiveStream {

  private final String id;
  private final Caller caller;
  private final String operation;
  private final Instant started = Instant.now();
  private final Relay relay;

  /// @param describe says what a failure of `source` means
  /// @param ended called once, whichever end it is
  LiveStream(
      String id,
      Caller caller,
      String operation,
      Multi<StreamEvent> source,
      Function<Throwable, Fault> describe,
      Consumer<LiveStream> ended) {
    this.id = id;
    this.caller = caller;
    this.operation = operation;
    this.relay = new Relay(source, describe, () -> ended.accept(this));
  }

  /// 128 random bits in 22 characters of URL-safe text.
  public String id() {
    return id;
  }

  public Caller caller() {
    return caller;
  }

  /// What was asked for, such as `chat` or `generate-blueprint`.
  public String operation() {
    return operation;
  }

  public Instant started() {
    return started;
  }

  /// The events; to be subscribed to once, which is what starts the work behind them. They end
  /// with exactly one [Done] and then complete, whatever happens, and never fail. Cancelling the
  /// subscription says that the client has gone.
  public Multi<StreamEvent> events() {
    return new AbstractMulti<>() {
      @Override
      public void subscribe(MultiSubscriber<? super StreamEvent> subscriber) {
        relay.start(subscriber);
      }
    };
  }

  /// Events that were handed on so far.
  public long eventsSent() {
    return relay.events();
  }

  /// Characters of the answer that were handed on so far.
  public long charactersSent() {
    return relay.characters();
  }

  /// How it ends, as soon as that is decided; its last events may be still on their way.
  public Optional<Ending> ending() {
    return relay.ending();
  }

  /// Stops the work at once and ends the events with `done` `cancelled`. Where its end is decided
  /// already, nothing changes.
  ///
  /// @return how it ends
  public Ending cancel() {
    return relay.end(Ending.CANCELLED, List.of());
  }

  /// Gives its place back where nobody has subscribed to its events, and nobody is going to.
  public void abandon() {
    relay.abandon();
  }

  /// Stops the work at once and ends the events with `error` and `done`.
  ///
  /// @return how it ends
  Ending fail(Fault fault) {
    return relay.end(fault.ending(), List.of(new Failed(fault.message())));
  }
}
