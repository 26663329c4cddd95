package dev.cyanotype.streaming;

import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.ext.Provider;
import org.jboss.resteasy.reactive.server.core.ResteasyReactiveRequestContext;
import org.jboss.resteasy.reactive.server.handlers.PublisherResponseHandler;
import org.jboss.resteasy.reactive.server.jaxrs.ContainerRequestContextImpl;
import org.jboss.resteasy.reactive.server.spi.ServerRestHandler;

/// Has [SseWriter] write the streams of [EventStream] methods, instead of the server's own
/// writer.
///
/// That one asks for an event, flushes it, waits until it is written and asks for the next: a
/// system call for each token. The handlers of a method stand in an array that all its requests
/// share, so the first request changes it for good.
@Provider
@EventStream
public class SseResponses implements ContainerRequestFilter {

  private final SseWriting writing;

  SseResponses(SseWriting writing) {
    this.writing = writing;
  }

  @Override
  public void filter(ContainerRequestContext request) {
    if (request instanceof ContainerRequestContextImpl context
        && context.getServerRequestContext() instanceof ResteasyReactiveRequestContext server) {
      replaceWriter(server.getTarget().getHandlerChain());
    }
  }

  private void replaceWriter(ServerRestHandler[] handlers) {
    for (int i = 0; i < handlers.length; i++) {
      if (handlers[i] instanceof PublisherResponseHandler) {
        handlers[i] = writing::write;
      }
    }
  }
}
