package dev.cyanotype.llm.http;

import dev.cyanotype.llm.LlmEvent;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.RequestOptions;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.Function;

/// A request to an endpoint, to be tried as often as its limits allow.
///
/// @param streamed whether the answer has to be an event stream
/// @param decoder makes a decoder for one try
record Call(
    Clients clients,
    RequestOptions options,
    Buffer body,
    boolean streamed,
    Function<Consumer<LlmEvent>, AnswerDecoder> decoder,
    Limits limits,
    Retries retries,
    Secrets secrets) {

  /// @param keeping keeps its connections for further requests
  /// @param fresh opens one for each request
  record Clients(HttpClient keeping, HttpClient fresh) {}

  /// @param firstToken from a try to its first sign of an answer
  /// @param idle between two signs, while the consumer keeps up
  /// @param whole from the first try to the end
  record Limits(Duration connect, Duration firstToken, Duration idle, Duration whole) {}

  /// @param most further tries
  /// @param delay before the first of them, doubled before each other
  /// @param longest a further try that has to wait for longer is not made
  record Retries(int most, Duration delay, Duration longest) {}
}
