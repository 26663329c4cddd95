package dev.cyanotype.observability;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import java.util.List;

/// One answer of a model while it is given: a span with an event `first_token`, and at its end the
/// measures of [ModelMeters]. The first of its ends counts.
///
/// Names follow OpenTelemetry's semantic conventions for generative AI. Used by one thread at a
/// time.
public final class ModelCall {

  private static final AttributeKey<String> RESPONSE_MODEL =
      AttributeKey.stringKey("gen_ai.response.model");
  private static final AttributeKey<List<String>> FINISH_REASONS =
      AttributeKey.stringArrayKey("gen_ai.response.finish_reasons");
  private static final AttributeKey<Long> INPUT_TOKENS =
      AttributeKey.longKey("gen_ai.usage.input_tokens");
  private static final AttributeKey<Long> OUTPUT_TOKENS =
      AttributeKey.longKey("gen_ai.usage.output_tokens");
  private static final AttributeKey<String> ERROR_TYPE = AttributeKey.stringKey("error.type");
  private static final String CANCELLED = "cancelled";

  private final ModelOperation operation;
  private final ModelMeters meters;
  private final Span span;
  private final long started = System.nanoTime();
  private long firstToken;
  private boolean ended;

  ModelCall(ModelOperation operation, ModelMeters meters, Span span) {
    this.operation = operation;
    this.meters = meters;
    this.span = span;
  }

  /// The first piece of the answer has come.
  public void firstToken() {
    firstToken = System.nanoTime();
    span.addEvent("first_token");
  }

  /// The answer has ended as the model meant it to.
  ///
  /// @param model that answered
  /// @param finishReason in the words of the OpenAI format
  /// @param streamed false where the answer came in one piece, so that no token was the first
  public void finished(String model, String finishReason, Tokens tokens, boolean streamed) {
    if (isEnded()) {
      return;
    }
    long now = System.nanoTime();
    ModelMeters.Timers timers = meters.of(operation, model, "");
    timers.duration(now - started);
    if (streamed && firstToken != 0) {
      timers.stream(firstToken - started, now - firstToken, tokens);
    }
    if (!tokens.estimated()) {
      timers.tokens(tokens);
    }
    span.setAttribute(RESPONSE_MODEL, model);
    span.setAttribute(FINISH_REASONS, List.of(finishReason));
    span.setAttribute(INPUT_TOKENS, tokens.input());
    span.setAttribute(OUTPUT_TOKENS, tokens.output());
    span.end();
  }

  /// It failed.
  ///
  /// @param type one of few words, such as `timeout`
  /// @param message without secrets
  public void failed(String type, String message) {
    if (!isEnded()) {
      span.setStatus(StatusCode.ERROR, message);
      end(type);
    }
  }

  /// Nobody wants the rest of it.
  public void cancelled() {
    if (!isEnded()) {
      end(CANCELLED);
    }
  }

  private boolean isEnded() {
    boolean before = ended;
    ended = true;
    return before;
  }

  private void end(String errorType) {
    meters.of(operation, "", errorType).duration(System.nanoTime() - started);
    span.setAttribute(ERROR_TYPE, errorType);
    span.end();
  }
}
