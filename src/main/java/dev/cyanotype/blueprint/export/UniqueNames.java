package dev.cyanotype.blueprint.export;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;

/// Names as a format allows them. Two that become equal get numbers, and a warning says so. Not
/// thread-safe.
public final class UniqueNames {

  private final UnaryOperator<String> legal;
  private final int longest;
  private final Notes notes;
  private final Map<String, String> given = new HashMap<>();
  private final Set<String> taken;

  /// @param longest in characters, at least 8
  /// @param reserved that no name may become
  UniqueNames(UnaryOperator<String> legal, int longest, Set<String> reserved, Notes notes) {
    this.legal = legal;
    this.longest = longest;
    this.notes = notes;
    this.taken = new HashSet<>(reserved);
  }

  /// RFC 1035 labels, which fit wherever Kubernetes wants a name.
  static UniqueNames dnsLabels(Notes notes, String... reserved) {
    return new UniqueNames(UniqueNames::dnsLabel, 52, Set.of(reserved), notes);
  }

  public static String dnsLabel(String name) {
    String label =
        name.toLowerCase(java.util.Locale.ROOT)
            .replaceAll("[^a-z0-9]+", "-")
            .replaceAll("^-+|-+$", "");
    if (label.isEmpty()) {
      return "x";
    }
    return Character.isDigit(label.charAt(0)) ? "x-" + label : label;
  }

  /// The same for the same name, whenever it is asked for.
  String of(String name) {
    return given.computeIfAbsent(name, this::next);
  }

  private String next(String name) {
    String first = cut(legal.apply(name), longest);
    String candidate = first;
    for (int i = 2; !taken.add(candidate); i++) {
      String number = "-" + i;
      candidate = legal.apply(cut(first, longest - number.length()) + number);
    }
    if (!candidate.equals(first)) {
      notes.warn("'%s' is called '%s' here, since '%s' is taken".formatted(name, candidate, first));
    }
    return candidate;
  }

  private static String cut(String text, int length) {
    return text.length() <= length
        ? text
        : text.substring(0, length).replaceAll("[^A-Za-z0-9]+$", "");
  }
}
