package dev.cyanotype.observability;

import io.micrometer.core.instrument.MeterRegistry;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.Tracer;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

/// Where calls of models begin to be measured and traced.
@ApplicationScoped
public class ModelCalls {

  private static final String CHAT = "chat";

  private final ModelMeters meters;
  private final Tracer tracer;

  @Inject
  public ModelCalls(MeterRegistry registry, OpenTelemetry telemetry) {
    this.meters = new ModelMeters(registry);
    this.tracer = telemetry.getTracer("dev.cyanotype");
  }

  /// Its span is a child of the current one.
  public ModelCall begin(ModelOperation operation) {
    return new ModelCall(operation, meters, span(operation));
  }

  private Span span(ModelOperation operation) {
    SpanBuilder span =
        tracer
            .spanBuilder(CHAT + " " + operation.model())
            .setSpanKind(SpanKind.CLIENT)
            .setAttribute("gen_ai.operation.name", CHAT)
            .setAttribute("gen_ai.provider.name", operation.provider())
            .setAttribute("gen_ai.request.model", operation.model());
    operation.temperature().ifPresent(t -> span.setAttribute("gen_ai.request.temperature", t));
    operation
        .maxTokens()
        .ifPresent(max -> span.setAttribute("gen_ai.request.max_tokens", (long) max));
    operation
        .server()
        .ifPresent(
            _ ->
                span.setAttribute("server.address", operation.serverAddress())
                    .setAttribute("server.port", (long) operation.serverPort()));
    return span.startSpan();
  }
}
