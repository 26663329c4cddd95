package dev.cyanotype.chat;

import io.micrometer.core.instrument.MeterRegistry;
import io.netty.channel.Channel;
import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// The WebSockets that are open; the gauge `cyanotype.sockets.open` counts them. When the service
/// goes down, each is closed with 1001 as soon as its chat, if any, has ended.
@ApplicationScoped
public class OpenSockets {

  private final Set<SocketChats> open = ConcurrentHashMap.newKeySet();
  private volatile boolean goingAway;

  OpenSockets(MeterRegistry registry) {
    registry.gaugeCollectionSize("cyanotype.sockets.open", java.util.List.of(), open);
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
}
