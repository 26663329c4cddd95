package dev.cyanotype.security;

import io.vertx.core.net.SocketAddress;
import io.vertx.ext.web.RoutingContext;
import java.util.Objects;

/// Who asks. Streams and limits belong to a caller.
///
/// @param id the name of the caller's API key behind `key:`, or its network address behind
///     `address:` where it showed none; never the key
public record Caller(String id) {

  private static final String OF_REQUEST = Caller.class.getName();

  public Caller {
    Objects.requireNonNull(id, "id");
  }

  public static Caller withKey(String name) {
    return new Caller("key:" + name);
  }

  static Caller at(SocketAddress address) {
    return new Caller("address:" + (address == null ? "unknown" : address.hostAddress()));
  }

  /// The caller of a request: the one that was recognised, else its address.
  public static Caller of(RoutingContext request) {
    Caller recognised = request.get(OF_REQUEST);
    return recognised == null ? at(request.request().remoteAddress()) : recognised;
  }

  /// Says who asks, before a resource sees the request.
  void is(RoutingContext request) {
    request.put(OF_REQUEST, this);
  }
}
