package dev.cyanotype.blueprint;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A port of the machine under a resource that leads to it: `"8080:80"` or
/// `"127.0.0.1:5353:53/udp"` as Docker writes it, `{published: 8080, target: 80}`, or a plain port
/// of something in the host's own network. A plain port of anything else is in a network of its
/// own.
///
/// @param address that it listens on; empty for all
/// @param port 1 to 65535 of the machine
/// @param target the port inside; the same where it is not said
/// @param protocol `tcp` or `udp`
/// @param pointer to it in the resource's specs
public record PublishedPort(String address, int port, int target, String protocol, String pointer) {

  private static final Pattern PAIR =
      Pattern.compile("(?:(\\[[0-9a-fA-F:]*]|[0-9.]+):)?(\\d{1,5}):(\\d{1,5})(?:/([a-z]{3,4}))?");
  private static final List<String> EVERYWHERE = List.of("", "0.0.0.0", "[::]", "::", "*");

  public boolean isEverywhere() {
    return EVERYWHERE.contains(address);
  }

  /// True where only the machine itself gets at it.
  public boolean isLoopback() {
    return address.startsWith("127.") || address.equals("[::1]") || address.equals("::1");
  }

  public static List<PublishedPort> of(Resource resource) {
    List<PublishedPort> published = new ArrayList<>();
    if (resource.specs().get("ports") instanceof List<?> ports) {
      boolean onHost = isInHostNetwork(resource);
      for (int i = 0; i < ports.size(); i++) {
        of(ports.get(i), onHost, "/ports/" + i).ifPresent(published::add);
      }
    }
    number(resource.specs().get("host_port"))
        .ifPresent(port -> published.add(new PublishedPort("", port, port, "tcp", "/host_port")));
    return published;
  }

  /// True for a container without a network of its own.
  public static boolean isInHostNetwork(Resource resource) {
    Map<String, Object> specs = resource.specs();
    return "host".equals(specs.get("network"))
        || "host".equals(specs.get("network_mode"))
        || Boolean.TRUE.equals(specs.get("host_network"));
  }

  private static Optional<PublishedPort> of(Object port, boolean onHost, String pointer) {
    return switch (port) {
      case String pair -> pair(pair, pointer);
      case Map<?, ?> map -> map(map, pointer);
      case Integer plain when onHost ->
          number(plain).map(number -> new PublishedPort("", number, number, "tcp", pointer));
      case null, default -> Optional.empty();
    };
  }

  private static Optional<PublishedPort> pair(String text, String pointer) {
    Matcher matcher = PAIR.matcher(text.strip().toLowerCase(Locale.ROOT));
    if (!matcher.matches()) {
      return Optional.empty();
    }
    String address = matcher.group(1) == null ? "" : matcher.group(1);
    String protocol = matcher.group(4) == null ? "tcp" : matcher.group(4);
    int target = Integer.parseInt(matcher.group(3));
    return number(Integer.parseInt(matcher.group(2)))
        .map(port -> new PublishedPort(address, port, target, protocol, pointer));
  }

  private static Optional<PublishedPort> map(Map<?, ?> map, String pointer) {
    Optional<Integer> target =
        number(map.get("target"))
            .or(() -> number(map.get("container")))
            .or(() -> number(map.get("container_port")));
    return number(map.get("published"))
        .or(() -> number(map.get("host")))
        .or(() -> number(map.get("host_port")))
        .map(
            port ->
                new PublishedPort(
                    text(map.get("host_ip"), ""),
                    port,
                    target.orElse(port),
                    text(map.get("protocol"), "tcp"),
                    pointer));
  }

  private static String text(Object value, String otherwise) {
    return value instanceof String text ? text.toLowerCase(Locale.ROOT) : otherwise;
  }

  private static Optional<Integer> number(Object value) {
    return value instanceof Integer port && port > 0 && port <= 65535
        ? Optional.of(port)
        : Optional.empty();
  }
}
