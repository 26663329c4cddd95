package dev.cyanotype.blueprint.store;

import dev.cyanotype.problem.ProblemException;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// `If-Match` and `If-None-Match` (RFC 9110, section 13) for versions, whose entity tag is their
/// number: `"3"`, and `"3-yaml"` for the same as YAML.
///
/// @param any true for `*`
/// @param strong what is named by strong tags, without quotes
/// @param weak what is named by weak ones
record Versions(boolean any, List<String> strong, List<String> weak) {

  private static final Pattern TAG = Pattern.compile("\\s*(W/)?\"([^\"\\x00-\\x20\\x7f]*)\"\\s*");
  private static final String AS_YAML = "-yaml";

  Versions {
    strong = List.copyOf(strong);
    weak = List.copyOf(weak);
  }

  static String tag(int version) {
    return "\"" + version + "\"";
  }

  static String yamlTag(int version) {
    return "\"" + version + AS_YAML + "\"";
  }

  /// @param header all of them, with commas between; null for none
  /// @throws ProblemException 400 for what is no list of entity tags
  static Optional<Versions> of(String name, String header) {
    return Optional.ofNullable(header).map(text -> parsed(name, text.strip()));
  }

  private static Versions parsed(String name, String text) {
    if (text.equals("*")) {
      return new Versions(true, List.of(), List.of());
    }
    List<String> strong = new java.util.ArrayList<>();
    List<String> weak = new java.util.ArrayList<>();
    for (String part : text.split(",", -1)) {
      Matcher tag = TAG.matcher(part);
      if (!tag.matches()) {
        throw ProblemException.badRequest(
            name + " must be entity tags such as \"3\" with their quotes, or *.");
      }
      (tag.group(1) == null ? strong : weak).add(tag.group(2));
    }
    return new Versions(false, strong, weak);
  }

  /// Strongly, as `If-Match` compares: weak tags never match.
  boolean matches(int version) {
    String tag = String.valueOf(version);
    return any || strong.contains(tag) || strong.contains(tag + AS_YAML);
  }

  /// Weakly, as `If-None-Match` compares.
  ///
  /// @param tag of the representation that would be sent
  boolean names(String tag) {
    String opaque = tag.substring(1, tag.length() - 1);
    return any || strong.contains(opaque) || weak.contains(opaque);
  }
}
