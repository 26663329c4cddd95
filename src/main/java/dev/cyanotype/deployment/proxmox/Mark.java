package dev.cyanotype.deployment.proxmox;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cyanotype.blueprint.ResourceType;
import dev.cyanotype.deployment.Target;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;

/// What a guest says of itself: a comment in its notes, by which it is found again. A guest without
/// one is none of ours.
///
/// @param vmid its own number: a copy that somebody made of a guest has the same notes, and is none
///     of ours
/// @param replica from 1
/// @param replicas how many there are to be
/// @param made as [Machine#made]
/// @param volumes keys such as `mp0` by the names of their storage
record Mark(
    String blueprintId,
    long vmid,
    int version,
    String resource,
    ResourceType type,
    int replica,
    int replicas,
    List<String> dependencies,
    Map<String, String> made,
    Map<String, String> volumes,
    boolean hasDataOnDisk) {

  static final String TAG = "cyanotype";

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Pattern COMMENT =
      Pattern.compile("<!-- cyanotype (\\{.*?\\}) -->", Pattern.DOTALL);
  private static final int SHORT_ID = 8;

  Mark {
    dependencies = List.copyOf(dependencies);
    made = Map.copyOf(made);
    volumes = Map.copyOf(volumes);
  }

  static Mark of(
      Target target, Machine machine, long vmid, int replica, Map<String, String> volumes) {
    return new Mark(
        target.blueprintId(),
        vmid,
        target.version(),
        machine.name(),
        machine.resource().type(),
        replica,
        machine.replicas(),
        machine.dependencies(),
        machine.made(target.blueprintId()),
        volumes,
        machine.hasDataOnDisk());
  }

  /// By which guests of a blueprint are looked for, before their notes are read.
  static String shortId(String blueprintId) {
    String plain = blueprintId.toLowerCase(java.util.Locale.ROOT).replaceAll("[^a-z0-9]", "");
    return plain.substring(0, Math.min(SHORT_ID, plain.length()));
  }

  static String tag(String blueprintId) {
    return TAG + "-" + shortId(blueprintId);
  }

  static Optional<Mark> in(String notes) {
    Matcher comment = COMMENT.matcher(notes);
    if (!comment.find()) {
      return Optional.empty();
    }
    try {
      return of(JSON.readTree(comment.group(1)));
    } catch (JsonProcessingException e) {
      return Optional.empty();
    }
  }

  private static Optional<Mark> of(JsonNode tree) {
    return ResourceType.of(tree.path("type").asText())
        .filter(_ -> tree.path("blueprint").isTextual() && tree.path("resource").isTextual())
        .map(
            type ->
                new Mark(
                    tree.path("blueprint").asText(),
                    tree.path("vmid").asLong(),
                    tree.path("version").asInt(),
                    tree.path("resource").asText(),
                    type,
                    tree.path("replica").asInt(),
                    tree.path("replicas").asInt(),
                    StreamSupport.stream(tree.path("dependencies").spliterator(), false)
                        .map(JsonNode::asText)
                        .toList(),
                    texts(tree.path("made")),
                    texts(tree.path("volumes")),
                    tree.path("data_on_disk").asBoolean()));
  }

  private static Map<String, String> texts(JsonNode object) {
    Map<String, String> texts = new LinkedHashMap<>();
    object.properties().forEach(one -> texts.put(one.getKey(), one.getValue().asText()));
    return texts;
  }

  /// Notes with this in place of what was there of it; whatever somebody else wrote stays.
  String written(String notes) {
    String comment = "<!-- cyanotype " + json() + " -->";
    Matcher before = COMMENT.matcher(notes);
    return before.find()
        ? notes.substring(0, before.start()) + comment + notes.substring(before.end())
        : "Made by Cyanotype: `%s`, %d of %d.\n\n%s\n%s"
            .formatted(
                resource.replaceAll("[`<>\\p{Cntrl}]", " "), replica, replicas, comment, notes)
            .strip();
  }

  /// Nothing in it begins or ends a comment.
  private String json() {
    ObjectNode tree = JSON.createObjectNode();
    tree.put("blueprint", blueprintId);
    tree.put("vmid", vmid);
    tree.put("version", version);
    tree.put("resource", resource);
    tree.put("type", type.id());
    tree.put("replica", replica);
    tree.put("replicas", replicas);
    dependencies.forEach(tree.putArray("dependencies")::add);
    made.forEach(tree.putObject("made")::put);
    volumes.forEach(tree.putObject("volumes")::put);
    tree.put("data_on_disk", hasDataOnDisk);
    return tree.toString().replace("<", "\\u003c").replace(">", "\\u003e");
  }
}
