package dev.cyanotype.blueprint;

import java.io.StringReader;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeId;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.representer.Representer;

/// A YAML document as plain data, with the line of every place in it.
///
/// Scalars follow the core schema of YAML 1.2, so `no` and `22:22` stay the words they look like.
/// Hostile input costs bounded time and memory: at most 1 MiB of text, [#MAX_DEPTH] levels and
/// [#MAX_NODES] values with every alias counted where it is used; tags other than the core schema's
/// are refused, so no object but plain data is ever made.
public final class YamlDocument {

  public static final int MAX_DEPTH = 32;
  public static final int MAX_NODES = 50_000;
  private static final int MAX_CODE_POINTS = 1024 * 1024;

  private final Object tree;
  private final Place root;

  private YamlDocument(Object tree, Place root) {
    this.tree = tree;
    this.root = root;
  }

  /// @throws YamlSyntaxException where the text is not one YAML document within the bounds above
  public static YamlDocument parse(String text) {
    try {
      Node node = reader().compose(new StringReader(text));
      Place root = new Place(lineOf(node));
      Object tree = node == null ? null : new Conversion().value(node, root, 0);
      return new YamlDocument(tree, root);
    } catch (MarkedYAMLException e) {
      Integer line = e.getProblemMark() == null ? null : e.getProblemMark().getLine() + 1;
      throw new YamlSyntaxException(e.getProblem(), line);
    } catch (YAMLException e) {
      throw new YamlSyntaxException(e.getMessage(), null);
    }
  }

  /// Block style, two spaces, keys in the order of the map.
  public static String write(Object tree) {
    DumperOptions options = new DumperOptions();
    options.setDefaultFlowStyle(DumperOptions.FlowStyle.BLOCK);
    options.setIndent(2);
    options.setIndicatorIndent(2);
    options.setIndentWithIndicator(true);
    options.setWidth(120);
    options.setSplitLines(false);
    options.setDereferenceAliases(true);
    options.setNonPrintableStyle(DumperOptions.NonPrintableStyle.ESCAPE);
    LoaderOptions loading = loading();
    return new Yaml(
            new SafeConstructor(loading),
            new Representer(options),
            options,
            loading,
            CoreSchema.WRITING)
        .dump(tree);
  }

  /// Maps, lists, strings, booleans, integers, doubles or null.
  public Object tree() {
    return tree;
  }

  /// The line, counted from 1, of the place that a JSON Pointer names or of the nearest place
  /// around it.
  public Integer line(String pointer) {
    Place place = root;
    String[] tokens = pointer.split("/", -1);
    for (int i = 1; i < tokens.length; i++) {
      Place inner = place.inside.get(JsonPointers.unescape(tokens[i]));
      if (inner == null) {
        break;
      }
      place = inner;
    }
    return place.line;
  }

  private static Yaml reader() {
    LoaderOptions options = loading();
    DumperOptions none = new DumperOptions();
    return new Yaml(
        new SafeConstructor(options), new Representer(none), none, options, CoreSchema.READING);
  }

  private static LoaderOptions loading() {
    LoaderOptions options = new LoaderOptions();
    options.setCodePointLimit(MAX_CODE_POINTS);
    options.setNestingDepthLimit(MAX_DEPTH);
    return options;
  }

  private static Integer lineOf(Node node) {
    return node == null || node.getStartMark() == null ? null : node.getStartMark().getLine() + 1;
  }

  /// Where a value stands. A tree beside that of the values, since pointers as texts would hold
  /// long keys once for each value under them.
  private static final class Place {
    private final Integer line;
    private Map<String, Place> inside = Map.of();

    Place(Integer line) {
      this.line = line;
    }

    Place at(String token, Node node) {
      if (inside.isEmpty()) {
        inside = new HashMap<>();
      }
      Place place = new Place(lineOf(node));
      inside.put(token, place);
      return place;
    }
  }

  private static final class Conversion {
    private static final Set<Tag> SCALARS = Set.of(Tag.NULL, Tag.BOOL, Tag.INT, Tag.FLOAT, Tag.STR);

    private int nodes;

    Object value(Node node, Place place, int depth) {
      if (++nodes > MAX_NODES) {
        throw new YamlSyntaxException("more than " + MAX_NODES + " values", lineOf(node));
      }
      if (depth > MAX_DEPTH) {
        throw new YamlSyntaxException("nested deeper than " + MAX_DEPTH + " levels", lineOf(node));
      }
      return switch (node) {
        case MappingNode mapping -> map(mapping, place, depth);
        case SequenceNode sequence -> list(sequence, place, depth);
        case ScalarNode scalar -> scalar(scalar);
        default -> throw new YamlSyntaxException("unsupported YAML construct", lineOf(node));
      };
    }

    private Map<String, Object> map(MappingNode node, Place place, int depth) {
      requireTag(node, node.getTag().equals(Tag.MAP));
      Map<String, Object> map = new LinkedHashMap<>();
      for (NodeTuple tuple : node.getValue()) {
        String key = key(tuple.getKeyNode());
        if (map.containsKey(key)) {
          throw new YamlSyntaxException("duplicate key '" + key + "'", lineOf(tuple.getKeyNode()));
        }
        Place inner = place.at(key, tuple.getKeyNode());
        map.put(key, value(tuple.getValueNode(), inner, depth + 1));
      }
      return map;
    }

    private static String key(Node node) {
      if (node instanceof ScalarNode scalar) {
        requireTag(scalar, SCALARS.contains(scalar.getTag()));
        return scalar.getValue();
      }
      throw new YamlSyntaxException("a key must be text", lineOf(node));
    }

    private List<Object> list(SequenceNode node, Place place, int depth) {
      requireTag(node, node.getTag().equals(Tag.SEQ));
      List<Object> list = new ArrayList<>();
      for (Node item : node.getValue()) {
        list.add(value(item, place.at(String.valueOf(list.size()), item), depth + 1));
      }
      return list;
    }

    private static Object scalar(ScalarNode node) {
      requireTag(node, SCALARS.contains(node.getTag()));
      String text = node.getValue();
      if (node.getTag().equals(Tag.STR)) {
        return text;
      }
      requireTag(node, node.getTag().equals(CoreSchema.READING.resolve(NodeId.scalar, text, true)));
      return CoreSchema.value(text);
    }

    private static void requireTag(Node node, boolean allowed) {
      if (!allowed) {
        throw new YamlSyntaxException(
            "the tag " + node.getTag().getValue() + " is not allowed", lineOf(node));
      }
    }
  }
}
