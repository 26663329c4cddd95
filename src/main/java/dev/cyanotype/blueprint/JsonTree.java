package dev.cyanotype.blueprint;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Reads JSON into plain data and counts while reading: beyond [YamlDocument#MAX_DEPTH] levels or
/// [YamlDocument#MAX_NODES] values nothing more is built.
public final class JsonTree {

  /// The JSON is well-formed as far as it was read, but not to be used.
  public static final class RefusedException extends RuntimeException {
    private final transient Violation violation;

    RefusedException(Violation violation) {
      super(violation.toString(), null, false, false);
      this.violation = violation;
    }

    /// Its pointer is that of the place in the whole document.
    public Violation violation() {
      return violation;
    }
  }

  /// A blueprint that keeps to the bounds may come in a wrapper, which has values of its own.
  private static final int WRAPPER_VALUES = 20;
  private static final int WRAPPER_DEPTH = 1;

  private final JsonParser parser;
  private int values;

  private JsonTree(JsonParser parser) {
    this.parser = parser;
  }

  /// The value that begins at the parser's current token; afterwards its last token is current.
  ///
  /// @return maps, lists, strings, booleans, integers, longs, doubles or null
  /// @throws RefusedException for what is beyond the bounds, and for a key that is there twice
  public static Object read(JsonParser parser) throws IOException {
    return new JsonTree(parser).value(0);
  }

  private Object value(int depth) throws IOException {
    if (++values > YamlDocument.MAX_NODES + WRAPPER_VALUES) {
      throw refused(Rule.BOUNDS, "is one of more than " + YamlDocument.MAX_NODES + " values");
    }
    if (depth > YamlDocument.MAX_DEPTH + WRAPPER_DEPTH) {
      throw refused(Rule.BOUNDS, "is nested deeper than " + YamlDocument.MAX_DEPTH + " levels");
    }
    return switch (parser.currentToken()) {
      case START_OBJECT -> object(depth);
      case START_ARRAY -> array(depth);
      case VALUE_STRING -> parser.getText();
      case VALUE_NUMBER_INT -> whole();
      case VALUE_NUMBER_FLOAT -> decimal();
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      default -> null;
    };
  }

  private Map<String, Object> object(int depth) throws IOException {
    Map<String, Object> map = new LinkedHashMap<>();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String key = parser.currentName();
      if (map.containsKey(key)) {
        throw refused(Rule.DUPLICATE_KEY, "is there twice");
      }
      parser.nextToken();
      map.put(key, value(depth + 1));
    }
    return map;
  }

  private List<Object> array(int depth) throws IOException {
    List<Object> list = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      list.add(value(depth + 1));
    }
    return list;
  }

  private Number whole() throws IOException {
    return switch (parser.getNumberType()) {
      case INT -> parser.getIntValue();
      case LONG -> parser.getLongValue();
      default -> throw refused(Rule.BOUNDS, "is too large a number");
    };
  }

  private Number decimal() throws IOException {
    double number = parser.getDoubleValue();
    if (!Double.isFinite(number)) {
      throw refused(Rule.BOUNDS, "is too large a number");
    }
    return number;
  }

  private RefusedException refused(Rule rule, String message) {
    String pointer = parser.getParsingContext().pathAsPointer().toString();
    int end =
        pointer.offsetByCodePoints(0, Math.min(500, pointer.codePointCount(0, pointer.length())));
    return new RefusedException(Violation.error(rule, pointer.substring(0, end), message));
  }
}
