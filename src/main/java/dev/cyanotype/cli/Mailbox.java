package dev.cyanotype.cli;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingDeque;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/// Hands what a publisher sends from its threads to the one thread that shows it. Asks for
/// [#WINDOW] items ahead, so that a slow terminal slows the sender.
final class Mailbox<T> implements Flow.Subscriber<T> {

  private static final int WINDOW = 16;

  private sealed interface Letter<T> {
    record Item<T>(T value) implements Letter<T> {}

    record End<T>() implements Letter<T> {}

    record Failure<T>(Throwable cause) implements Letter<T> {}

    record Stopped<T>() implements Letter<T> {}
  }

  private final LinkedBlockingDeque<Letter<T>> letters = new LinkedBlockingDeque<>();
  private final Function<Throwable, ClientException> explanation;
  private Flow.Subscription subscription;
  private volatile boolean stopped;

  /// @param explanation of a failure of the sender
  Mailbox(Function<Throwable, ClientException> explanation) {
    this.explanation = explanation;
  }

  /// Waits for the next item.
  ///
  /// @param patience zero for endless
  /// @return empty at the end
  /// @throws StoppedException after [#stop]
  /// @throws ClientException where the sender failed, or sent nothing for too long
  Optional<T> next(Duration patience) {
    return switch (take(patience)) {
      case Letter.Item<T>(T value) -> {
        subscription.request(1);
        yield Optional.of(value);
      }
      case Letter.End<T> _ -> Optional.empty();
      case Letter.Failure<T>(Throwable cause) ->
          throw stopped ? new StoppedException() : explanation.apply(cause);
      case Letter.Stopped<T> _ -> throw new StoppedException();
      case null -> {
        stop();
        throw new ClientException(
            "Nothing came for %d s, so the answer is given up.".formatted(patience.toSeconds()));
      }
    };
  }

  private Letter<T> take(Duration patience) {
    try {
      return patience.isZero()
          ? letters.take()
          : letters.poll(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return new Letter.Stopped<>();
    }
  }

  /// Cancels what is still to come; whoever waits gets [StoppedException]. From any thread.
  synchronized void stop() {
    stopped = true;
    letters.addFirst(new Letter.Stopped<>());
    if (subscription != null) {
      subscription.cancel();
    }
  }

  @Override
  public synchronized void onSubscribe(Flow.Subscription given) {
    subscription = given;
    if (stopped) {
      given.cancel();
    } else {
      given.request(WINDOW);
    }
  }

  @Override
  public void onNext(T item) {
    letters.add(new Letter.Item<>(item));
  }

  @Override
  public void onError(Throwable failure) {
    letters.add(new Letter.Failure<>(failure));
  }

  @Override
  public void onComplete() {
    letters.add(new Letter.End<>());
  }
}
