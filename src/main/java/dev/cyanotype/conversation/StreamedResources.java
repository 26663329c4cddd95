package dev.cyanotype.conversation;

import dev.cyanotype.blueprint.BlueprintCodec;
import dev.cyanotype.blueprint.Resource;
import dev.cyanotype.blueprint.YamlDocument;
import dev.cyanotype.blueprint.YamlSyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// Finds the resources of a blueprint while its YAML is still being written: each as soon as the
/// line behind it shows that it is complete.
///
/// What is found is announced only: the whole blueprint is parsed and validated at the end, and a
/// resource that does not parse alone is left to that.
final class StreamedResources {

  private static final int MAX_CHARACTERS = 64 * 1024;
  private static final Pattern START = Pattern.compile("resources:\\s*(#.*)?");

  private enum Place {
    PROSE,
    YAML,
    RESOURCES
  }

  private final StringBuilder line = new StringBuilder();
  private final StringBuilder item = new StringBuilder();
  private final List<Resource> found = new ArrayList<>();
  private Place place = Place.PROSE;
  private int itemIndent = -1;
  private boolean tooLong;
  private int announced;

  /// Takes the next piece of the answer and gives the resources that it completed.
  List<Resource> feed(String piece) {
    found.clear();
    for (int i = 0; i < piece.length(); i++) {
      char c = piece.charAt(i);
      if (c == '\n') {
        line(line.toString());
        line.setLength(0);
      } else if (line.length() < MAX_CHARACTERS) {
        line.append(c);
      }
    }
    return List.copyOf(found);
  }

  private void line(String text) {
    boolean fence = text.strip().startsWith("```");
    switch (place) {
      case PROSE -> place = fence ? Place.YAML : Place.PROSE;
      case YAML -> {
        if (fence) {
          place = Place.PROSE;
        } else if (START.matcher(text).matches()) {
          place = Place.RESOURCES;
          itemIndent = -1;
        }
      }
      case RESOURCES -> resourceLine(text, fence);
    }
  }

  private void resourceLine(String text, boolean fence) {
    int indent = text.length() - text.stripLeading().length();
    boolean blank = text.isBlank() || text.stripLeading().startsWith("#");
    boolean dash = text.startsWith("- ", indent) || text.strip().equals("-");
    boolean startsItem = dash && (itemIndent < 0 || indent == itemIndent);
    if (blank) {
      append(text);
    } else if (startsItem && !fence) {
      completeItem();
      itemIndent = indent;
      append(text);
    } else if (fence || indent <= itemIndent || itemIndent < 0) {
      completeItem();
      place = fence ? Place.PROSE : Place.YAML;
    } else {
      append(text);
    }
  }

  private void append(String text) {
    if (item.length() + text.length() < MAX_CHARACTERS) {
      item.append(text).append('\n');
    } else {
      tooLong = true;
    }
  }

  private void completeItem() {
    if (!item.isEmpty() && !tooLong) {
      parse(item.toString()).ifPresent(found::add);
    }
    item.setLength(0);
    tooLong = false;
  }

  private Optional<Resource> parse(String yaml) {
    try {
      return YamlDocument.parse(yaml).tree() instanceof List<?> list && list.size() == 1
          ? BlueprintCodec.readResource(list.getFirst(), "/resources/" + announced++).value()
          : Optional.empty();
    } catch (YamlSyntaxException e) {
      return Optional.empty();
    }
  }
}
