package dev.cyanotype.blueprint.audit;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// A rule of a firewall: `{from: internet, to: web, port: 443, protocol: tcp, action: allow}`.
record Traffic(Map<?, ?> rule) {

  private static final Set<String> ANYWHERE = Set.of("0.0.0.0/0", "::/0", "any", "internet", "*");
  private static final Set<String> EVERY_PORT = Set.of("", "any", "all", "*", "0-65535", "1-65535");
  private static final Pattern PORTS = Pattern.compile("(\\d{1,5})(?:-(\\d{1,5}))?(?:/[a-z]+)?");

  /// @param first and last, both among them
  private record Range(int first, int last) {}

  static Stream<Traffic> of(Subject firewall) {
    return firewall.maps("rules").map(Traffic::new);
  }

  boolean isAllowed() {
    String action = Subject.lower(rule.get("action"));
    return action.isEmpty() || Set.of("allow", "accept", "permit").contains(action);
  }

  /// Lets in what comes from the internet.
  boolean comesFromAnywhere() {
    return isAllowed() && ANYWHERE.contains(Subject.lower(rule.get("from")));
  }

  /// Lets out what goes to the internet.
  boolean goesAnywhere() {
    return isAllowed() && ANYWHERE.contains(Subject.lower(rule.get("to")));
  }

  Object to() {
    return rule.get("to");
  }

  boolean isOnEveryPort() {
    return EVERY_PORT.contains(Subject.lower(rule.get("port"))) && !rule.containsKey("ports");
  }

  boolean opens(Set<Integer> ports) {
    return ranges()
        .anyMatch(
            range ->
                ports.stream().anyMatch(port -> port >= range.first() && port <= range.last()));
  }

  /// The most ports that it opens at a stretch.
  int widest() {
    return ranges().mapToInt(range -> range.last() - range.first() + 1).max().orElse(0);
  }

  private Stream<Range> ranges() {
    Stream<?> several = rule.get("ports") instanceof List<?> list ? list.stream() : Stream.of();
    return Stream.concat(Stream.ofNullable(rule.get("port")), several).flatMap(Traffic::range);
  }

  /// @param ports as `5432`, `"5432/tcp"` or `"5000-6000"`
  private static Stream<Range> range(Object ports) {
    Matcher matcher = PORTS.matcher(Subject.lower(ports));
    if (!matcher.matches()) {
      return Stream.empty();
    }
    int first = Integer.parseInt(matcher.group(1));
    int last = matcher.group(2) == null ? first : Integer.parseInt(matcher.group(2));
    return Stream.of(new Range(first, last));
  }
}
