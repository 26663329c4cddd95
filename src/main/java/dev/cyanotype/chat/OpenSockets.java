package dev.cyanotype.chat;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.netty.channel.Channel;
import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.quarkus.runtime.Startup;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// The WebSockets that are open; the gauge `cyanotype.sockets.open` counts them. When the service
/// goes down, each is closed with 1001 as soon as its chat, if any, has ended.
@Startup
@ApplicationScoped
public class OpenSockets {

  private final Set<SocketChats> open = ConcurrentHashMap.newKeySet();
  private volatile boolean goingAway;

  private final MeterRegistry registry;
  private final Gauge gauge;

  OpenSockets(MeterRegistry registry) {
    this.registry = registry;
    this.gauge =
        Gauge.builder("cyanotype.sockets.open", open, Set::size)
            .description("WebSockets that are open now")
            .register(registry);
  }

  void add(SocketChats socket, Channel channel) {
    open.add(socket);
    channel.closeFuture().addListener(_ -> open.remove(socket));
    if (goingAway) {
      socket.goAway();
    }
  }

  void goAway(@Observes ShutdownDelayInitiatedEvent sigterm) {
    goingAway = true;
    open.forEach(SocketChats::goAway);
  }

  /// The registry outlives this bean where the service starts again in one process.
  @PreDestroy
  void stop() {
    registry.remove(gauge);
  }
}
