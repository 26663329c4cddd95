package dev.cyanotype.cli;

import java.util.Optional;

/// An answer on its way, read by one thread.
interface AnswerStream {

  /// Waits for what comes next.
  ///
  /// @return empty where nothing more comes
  /// @throws StoppedException after [#stop]
  /// @throws ClientException where there is no answer, or it broke off
  Optional<Received> next();

  /// Gives the answer up, also before it begins, and closes its connection. From any thread.
  void stop();
}
