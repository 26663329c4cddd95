package dev.cyanotype.streaming;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import dev.cyanotype.request.Priorities;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.util.AttributeKey;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.impl.ConnectionBase;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/// Answers clients that say with a TCP half-close that their request is all they send, as `nc -N`
/// does. The server by itself takes that for a client that has gone.
///
/// Both look the same until something is written: a client that has gone answers with a reset. So
/// a stream whose client has ended its side is written to now and then (see [SseWriter]).
@ApplicationScoped
public class HalfClose {

  /// For what has arrived of a request to be read.
  private static final long GRACE_MILLIS = 100;

  private static final AttributeKey<Watch> WATCH = AttributeKey.valueOf(HalfClose.class, "watch");

  void register(@Observes Filters filters) {
    filters.register(HalfClose::allow, Priorities.CONNECTION);
  }

  private static void allow(RoutingContext routing) {
    if (isPlainHttp1(routing.request())) {
      Watch watch = watch(channel(routing));
      watch.requests++;
      watch.newest = routing.request();
      routing.addEndHandler(_ -> watch.requestEnded(routing.request()));
    }
    routing.next();
  }

  /// TLS and HTTP/2 have closings of their own, and so have WebSockets.
  private static boolean isPlainHttp1(HttpServerRequest request) {
    return request.version() != HttpVersion.HTTP_2
        && !request.isSSL()
        && request.getHeader(HttpHeaders.UPGRADE) == null;
  }

  private static Channel channel(RoutingContext routing) {
    return ((ConnectionBase) routing.request().connection()).channel();
  }

  private static Watch watch(Channel channel) {
    Watch watch = channel.attr(WATCH).get();
    if (watch == null) {
      watch = new Watch();
      channel.attr(WATCH).set(watch);
      channel.pipeline().addFirst(watch);
      channel.config().setOption(ChannelOption.ALLOW_HALF_CLOSURE, true);
    }
    return watch;
  }

  /// Has `told` run when the client ends its side, or now where it has already.
  static void watch(Channel channel, Runnable told) {
    Watch watch = channel.attr(WATCH).get();
    if (watch != null) {
      watch.told = told;
      if (watch.inputEnded) {
        told.run();
      }
    }
  }

  /// One connection. Belongs to its event loop.
  private static final class Watch extends ChannelInboundHandlerAdapter {

    private int requests;
    private HttpServerRequest newest;
    private boolean inputEnded;
    private Runnable told;

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) throws Exception {
      if (event == ChannelInputShutdownEvent.INSTANCE) {
        inputEnded = true;
        if (requests == 0) {
          context.close();
        } else {
          context.executor().schedule(() -> closeUnlessWhole(context), GRACE_MILLIS, MILLISECONDS);
        }
        if (told != null) {
          told.run();
        }
      }
      super.userEventTriggered(context, event);
    }

    /// What is missing of the request will never come.
    private void closeUnlessWhole(ChannelHandlerContext context) {
      if (requests > 0 && !newest.isEnded()) {
        context.close();
      }
    }

    private void requestEnded(HttpServerRequest request) {
      requests--;
      told = null;
      newest = requests == 0 ? null : newest;
      if (inputEnded && requests == 0) {
        request.connection().close();
      }
    }
  }
}
