package dev.cyanotype.deployment.docker;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cyanotype.blueprint.ResourceType;
import dev.cyanotype.deployment.ActualResource;
import dev.cyanotype.deployment.Target;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What is made carries where it comes from. Nothing without these labels is touched.
///
/// @param replica from 1; 0 for what has none
/// @param settings as they were wanted when it was made
record Labels(
    String blueprintId,
    String resource,
    ResourceType type,
    int replica,
    List<String> dependencies,
    Map<String, String> settings) {

  private static final String PREFIX = "cyanotype.";
  private static final String MANAGED = PREFIX + "managed";
  private static final String BLUEPRINT_ID = PREFIX + "blueprint-id";
  private static final String BLUEPRINT = PREFIX + "blueprint";
  private static final String RESOURCE = PREFIX + "resource";
  private static final String TYPE = PREFIX + "type";
  private static final String REPLICA = PREFIX + "replica";
  private static final String VERSION = PREFIX + "version";
  private static final String DEPENDENCIES = PREFIX + "dependencies";
  private static final String SETTINGS = PREFIX + "settings";

  static Labels of(JsonNode labels) {
    return new Labels(
        labels.path(BLUEPRINT_ID).asText(),
        labels.path(RESOURCE).asText(),
        ResourceType.of(labels.path(TYPE).asText()).orElse(ResourceType.SERVICE),
        labels.path(REPLICA).asInt(),
        texts(labels.path(DEPENDENCIES).asText()),
        map(labels.path(SETTINGS).asText()));
  }

  static ObjectNode written(Target target, DockerPart part, int replica) {
    ObjectNode labels = DockerApi.JSON.createObjectNode();
    labels.put(MANAGED, "true");
    labels.put(BLUEPRINT_ID, target.blueprintId());
    labels.put(BLUEPRINT, target.blueprint().name());
    labels.put(RESOURCE, part.name());
    labels.put(TYPE, part.type().id());
    labels.put(VERSION, Integer.toString(target.version()));
    if (replica > 0) {
      labels.put(REPLICA, Integer.toString(replica));
    }
    labels.put(DEPENDENCIES, DockerApi.JSON.valueToTree(part.dependencies()).toString());
    labels.put(SETTINGS, DockerApi.JSON.valueToTree(part.settings()).toString());
    return labels;
  }

  /// What carries them, as it is there.
  ActualResource actual(
      List<String> externalIds, Map<String, String> found, ActualResource.State state) {
    return new ActualResource(blueprintId, resource, type, dependencies, externalIds, found, state);
  }

  /// A `filters` parameter that finds what a blueprint has.
  static String filter(String blueprintId) {
    return filters(MANAGED + "=true", BLUEPRINT_ID + "=" + blueprintId);
  }

  /// A `filters` parameter that finds what one resource consists of.
  static String filter(String blueprintId, String resource) {
    return filters(MANAGED + "=true", BLUEPRINT_ID + "=" + blueprintId, RESOURCE + "=" + resource);
  }

  private static String filters(String... labels) {
    ObjectNode filters = DockerApi.JSON.createObjectNode();
    for (String label : labels) {
      filters.withArray("label").add(label);
    }
    return DockerApi.query(Map.of("filters", filters.toString()));
  }

  private static List<String> texts(String json) {
    List<String> texts = new ArrayList<>();
    tree(json).forEach(one -> texts.add(one.asText()));
    return texts;
  }

  private static Map<String, String> map(String json) {
    Map<String, String> map = new LinkedHashMap<>();
    tree(json).properties().forEach(one -> map.put(one.getKey(), one.getValue().asText()));
    return map;
  }

  private static JsonNode tree(String json) {
    try {
      return DockerApi.JSON.readTree(json);
    } catch (JsonProcessingException _) {
      return DockerApi.JSON.createObjectNode();
    }
  }
}
