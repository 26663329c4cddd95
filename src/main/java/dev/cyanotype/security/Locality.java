package dev.cyanotype.security;

import io.netty.util.NetUtil;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.HostAndPort;
import io.vertx.core.net.SocketAddress;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Whether a request comes from this machine, and not through it from another one.
///
/// What a remote party may have a hand in has to agree: a proxy here names the client it speaks
/// for (RFC 7239, or by the headers before that), a name that someone makes point to here (DNS
/// rebinding) stands in `Host`, and a page of another site in `Origin` or `Sec-Fetch-Site`. A proxy
/// that hides its clients cannot be told from one of them.
final class Locality {

  private static final Pattern HOST =
      Pattern.compile("(?:(?<name>localhost|[0-9.]+)|\\[(?<six>[0-9a-fA-F:.]+)])(?::[0-9]{0,5})?");
  private static final Pattern FORWARDED_PAIR =
      Pattern.compile("\\s*(?<name>[A-Za-z]+)\\s*=\\s*\"?(?<value>[^\"]*)\"?\\s*");
  private static final List<String> CLIENT_LISTS = List.of("X-Forwarded-For", "X-Real-IP");
  private static final List<String> SIGNS_OF_A_PROXY = List.of("Forwarded", "Via");
  private static final String ANYONE = "unknown";

  private Locality() {}

  static boolean of(HttpServerRequest request) {
    MultiMap headers = request.headers();
    return isLoopback(request.connection().remoteAddress())
        && isLoopback(request.remoteAddress())
        && clients(headers).stream().allMatch(Locality::isLoopback)
        && isAddressedHere(request)
        && isOfNoOtherSite(headers);
  }

  private static boolean isLoopback(SocketAddress address) {
    return address != null && (address.isDomainSocket() || isLoopback(Caller.text(address)));
  }

  /// An address, or a host and a port as in `Host`.
  static boolean isLoopback(String text) {
    if (text == null) {
      return false;
    }
    Matcher host = HOST.matcher(text.strip().toLowerCase(Locale.ROOT));
    if (!host.matches()) {
      return isLoopbackAddress(text.strip());
    }
    String name = host.group("name");
    return "localhost".equals(name) || isLoopbackAddress(name == null ? host.group("six") : name);
  }

  private static boolean isLoopbackAddress(String text) {
    byte[] address = NetUtil.createByteArrayFromIpAddressString(text);
    try {
      return address != null && InetAddress.getByAddress(address).isLoopbackAddress();
    } catch (UnknownHostException e) {
      throw new IllegalStateException(e);
    }
  }

  /// Whom proxies say they speak for.
  private static List<String> clients(MultiMap headers) {
    List<String> clients = new ArrayList<>(forwarded(headers, "for"));
    for (String list : CLIENT_LISTS) {
      headers.getAll(list).forEach(value -> clients.addAll(List.of(value.split(",", -1))));
    }
    boolean isHidden = clients.isEmpty() && SIGNS_OF_A_PROXY.stream().anyMatch(headers::contains);
    return isHidden ? List.of(ANYONE) : clients;
  }

  private static List<String> forwarded(MultiMap headers, String name) {
    List<String> values = new ArrayList<>();
    for (String header : headers.getAll("Forwarded")) {
      for (String part : header.split("[,;]", -1)) {
        Matcher pair = FORWARDED_PAIR.matcher(part);
        if (!pair.matches()) {
          values.add(ANYONE);
        } else if (pair.group("name").equalsIgnoreCase(name)) {
          values.add(pair.group("value"));
        }
      }
    }
    return values;
  }

  private static boolean isAddressedHere(HttpServerRequest request) {
    HostAndPort authority = request.authority();
    MultiMap headers = request.headers();
    return authority != null
        && isLoopback(authority.host())
        && headers.getAll(HttpHeaders.HOST).stream().allMatch(Locality::isLoopback)
        && headers.getAll("X-Forwarded-Host").stream().allMatch(Locality::isLoopback)
        && forwarded(headers, "host").stream().allMatch(Locality::isLoopback);
  }

  private static boolean isOfNoOtherSite(MultiMap headers) {
    return headers.getAll(HttpHeaders.ORIGIN).stream().allMatch(Locality::isLoopbackOrigin)
        && headers.getAll("Sec-Fetch-Site").stream().noneMatch("cross-site"::equalsIgnoreCase);
  }

  private static boolean isLoopbackOrigin(String origin) {
    int colon = origin.indexOf("://");
    return colon > 0 && isLoopback(origin.substring(colon + 3));
  }
}
