package dev.cyanotype.deployment.docker;

import dev.cyanotype.deployment.Settings;
import dev.cyanotype.deployment.Target;
import java.util.Locale;

/// What things are called in Docker, whose names are the host's: lower-case letters, digits and
/// `-`, at most 63, beginning with a letter or digit.
final class Names {

  /// Ends the name of a container that another one is about to replace.
  static final String OLD = "_old";

  private static final int LONGEST_BLUEPRINT = 20;
  private static final int LONGEST_RESOURCE = 22;
  private static final int ID_LENGTH = 8;
  private static final int DIGEST_LENGTH = 6;

  private Names() {}

  static String of(Target target, String resource) {
    return "%s-%s-%s"
        .formatted(
            cut(legal(target.blueprint().name()), LONGEST_BLUEPRINT),
            cut(legal(target.blueprintId()), ID_LENGTH),
            unique(resource));
  }

  static String of(Target target, String resource, int replica) {
    return of(target, resource) + "-" + replica;
  }

  /// Two resources have two names, whatever is cut off or replaced.
  private static String unique(String resource) {
    String legal = cut(legal(resource), LONGEST_RESOURCE);
    return legal.equals(resource)
        ? legal
        : legal
            + "-"
            + Settings.digest(resource).substring("sha256:".length()).substring(0, DIGEST_LENGTH);
  }

  private static String legal(String text) {
    String legal =
        text.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-").replaceAll("^-+|-+$", "");
    return legal.isEmpty() ? "x" : legal;
  }

  private static String cut(String text, int length) {
    return text.length() <= length ? text : text.substring(0, length).replaceAll("-+$", "");
  }
}
