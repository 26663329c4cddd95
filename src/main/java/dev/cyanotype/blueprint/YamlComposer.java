package dev.cyanotype.blueprint;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.yaml.snakeyaml.DumperOptions.ScalarStyle;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.events.AliasEvent;
import org.yaml.snakeyaml.events.Event;
import org.yaml.snakeyaml.events.MappingStartEvent;
import org.yaml.snakeyaml.events.NodeEvent;
import org.yaml.snakeyaml.events.ScalarEvent;
import org.yaml.snakeyaml.events.SequenceStartEvent;
import org.yaml.snakeyaml.nodes.NodeId;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.parser.Parser;

/// Makes plain data of a parser's events, one after the other, and stops at the first that is
/// beyond the bounds: what a hostile text would have become is never built.
final class YamlComposer {

  private static final int MAX_ALIASES = 50;
  private static final Set<String> SCALARS =
      Set.of(
          Tag.NULL.getValue(),
          Tag.BOOL.getValue(),
          Tag.INT.getValue(),
          Tag.FLOAT.getValue(),
          Tag.STR.getValue());

  /// @param size how many values it has, itself and those inside
  /// @param height how many levels are inside
  /// @param length of its text, in characters
  private record Anchored(Object value, int size, int height, long length) {}

  private final Parser events;
  private final Map<String, Anchored> anchors = new HashMap<>();
  private Place root = new Place(new Position(1, 1));
  private int values;
  private long characters;
  private long repeated;
  private int aliases;
  private int deepest;

  YamlComposer(Parser events) {
    this.events = events;
  }

  /// @return null for a text without a document
  Object document() {
    events.getEvent();
    if (events.checkEvent(Event.ID.StreamEnd)) {
      return null;
    }
    events.getEvent();
    root = new Place(position(events.peekEvent()));
    Object tree = value(events.getEvent(), root, 0);
    events.getEvent();
    if (!events.checkEvent(Event.ID.StreamEnd)) {
      throw refusal(Rule.YAML_SYNTAX, "expected one document, but found more", events.peekEvent());
    }
    return tree;
  }

  /// Where the values of [#document] stand.
  Place root() {
    return root;
  }

  private Object value(Event event, Place place, int depth) {
    if (event instanceof AliasEvent alias) {
      return again(alias, depth);
    }
    count(event, 1, depth);
    String anchor = ((NodeEvent) event).getAnchor();
    int before = values - 1;
    long charactersBefore = characters;
    int deepestBefore = deepest;
    deepest = depth;
    Object value = plain(event, place, depth);
    if (anchor != null) {
      long length = characters - charactersBefore;
      anchors.put(anchor, new Anchored(value, values - before, deepest - depth, length));
    }
    deepest = Math.max(deepest, deepestBefore);
    return value;
  }

  private Object plain(Event event, Place place, int depth) {
    return switch (event) {
      case MappingStartEvent mapping -> map(mapping, place, depth);
      case SequenceStartEvent sequence -> list(sequence, place, depth);
      case ScalarEvent scalar -> scalar(scalar);
      default -> throw refusal(Rule.YAML_SYNTAX, "unsupported YAML construct", event);
    };
  }

  private void count(Event event, int size, int depth) {
    values += size;
    if (values > YamlDocument.MAX_NODES) {
      throw refusal(Rule.BOUNDS, "more than " + YamlDocument.MAX_NODES + " values", event);
    }
    if (depth > YamlDocument.MAX_DEPTH) {
      throw refusal(Rule.BOUNDS, "nested deeper than " + YamlDocument.MAX_DEPTH + " levels", event);
    }
    deepest = Math.max(deepest, depth);
  }

  /// An alias inside of what it names finds nothing: that is not there yet.
  private Object again(AliasEvent alias, int depth) {
    Anchored anchored = anchors.get(alias.getAnchor());
    if (anchored == null) {
      throw refusal(Rule.YAML_SYNTAX, "found undefined alias " + shown(alias.getAnchor()), alias);
    }
    if (anchored.height() > 0 && ++aliases > MAX_ALIASES) {
      throw refusal(Rule.BOUNDS, "more than " + MAX_ALIASES + " aliases of collections", alias);
    }
    count(alias, anchored.size(), depth + anchored.height());
    countRepeated(alias, anchored.length());
    return anchored.value();
  }

  /// A long text that is named a thousand times is a small document and, written out, a huge one.
  private void countRepeated(AliasEvent alias, long length) {
    characters += length;
    repeated += length;
    if (repeated > YamlDocument.MAX_CODE_POINTS) {
      throw refusal(
          Rule.BOUNDS,
          "aliases of more than " + YamlDocument.MAX_CODE_POINTS + " characters together",
          alias);
    }
  }

  private Map<String, Object> map(MappingStartEvent start, Place place, int depth) {
    requireTag(start, start.getTag() == null || start.getTag().equals(Tag.MAP.getValue()));
    Map<String, Object> map = new LinkedHashMap<>();
    while (!events.checkEvent(Event.ID.MappingEnd)) {
      Event keyEvent = events.getEvent();
      String key = key(keyEvent);
      if (map.containsKey(key)) {
        throw refusal(Rule.DUPLICATE_KEY, "duplicate key '" + shown(key) + "'", keyEvent);
      }
      Place inner = place.inner(key, position(keyEvent));
      map.put(key, value(events.getEvent(), inner, depth + 1));
    }
    events.getEvent();
    return map;
  }

  private String key(Event event) {
    if (event instanceof ScalarEvent scalar) {
      requireTag(scalar, scalar.getTag() == null || SCALARS.contains(scalar.getTag()));
      characters += scalar.getValue().length();
      return scalar.getValue();
    }
    throw refusal(Rule.YAML_SYNTAX, "a key must be text", event);
  }

  private List<Object> list(SequenceStartEvent start, Place place, int depth) {
    requireTag(start, start.getTag() == null || start.getTag().equals(Tag.SEQ.getValue()));
    List<Object> list = new ArrayList<>();
    while (!events.checkEvent(Event.ID.SequenceEnd)) {
      Event item = events.getEvent();
      Place inner = place.inner(String.valueOf(list.size()), position(item));
      list.add(value(item, inner, depth + 1));
    }
    events.getEvent();
    return list;
  }

  private Object scalar(ScalarEvent scalar) {
    String text = scalar.getValue();
    characters += text.length();
    String tag = scalar.getTag();
    if (tag == null) {
      return scalar.getScalarStyle() == ScalarStyle.PLAIN ? CoreSchema.value(text) : text;
    }
    if (tag.equals("!") || tag.equals(Tag.STR.getValue())) {
      return text;
    }
    requireTag(
        scalar,
        SCALARS.contains(tag)
            && tag.equals(CoreSchema.READING.resolve(NodeId.scalar, text, true).getValue()));
    return CoreSchema.value(text);
  }

  private static void requireTag(Event event, boolean allowed) {
    if (!allowed) {
      throw refusal(Rule.TAG, "the tag " + shown(tag(event)) + " is not allowed", event);
    }
  }

  private static String tag(Event event) {
    return switch (event) {
      case ScalarEvent scalar -> scalar.getTag();
      case MappingStartEvent mapping -> mapping.getTag();
      case SequenceStartEvent sequence -> sequence.getTag();
      default -> "";
    };
  }

  /// Short enough for a message.
  static String shown(String text) {
    int end = text.offsetByCodePoints(0, Math.min(160, text.codePointCount(0, text.length())));
    return end == text.length() ? text : text.substring(0, end) + "…";
  }

  static Position position(Event event) {
    return position(event.getStartMark());
  }

  static Position position(Mark mark) {
    return mark == null ? null : new Position(mark.getLine() + 1, mark.getColumn() + 1);
  }

  private static YamlSyntaxException refusal(Rule rule, String message, Event event) {
    return new YamlSyntaxException(rule, message, Optional.ofNullable(position(event)));
  }
}
