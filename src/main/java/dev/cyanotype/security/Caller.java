package dev.cyanotype.security;

import io.netty.util.NetUtil;
import io.vertx.core.net.SocketAddress;
import io.vertx.ext.web.RoutingContext;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Objects;

/// Who asks. Streams and limits belong to a caller.
///
/// @param id the name of the caller's API key behind `key:`, or its network address behind
///     `address:` where it showed none that is known: an IPv4 address, or an IPv6 one's /64; never
///     the key
public record Caller(String id) {

  private static final String OF_REQUEST = Caller.class.getName();
  private static final String KEY = "key:";
  private static final String UNKNOWN = "unknown";

  public Caller {
    Objects.requireNonNull(id, "id");
  }

  public static Caller withKey(String name) {
    return new Caller(KEY + name);
  }

  static Caller at(SocketAddress address) {
    return new Caller("address:" + (address == null ? UNKNOWN : network(text(address))));
  }

  /// A proxy's word for an address has no [SocketAddress#hostAddress] yet.
  private static String text(SocketAddress address) {
    return address.hostAddress() == null ? address.host() : address.hostAddress();
  }

  private static String network(String text) {
    byte[] address = text == null ? null : NetUtil.createByteArrayFromIpAddressString(text);
    try {
      return switch (address == null ? null : InetAddress.getByAddress(address)) {
        case null -> UNKNOWN;
        case Inet6Address six -> prefix(six.getAddress());
        case InetAddress four -> four.getHostAddress();
      };
    } catch (UnknownHostException e) {
      throw new IllegalStateException(e);
    }
  }

  /// Whoever has one IPv6 address has the 2^64 of its subnet.
  private static String prefix(byte[] address) {
    StringBuilder prefix = new StringBuilder();
    for (int i = 0; i < 8; i += 2) {
      int group = (address[i] & 0xff) << 8 | address[i + 1] & 0xff;
      prefix.append(Integer.toHexString(group)).append(':');
    }
    return prefix.append(":/64").toString();
  }

  /// True for one that showed a known API key.
  public boolean hasKey() {
    return id.startsWith(KEY);
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
