package dev.cyanotype.streaming;

import jakarta.ws.rs.container.ContainerRequestContext;
import org.jboss.resteasy.reactive.server.core.ResteasyReactiveRequestContext;
import org.jboss.resteasy.reactive.server.handlers.PublisherResponseHandler;
import org.jboss.resteasy.reactive.server.jaxrs.ContainerRequestContextImpl;
import org.jboss.resteasy.reactive.server.spi.ServerRestHandler;

/// Puts a writer of our own in the place of the server's.
///
/// That one asks for an event, flushes it, waits until it is written and asks for the next: a
/// system call for each token. The handlers of a method stand in an array that all its requests
/// share, so the first request changes it for good.
public final class ResponseWriters {

  private ResponseWriters() {}

  /// Has `writer` write what the method of this request returns, where that is a stream.
  public static void replace(ContainerRequestContext request, ServerRestHandler writer) {
    if (request instanceof ContainerRequestContextImpl context
        && context.getServerRequestContext() instanceof ResteasyReactiveRequestContext server) {
      replace(server.getTarget().getHandlerChain(), writer);
    }
  }

  private static void replace(ServerRestHandler[] handlers, ServerRestHandler writer) {
    for (int i = 0; i < handlers.length; i++) {
      if (handlers[i] instanceof PublisherResponseHandler) {
        handlers[i] = writer;
      }
    }
  }
}
