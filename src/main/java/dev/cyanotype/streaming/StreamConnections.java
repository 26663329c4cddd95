package dev.cyanotype.streaming;

import io.netty.channel.ChannelPipeline;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.impl.ConnectionBase;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/// Puts [CoalescedWrites] into the connections on which a stream is asked for.
@ApplicationScoped
public class StreamConnections {

  private static final String NAME = "coalesced-writes";
  private static final String SERVER_HANDLER = "handler";
  private static final int PRIORITY = 100;

  void register(@Observes Filters filters) {
    filters.register(StreamConnections::prepare, PRIORITY);
  }

  private static void prepare(RoutingContext context) {
    String path = context.request().path();
    if ((path.endsWith("-stream") || path.endsWith("-stream/"))
        && context.request().version() == HttpVersion.HTTP_1_1) {
      coalesce(context.request().connection());
    }
    context.next();
  }

  private static void coalesce(HttpConnection connection) {
    if (connection instanceof ConnectionBase base) {
      ChannelPipeline pipeline = base.channel().pipeline();
      if (pipeline.get(NAME) == null && pipeline.get(SERVER_HANDLER) != null) {
        pipeline.addBefore(SERVER_HANDLER, NAME, new CoalescedWrites());
      }
    }
  }
}
