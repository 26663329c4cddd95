package dev.cyanotype.deployment.docker;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Objects;

/// Carries requests of HTTP/1.1 to a Docker Engine. Blocks; an interrupt ends it at once, and
/// leaves the thread interrupted.
interface Transport {

  /// @throws IOException with a message for people; where no whole answer came in time, too
  <T> T exchange(Call call, AnswerReader<T> reader) throws IOException;

  /// @param target path and query
  /// @param body of no bytes for none
  /// @param timeout of the whole exchange
  record Call(String method, String target, byte[] body, String contentType, Duration timeout) {

    /// With a body in JSON.
    Call(String method, String target, byte[] body, Duration timeout) {
      this(method, target, body, "application/json", timeout);
    }

    public Call {
      Objects.requireNonNull(method, "method");
      Objects.requireNonNull(target, "target");
      Objects.requireNonNull(body, "body");
      Objects.requireNonNull(contentType, "contentType");
    }
  }

  /// Reads an answer as it comes in.
  @FunctionalInterface
  interface AnswerReader<T> {
    T read(int status, InputStream body) throws IOException;
  }
}
