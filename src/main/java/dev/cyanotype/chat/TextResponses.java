package dev.cyanotype.chat;

import dev.cyanotype.streaming.ResponseWriters;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.ext.Provider;

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
    ResponseWriters.replace(request, writing::write);
  }
}
