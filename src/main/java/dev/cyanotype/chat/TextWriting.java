package dev.cyanotype.chat;

import dev.cyanotype.streaming.StreamingConfig;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import org.jboss.resteasy.reactive.server.core.ResteasyReactiveRequestContext;

/// Begins to write texts. A bean of its own, since filters are there before the configuration is.
@ApplicationScoped
public class TextWriting {

  private final StreamingConfig config;

  TextWriting(StreamingConfig config) {
    this.config = config;
  }

  /// Anything but a stream goes on to the next handler, as an error does.
  void write(ResteasyReactiveRequestContext request) {
    if (request.getResult() instanceof StreamedText text) {
      request.suspend();
      RoutingContext routing = request.unwrap(RoutingContext.class);
      new TextWriter(request, routing, text.stream(), config.stallTimeout()).start();
    }
  }
}
