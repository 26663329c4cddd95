package dev.cyanotype.chat;

import dev.cyanotype.problem.PlainProblems;
import dev.cyanotype.security.Caller;
import io.netty.channel.Channel;
import io.netty.util.AttributeKey;
import io.quarkus.vertx.http.runtime.VertxHttpConfig;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.quarkus.websockets.next.HttpUpgradeCheck;
import io.quarkus.websockets.next.UserData.TypedKey;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.impl.ConnectionBase;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.Locale;
import java.util.regex.Pattern;

/// Looks at requests for a WebSocket before they become one, and refuses with a problem what would
/// be none. Remembers who asked.
///
/// Any page on the web may open a socket to here, with what its visitor's browser knows of this
/// service; no preflight asks first. So where a browser names a page's `Origin`, it has to be the
/// one that is talked to, or CORS has to be configured, whose filter comes before and refuses the
/// others.
@ApplicationScoped
public class Handshakes implements HttpUpgradeCheck {

  /// The caller, and the connection as Netty has it.
  record Peer(Caller caller, Channel channel) {}

  static final TypedKey<Peer> PEER = new TypedKey<>(Peer.class.getName());

  private static final String PATH = "/ws/";
  private static final Pattern CLIENT_ID = Pattern.compile("[A-Za-z0-9._:-]{1,128}");
  private static final AttributeKey<Peer> OF_CHANNEL = AttributeKey.valueOf(Peer.class.getName());

  /// Behind those who recognise callers and refuse them.
  private static final int PRIORITY = 200;

  private final boolean corsDecides;

  Handshakes(VertxHttpConfig http) {
    this.corsDecides = http.cors().enabled();
  }

  void register(@Observes Filters filters) {
    filters.register(this::look, PRIORITY);
  }

  private void look(RoutingContext context) {
    String path = context.normalizedPath(); // by which the endpoint is found, too
    if (!path.startsWith(PATH)) {
      context.next();
      return;
    }
    HttpServerRequest request = context.request();
    if (!CLIENT_ID.matcher(path.substring(PATH.length())).matches()) {
      PlainProblems.send(
          context,
          404,
          "The path must be /ws/ and a client id of 1 to 128 letters, digits, '.', '_', ':', '-'.");
    } else if (!isUpgrade(request)) {
      context.response().putHeader(HttpHeaders.UPGRADE, "websocket");
      PlainProblems.send(context, 426, "This is a WebSocket: open it with a WebSocket client.");
    } else if (!corsDecides && !isSameOrigin(request)) {
      PlainProblems.send(
          context, 403, "Pages of the origin " + request.getHeader("Origin") + " are not allowed.");
    } else {
      remember(context);
      context.next();
    }
  }

  /// As RFC 6455, section 4.2.1 has it; without a body.
  private static boolean isUpgrade(HttpServerRequest request) {
    return request.version() == HttpVersion.HTTP_1_1
        && request.method() == HttpMethod.GET
        && names(request, HttpHeaders.UPGRADE, "websocket")
        && names(request, HttpHeaders.CONNECTION, "upgrade")
        && request.headers().contains("Sec-WebSocket-Key")
        && "13".equals(request.getHeader("Sec-WebSocket-Version"))
        && !request.headers().contains(HttpHeaders.TRANSFER_ENCODING)
        && !request.headers().contains(HttpHeaders.CONTENT_LENGTH);
  }

  private static boolean names(HttpServerRequest request, CharSequence header, String token) {
    return request.headers().getAll(header).stream()
        .anyMatch(value -> value.toLowerCase(Locale.ROOT).contains(token));
  }

  /// The scheme is not compared: it is another one behind a proxy that does the encryption.
  private static boolean isSameOrigin(HttpServerRequest request) {
    String origin = request.getHeader(HttpHeaders.ORIGIN);
    if (origin == null) {
      return true;
    }
    int colon = origin.indexOf("://");
    String host = request.getHeader(HttpHeaders.HOST);
    if (colon < 0 || host == null) {
      return false;
    }
    String port = origin.startsWith("https") ? ":443" : ":80";
    return withoutPort(origin.substring(colon + 3), port).equals(withoutPort(host, port));
  }

  private static String withoutPort(String authority, String port) {
    String lower = authority.toLowerCase(Locale.ROOT);
    return lower.endsWith(port) ? lower.substring(0, lower.length() - port.length()) : lower;
  }

  /// Until the socket is there or the request is answered otherwise.
  private static void remember(RoutingContext context) {
    Channel channel = channel(context.request());
    Peer peer = new Peer(Caller.of(context), channel);
    channel.attr(OF_CHANNEL).set(peer);
    context.addEndHandler(_ -> channel.attr(OF_CHANNEL).compareAndSet(peer, null));
    channel.closeFuture().addListener(_ -> Upgraded.end(context.request()));
  }

  private static Channel channel(HttpServerRequest request) {
    return ((ConnectionBase) request.connection()).channel();
  }

  @Override
  public Uni<CheckResult> perform(HttpUpgradeContext context) {
    Peer peer = channel(context.httpRequest()).attr(OF_CHANNEL).getAndSet(null);
    if (peer == null) {
      return CheckResult.rejectUpgrade(403); // nobody has looked at it
    }
    context.userData().put(PEER, peer);
    return CheckResult.permitUpgrade();
  }
}
