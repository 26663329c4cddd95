package dev.cyanotype.chat;

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

  private final TextWriting writing;

  TextResponses(TextWriting writing) {
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
