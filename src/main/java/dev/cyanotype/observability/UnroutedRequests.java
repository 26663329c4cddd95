package dev.cyanotype.observability;

import dev.cyanotype.request.RequestId;
import io.micrometer.core.instrument.Tags;
import io.quarkus.micrometer.runtime.HttpServerMetricsTagsContributor;
import jakarta.inject.Singleton;

/// Gives the same `uri` to all requests that come to no route, since theirs is what the client
/// wrote: those of a method that there is not (405), and those that the server refuses by itself,
/// for an address that is no URI (RFC 3986) or no path, which never get a [RequestId].
///
/// This is done before any filter of meters sees them, in whatever order those are asked.
@Singleton
public class UnroutedRequests implements HttpServerMetricsTagsContributor {

  private static final int NO_SUCH_METHOD = 405;

  @Override
  public Tags contribute(Context context) {
    if (!context.response().headers().contains(RequestId.HEADER)) {
      return Tags.of("uri", "MALFORMED");
    }
    return context.response().statusCode() == NO_SUCH_METHOD
        ? Tags.of("uri", "NO_SUCH_METHOD")
        : Tags.empty();
  }
}
