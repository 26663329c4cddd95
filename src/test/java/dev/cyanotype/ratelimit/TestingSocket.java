package dev.cyanotype.ratelimit;

import io.vertx.core.http.ServerWebSocket;
import io.vertx.ext.web.Router;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Alternative;

/// A WebSocket that says back what it hears, at `/ws/testing`.
@Alternative
@ApplicationScoped
public class TestingSocket {

  void register(@Observes Router router) {
    router
        .get("/ws/testing")
        .handler(request -> request.request().toWebSocket().onSuccess(TestingSocket::echo));
  }

  private static void echo(ServerWebSocket socket) {
    socket.textMessageHandler(socket::writeTextMessage);
  }
}
