package dev.cyanotype.streaming;

import java.util.concurrent.Flow;

/// A subscription to a stream's events whose end has a reason.
public interface EventSubscription extends Flow.Subscription {

  /// Cancels.
  ///
  /// @param why what becomes of the stream's [Ending] where it is not decided yet
  void leave(Ending why);

  @Override
  default void cancel() {
    leave(Ending.DISCONNECTED);
  }
}
