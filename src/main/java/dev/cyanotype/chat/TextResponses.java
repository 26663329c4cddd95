package dev.cyanotype.chat;

import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.ext.Provider;
import org.jboss.resteasy.reactive.server.core.ResteasyReactiveRequestContext;
import org.jboss.resteasy.reactive.server.handlers.PublisherResponseHandler;
import org.jboss.resteasy.reactive.server.jaxrs.ContainerRequestContextImpl;
import org.jboss.resteasy.reactive.server.spi.ServerRestHandler;

/// Has [TextWriter] write the streams of [TextStream] methods, as
/// [dev.cyanotype.streaming.SseResponses] does with those of events.
@Provider
@TextStream
public class TextResponses implements ContainerRequestFilter {

  @Override
  public void filter(ContainerRequestContext request) {
    if (request instanceof ContainerRequestContextImpl context
        && context.getServerRequestContext() instanceof ResteasyReactiveRequestContext server) {
      replaceWriter(server.getTarget().getHandlerChain());
    }
  }

  private static void replaceWriter(ServerRestHandler[] handlers) {
    for (int i = 0; i < handlers.length; i++) {
      if (handlers[i] instanceof PublisherResponseHandler) {
        handlers[i] = TextResponses::write;
      }
    }
  }

  /// Anything but a stream goes on to the next handler, as an error does.
  private static void write(ResteasyReactiveRequestContext request) {
    if (request.getResult() instanceof StreamedText text) {
      request.suspend();
      new TextWriter(request, request.unwrap(RoutingContext.class), text.stream()).start();
    }
  }
}
