package dev.cyanotype.streaming;

import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.ext.Provider;

/// Has [SseWriter] write the streams of [EventStream] methods, instead of the server's own
/// writer.
@Provider
@EventStream
public class SseResponses implements ContainerRequestFilter {

  private final SseWriting writing;

  SseResponses(SseWriting writing) {
    this.writing = writing;
  }

  @Override
  public void filter(ContainerRequestContext request) {
    ResponseWriters.replace(request, writing::write);
  }
}
