package dev.cyanotype.blueprint.export;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A rule of a firewall resource.
///
/// @param from name of a resource, `internet` or `any`
/// @param to the same
/// @param ports empty for every port
/// @param protocol `tcp`, `udp` or `any`
public record FirewallRule(
    String from, String to, Optional<Range> ports, String protocol, boolean allows) {

  private static final Pattern PORTS = Pattern.compile("(\\d{1,5})(?:-(\\d{1,5}))?");
  private static final Set<String> EVERYBODY =
      Set.of("internet", "any", "*", "0.0.0.0/0", "::/0", "all");

  /// @param first 1 to 65535
  /// @param last at least `first`
  public record Range(int first, int last) {
    boolean holds(int port) {
      return first <= port && port <= last;
    }
  }

  /// Empty where it is no rule that can be read.
  static Optional<FirewallRule> of(Object tree) {
    if (!(tree instanceof Map<?, ?> map)
        || !(map.get("from") instanceof String from)
        || !(map.get("to") instanceof String to)) {
      return Optional.empty();
    }
    Object port = map.get("port");
    boolean every = port == null || Set.of("any", "all", "*").contains(port.toString());
    Optional<Range> range = every ? Optional.empty() : range(port.toString());
    if (!every && range.isEmpty()) {
      return Optional.empty();
    }
    String protocol = String.valueOf(map.get("protocol")).toLowerCase(Locale.ROOT);
    boolean allows = !"deny".equals(map.get("action"));
    return Optional.of(
        new FirewallRule(
            from, to, range, Set.of("tcp", "udp").contains(protocol) ? protocol : "any", allows));
  }

  private static Optional<Range> range(String text) {
    Matcher matcher = PORTS.matcher(text);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    int first = Integer.parseInt(matcher.group(1));
    int last = matcher.group(2) == null ? first : Integer.parseInt(matcher.group(2));
    return first >= 1 && last >= first && last <= 65535
        ? Optional.of(new Range(first, last))
        : Optional.empty();
  }

  boolean isFromEverybody() {
    return isEverybody(from);
  }

  /// Whether one end of a rule means everybody.
  static boolean isEverybody(String end) {
    return EVERYBODY.contains(end);
  }

  boolean opens(int port) {
    return allows && (ports.isEmpty() || ports.get().holds(port));
  }
}
