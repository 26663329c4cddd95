package dev.cyanotype.chat;

import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.Provider;

/// Keeps a browser from asking the model again and again. An `EventSource` that is not closed asks
/// anew when its stream has ended, with the last event's id in `Last-Event-ID`; after the HTML
/// standard a 204 tells it to stop.
@Provider
@AnsweredOnce
public class Reconnections implements ContainerRequestFilter {

  private static final String LAST_EVENT_ID = "Last-Event-ID";

  @Override
  public void filter(ContainerRequestContext request) {
    if (NamedEvents.LAST.equals(request.getHeaderString(LAST_EVENT_ID))) {
      request.abortWith(Response.noContent().header(HttpHeaders.CACHE_CONTROL, "no-store").build());
    }
  }
}
