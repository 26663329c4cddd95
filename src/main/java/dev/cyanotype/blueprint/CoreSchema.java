package dev.cyanotype.blueprint;

import java.util.regex.Pattern;
import org.yaml.snakeyaml.nodes.NodeId;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.resolver.Resolver;

/// What a plain scalar means in the core schema of YAML 1.2, in decimal notation: null, true,
/// false, whole numbers of up to 18 digits, numbers with a point; all else is text.
final class CoreSchema {

  private static final Pattern INTEGER = Pattern.compile("[-+]?(0|[1-9][0-9]{0,17})");
  private static final Pattern FLOAT =
      Pattern.compile("[-+]?([0-9]{1,30}\\.[0-9]{0,30}|\\.[0-9]{1,30})([eE][-+]?[0-9]{1,3})?");

  /// Resolves as described above, whatever YAML 1.1 makes of `no` and `22:22`.
  static final Resolver READING =
      new Resolver() {
        @Override
        public Tag resolve(NodeId kind, String value, boolean implicit) {
          return kind == NodeId.scalar && implicit
              ? tag(value)
              : super.resolve(kind, value, implicit);
        }
      };

  /// Text that either version of YAML takes for something else is no plain text, and so is written
  /// in quotes.
  static final Resolver WRITING =
      new Resolver() {
        @Override
        public Tag resolve(NodeId kind, String value, boolean implicit) {
          Tag tag = kind == NodeId.scalar && implicit ? tag(value) : Tag.STR;
          return tag.equals(Tag.STR) ? super.resolve(kind, value, implicit) : tag;
        }
      };

  private CoreSchema() {}

  private static Tag tag(String text) {
    return switch (value(text)) {
      case null -> Tag.NULL;
      case Boolean _ -> Tag.BOOL;
      case Double _ -> Tag.FLOAT;
      case Number _ -> Tag.INT;
      default -> Tag.STR;
    };
  }

  /// @return a Boolean, an Integer, a Long, a Double, the text itself or null
  static Object value(String text) {
    return switch (text) {
      case "", "~", "null", "Null", "NULL" -> null;
      case "true", "True", "TRUE" -> true;
      case "false", "False", "FALSE" -> false;
      default -> number(text);
    };
  }

  private static Object number(String text) {
    if (INTEGER.matcher(text).matches()) {
      long value = Long.parseLong(text);
      return value == (int) value ? (Object) (int) value : (Object) value;
    }
    return FLOAT.matcher(text).matches() && Double.isFinite(Double.parseDouble(text))
        ? (Object) Double.valueOf(text)
        : text;
  }
}
