package dev.cyanotype.streaming;

import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.Multi;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.sse.OutboundSseEvent;
import org.jboss.resteasy.reactive.server.core.ResteasyReactiveRequestContext;

/// Begins to write streams. A bean of its own, since filters are there before the configuration is.
@ApplicationScoped
public class SseWriting {

  private final WritingRules rules;

  SseWriting(StreamingConfig config, MeterRegistry registry) {
    this.rules = WritingRules.of(config, registry);
  }

  /// Anything but a stream goes on to the next handler, as an error does.
  @SuppressWarnings("unchecked") // an EventStream method returns no other Multi
  void write(ResteasyReactiveRequestContext request) {
    if (request.getResult() instanceof Multi<?> events) {
      request.suspend();
      new SseWriter(request, request.unwrap(RoutingContext.class), rules)
          .start((Multi<OutboundSseEvent>) events);
    }
  }
}
