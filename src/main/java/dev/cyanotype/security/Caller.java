package dev.cyanotype.security;

import io.netty.util.NetUtil;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.SocketAddress;
import io.vertx.ext.web.RoutingContext;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Objects;
import java.util.Set;

/// Who asks. Streams, limits and conversations belong to a caller; callers of one id are one.
///
/// @param id the name of the caller's API key behind `key:`, or who bears its token behind `user:`
///     (see [TokenClaims#subject]), or its network address behind `address:` where it showed
///     neither: an IPv4 address, or an IPv6 one's /64; never the key
/// @param roles all of them where nothing controls access, see [DeployGuard] for what that opens
/// @param isLocal true where the request comes from this machine, see [Locality]; not looked at,
///     and false, where access is controlled
public record Caller(String id, Set<Role> roles, boolean isLocal) {

  private static final String OF_REQUEST = Caller.class.getName();
  private static final String KEY = "key:";
  private static final String USER = "user:";
  private static final String UNKNOWN = "unknown";
  private static final Set<Role> ALL = Set.of(Role.values());

  public Caller {
    Objects.requireNonNull(id, "id");
    roles = Set.copyOf(roles);
  }

  /// One that may do nothing that takes a role.
  public Caller(String id) {
    this(id, Set.of(), false);
  }

  /// Whoever runs this process, without a request.
  public static Caller ofProcess() {
    return new Caller("process", ALL, true);
  }

  public static Caller withKey(String name) {
    return new Caller(KEY + name);
  }

  static Caller named(String subject) {
    return new Caller(USER + subject);
  }

  Caller with(Set<Role> granted) {
    return new Caller(id, granted, isLocal);
  }

  static Caller at(SocketAddress address) {
    return new Caller("address:" + (address == null ? UNKNOWN : network(text(address))));
  }

  /// A proxy's word for an address has no [SocketAddress#hostAddress] yet.
  static String text(SocketAddress address) {
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

  /// True for one that showed a known API key, or a valid token.
  public boolean hasKey() {
    return id.startsWith(KEY) || id.startsWith(USER);
  }

  public boolean has(Role role) {
    return roles.contains(role);
  }

  /// The caller of a request: as [AccessControl] says, or where nothing controls access, its
  /// address with every role.
  public static Caller of(RoutingContext request) {
    Caller said = request.get(OF_REQUEST);
    return said == null ? open(request.request()) : said;
  }

  private static Caller open(HttpServerRequest request) {
    return new Caller(at(request.remoteAddress()).id(), ALL, Locality.of(request));
  }

  /// Says who asks, before a resource sees the request.
  void is(RoutingContext request) {
    request.put(OF_REQUEST, this);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Caller caller && id.equals(caller.id);
  }

  @Override
  public int hashCode() {
    return id.hashCode();
  }
}
